"""Corrections and strike-outs: by who looked, with who, when and why, and nothing overwritten."""

from typing import Any

import pytest
from hypothesis import given

from tests.conftest import Doctor, Register
from tests.strategies import kinds_and_values
from tests.web.exact import NOON, flaws, sent, taken, told
from vitalcore.kinds import Kind, Value
from vitalcore.reading import kept, refusal, surprising

NOBODY = "/vitals/019b7a00-0000-7000-8000-000000000000"


@given(kinds_and_values)
async def test_a_correction_is_kept_with_its_history(
    ann: Doctor, patient: str, measured: tuple[Kind, Value]
) -> None:
    """For all values: what stands, and what stood before, with who wrote it, when and why."""
    kind, value = measured
    made = await taken(ann, patient)
    body = sent(value=value, vital_type=kind, version=1, reason="wrong cable")
    done = await ann.ask("PUT", f"/vitals/{made['vital_id']}", **body)
    answer = await told(done)
    assert (done.status, done.headers["ETag"]) == (200, '"2"')
    changed = {"vital_type": kind, "value": kept(value), "version": 2}
    changed["surprising"] = surprising(kind, kept(value))
    assert answer == made | changed | {"updated_at": answer["updated_at"]}
    history = await told(await ann.ask("GET", f"/vitals/{made['vital_id']}/history"))
    first, now = history["items"]
    assert history["vital_id"] == made["vital_id"]
    assert (first["value"], first["version"], first["change"]) == (80, 1, "corrected")
    assert (first["written_by"], first["superseded_by"], first["reason"]) == (
        ann.id,
        ann.id,
        "wrong cable",
    )
    assert (first["written_at"], first["superseded_at"]) == (
        made["created_at"],
        answer["updated_at"],
    )
    assert (now["value"], now["version"], now["superseded_by"]) == (kept(value), 2, None)


async def test_history_names_each_author(ann: Doctor, patient: str, register: Register) -> None:
    """Who took the reading, who corrected it and who struck it out stand beside their versions."""
    bob = await register()
    place = f"/vitals/{(await taken(ann, patient))['vital_id']}"
    await bob.ask("PUT", place, json={"value": 81, "version": 1, "reason": "recounted"})
    struck = await ann.ask("DELETE", place, params={"version": 2, "reason": "wrong patient"})
    items = (await (await bob.ask("GET", f"{place}/history")).json())["items"]
    names = ("version", "value", "written_by", "superseded_by", "change", "reason", "struck")
    assert (struck.status, await struck.text()) == (204, "")
    assert [[one[name] for name in names] for one in items] == [
        [1, 80, ann.id, bob.id, "corrected", "recounted", False],
        [2, 81, bob.id, ann.id, "struck", "wrong patient", False],
        [3, 81, ann.id, None, None, None, True],
    ]


async def test_what_was_struck_out_is_gone_but_for_its_history(ann: Doctor, patient: str) -> None:
    """It is not found, listed, corrected or struck out again."""
    place = f"/vitals/{(await taken(ann, patient))['vital_id']}"
    await ann.ask("DELETE", place, params={"version": 1})
    params = {"from": NOON.isoformat(), "to": NOON.isoformat()}
    listed = await told(await ann.ask("GET", f"/patients/{patient}/vitals", params=params))
    asked = [
        await ann.ask("GET", place),
        await ann.ask("PUT", place, json={"value": 81, "version": 2}),
        await ann.ask("DELETE", place, params={"version": 2}),
        await ann.ask("GET", f"{place}/history"),
    ]
    assert (listed["items"], [one.status for one in asked]) == ([], [404, 404, 404, 200])


async def test_a_stale_change_is_told_the_current_version(ann: Doctor, patient: str) -> None:
    """409 names both versions; the change that was seen stays."""
    place = f"/vitals/{(await taken(ann, patient))['vital_id']}"
    await ann.ask("PUT", place, json={"value": 81, "version": 1})
    stale = [
        await ann.ask("PUT", place, json={"value": 82, "version": 1}),
        await ann.ask("DELETE", place, params={"version": 1}),
        await ann.ask("PUT", place, json={"value": 82, "version": 3}),
    ]
    answers = [await one.json() for one in stale]
    assert [
        (one.status, a["current"], a["seen"]) for one, a in zip(stale, answers, strict=True)
    ] == [
        (409, 2, 1),
        (409, 2, 1),
        (409, 2, 3),
    ]
    assert (await told(await ann.ask("GET", place)))["value"] == 81


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(
    ("tag", "version", "status"),
    [
        ('"1"', None, 200),
        ('"2"', None, 412),
        ('"2"', 1, 200),
        ('"1"', 2, 409),
        (None, None, 422),
        ('W/"1"', None, 422),
    ],
)
async def test_if_match_counts_where_no_version_is_sent(
    ann: Doctor, patient: str, method: str, tag: str | None, version: int | None, status: int
) -> None:
    """The ETag of any answer may be sent back; the version counts before it."""
    place = f"/vitals/{(await taken(ann, patient))['vital_id']}"
    said = {"version": version} if version else {}
    body = {"json": {"value": 81, **said}} if method == "PUT" else {"params": said}
    headers = {"If-Match": tag} if tag else {}
    done = await ann.ask(method, place, headers=headers, **body)
    assert done.status == (204 if (method, status) == ("DELETE", 200) else status)


@given(kinds_and_values)
async def test_a_correction_must_fit_the_kind_that_stands(
    ann: Doctor, patient: str, measured: tuple[Kind, Value]
) -> None:
    """A value that the reading's kind cannot have is refused, and changes nothing."""
    _, value = measured
    place = f"/vitals/{(await taken(ann, patient))['vital_id']}"
    done = await ann.ask("PUT", place, **sent(value=value, version=1))
    fits = refusal(Kind.HR, value) is None
    assert done.status == (200 if fits else 422)
    assert (await told(await ann.ask("GET", place)))["version"] == (2 if fits else 1)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"value": 401}, "/value"),
        ({"value": 301, "vital_type": "HR"}, "/value"),
        ({"value": "A", "vital_type": "HR"}, "/value"),
        ({"value": 1, "vital_type": "ACVPU"}, "/value"),
        ({"value": None}, "/value"),
        ({"vital_type": "pulse"}, "/vital_type"),
        ({"version": 0}, "/version"),
        ({"version": "1"}, "/version"),
        ({"reason": ""}, "/reason"),
        ({"reason": "a" * 201}, "/reason"),
        ({"reason": "a\nb"}, "/reason"),
        ({"recorded_at": NOON}, ""),
        ({"patient_id": "P"}, ""),
    ],
    ids=str,
)
async def test_a_correction_that_breaks_a_rule_changes_nothing(
    ann: Doctor, patient: str, wrong: dict[str, Any], pointer: str
) -> None:
    """When and of whom it was measured cannot be corrected: that is a strike-out and a new one."""
    place = f"/vitals/{(await taken(ann, patient))['vital_id']}"
    refused = await ann.ask("PUT", place, **sent(**{"value": 81, "version": 1, **wrong}))
    assert (refused.status, await flaws(refused)) == (422, [pointer])
    assert (await told(await ann.ask("GET", place)))["version"] == 1


@pytest.mark.parametrize(
    "query", ["version=0", "version=x", "version=1&reason=", "version=1&why=x"]
)
async def test_a_strike_out_takes_what_it_knows(ann: Doctor, patient: str, query: str) -> None:
    """A version, and a reason of one line; the reading stays otherwise."""
    place = f"/vitals/{(await taken(ann, patient))['vital_id']}"
    refused = await ann.ask("DELETE", f"{place}?{query}")
    assert (refused.status, (await ann.ask("GET", place)).status) == (422, 200)


@pytest.mark.parametrize("place", [NOBODY, "/vitals/1", "/vitals/x%20y", f"/vitals/{'0' * 36}"])
async def test_a_reading_that_never_was_is_not_found(ann: Doctor, place: str) -> None:
    """An id that no reading has, or can have, is 404, whatever is wanted with it."""
    asked = [
        await ann.ask("GET", place),
        await ann.ask("GET", f"{place}/history"),
        await ann.ask("PUT", place, json={"value": 81, "version": 1}),
        await ann.ask("DELETE", place, params={"version": 1}),
    ]
    assert [one.status for one in asked] == [404] * 4
    assert {(await one.json())["detail"] for one in asked} == {"there is no such vital"}
