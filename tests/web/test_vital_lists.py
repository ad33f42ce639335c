"""A patient's readings from one moment to another: both ends, in order, page by page."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Doctor
from tests.strategies import kinds_and_values, moments
from tests.web.exact import NOON, flaws, taken, told
from vitalcore.kinds import Kind

TICK = timedelta(microseconds=1)


@given(st.lists(moments, max_size=6), moments, moments, st.integers(1, 4))
async def test_pages_are_the_whole_range(
    ann: Doctor, times: list[datetime], one: datetime, two: datetime, size: int
) -> None:
    """Page by page every reading of the range appears once, oldest first, both ends included."""
    times = [at for at in times if at <= datetime.now(UTC)]
    patient = uuid4().hex[:20]
    born = {"patient_id": patient, "name": "Pat", "gender": "F", "birth_date": "1970-01-01"}
    await ann.ask("POST", "/patients", json=born)
    made = [await taken(ann, patient, recorded_at=at) for at in times]
    since, until = min([one, two, *times]), max([one, two, *times])
    params: dict[str, Any] = {"from": since.isoformat(), "to": until.isoformat(), "limit": size}
    listed = []
    while True:
        answer = await told(await ann.ask("GET", f"/patients/{patient}/vitals", params=params))
        listed += answer["items"]
        assert len(listed) <= len(made)
        if answer["next_cursor"] is None:
            break
        params["cursor"] = answer["next_cursor"]
    assert list(map(_place, listed)) == sorted(map(_place, made))
    assert (answer["patient_id"], answer["vital_type"]) == (patient, None)


@given(st.lists(st.tuples(moments, kinds_and_values), min_size=1, max_size=6), st.integers(1, 7))
async def test_a_list_is_written_as_the_codec_writes_it(
    ann: Doctor, sent: list[tuple[datetime, tuple[Kind, Any]]], size: int
) -> None:
    """As it stands PostgreSQL writes a list, as it was known the service: the same bytes."""
    patient = uuid4().hex[:20]
    born = {"patient_id": patient, "name": "Pat", "gender": "F", "birth_date": "1970-01-01"}
    await ann.ask("POST", "/patients", json=born)
    for at, (kind, value) in sent:
        if at <= datetime.now(UTC):
            await taken(ann, patient, recorded_at=at, vital_type=kind, value=value)
    place, ends = f"/patients/{patient}/vitals", {"from": "1900-01-01T00:00:00Z", "limit": size}
    for more in ({}, {"vital_type": sent[0][1][0]}):
        params = {**ends, "to": datetime.now(UTC).isoformat(), **more}
        plain = await ann.ask("GET", place, params=params)
        known = await ann.ask("GET", place, params={**params, "as_of": params["to"]})
        assert (plain.status, await plain.text()) == (200, await known.text())


async def test_both_ends_of_the_range_belong_to_it(ann: Doctor, patient: str) -> None:
    """A reading at from and one at to are listed; a microsecond beyond either end is not."""
    for lapse in (-TICK, 0 * TICK, TICK, 2 * TICK):
        await taken(ann, patient, recorded_at=NOON + lapse)
    params = {"from": NOON.isoformat(), "to": (NOON + TICK).isoformat()}
    answer = await told(await ann.ask("GET", f"/patients/{patient}/vitals", params=params))
    assert [one["recorded_at"] for one in answer["items"]] == [
        "2026-01-01T12:00:00Z",
        "2026-01-01T12:00:00.000001Z",
    ]
    assert set(answer["items"][0]) == {"vital_id", "vital_type", "recorded_at", "value", "version"}


async def test_a_list_of_one_kind_has_no_other(ann: Doctor, patient: str) -> None:
    """The kind that was asked for is told with the list."""
    for kind, value in {"HR": 80, "SpO2": 97, "ACVPU": "A"}.items():
        await taken(ann, patient, vital_type=kind, value=value)
    params = {"from": NOON.isoformat(), "to": NOON.isoformat(), "vital_type": "ACVPU"}
    answer = await told(await ann.ask("GET", f"/patients/{patient}/vitals", params=params))
    assert [(one["vital_type"], one["value"]) for one in answer["items"]] == [("ACVPU", "A")]
    assert answer["vital_type"] == "ACVPU"


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"from": None}, "/from"),
        ({"to": None}, "/to"),
        ({"from": "2026-01-01T12:00:00"}, "/from"),
        ({"to": "2025-12-31T00:00:00Z"}, "/to"),
        ({"vital_type": "pulse"}, "/vital_type"),
        ({"limit": "0"}, "/limit"),
        ({"limit": "10001"}, "/limit"),
        ({"cursor": "1"}, "/cursor"),
        ({"cursor": f"{'9' * 16}-{'g' * 32}"}, "/cursor"),
        ({"until": "2026-01-01T12:00:00Z"}, ""),
    ],
    ids=str,
)
async def test_a_list_takes_what_it_knows(
    ann: Doctor, patient: str, more: dict[str, str | None], pointer: str
) -> None:
    """A range in order, of times with an offset; kinds, limits and cursors that there are."""
    given = {"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z", **more}
    params = {name: value for name, value in given.items() if value is not None}
    refused = await ann.ask("GET", f"/patients/{patient}/vitals", params=params)
    assert (refused.status, await flaws(refused)) == (422, [pointer])


def _place(item: dict[str, Any]) -> tuple[datetime, str]:
    return datetime.fromisoformat(item["recorded_at"]), item["vital_id"]
