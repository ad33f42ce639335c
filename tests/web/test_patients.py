"""Patients over the wire: exactly what was sent, once, revised only by who looked."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from attrs import asdict
from hypothesis import given
from psycopg import Connection

from tests.conftest import Doctor
from tests.strategies import patients
from vitalcore.patient import NewPatient

FACTS = {"name": "Pat Doe", "gender": "F", "birth_date": "1970-01-01"}
CHANGED = {"name": "Pat Roe", "gender": "M", "birth_date": "1971-12-31"}
BORN_LATER = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()


@pytest.fixture
def patient_id() -> str:
    """An id that nobody has."""
    return f"p-{uuid4().hex[:12]}"


@given(patients.filter(lambda new: new.birth_date <= datetime.now(UTC).date()))
async def test_a_patient_comes_back_as_it_was_sent(
    ann: Doctor, other: Connection, new: NewPatient
) -> None:
    """For all names in any script; the answer, a later look and the record itself agree."""
    patient_id = uuid4().hex[:20]
    facts = {**asdict(new), "patient_id": patient_id, "birth_date": new.birth_date.isoformat()}
    made = await ann.ask("POST", "/patients", json=facts)
    found = await ann.ask("GET", f"/patients/{patient_id}")
    answer = await made.json()
    assert (made.status, found.status, await found.json()) == (201, 200, answer)
    assert {name: answer[name] for name in facts} == facts
    query = "SELECT name, gender, birth_date, created_by FROM patients WHERE patient_id = %s"
    kept = other.execute(query, [patient_id]).fetchall()
    assert kept == [(new.name, new.gender, new.birth_date, ann.id)]


async def test_a_new_patient_has_a_version_and_times(ann: Doctor, patient_id: str) -> None:
    """The first version is 1, and says so as an ETag; both times are now, in UTC."""
    made = await ann.ask("POST", "/patients", json={"patient_id": patient_id, **FACTS})
    answer = await made.json()
    names = {"patient_id", *FACTS, "version", "created_at", "updated_at"}
    assert (set(answer), answer["version"], made.headers["ETag"]) == (names, 1, '"1"')
    assert answer["created_at"] == answer["updated_at"]
    assert answer["created_at"].endswith("Z")


async def test_an_id_is_taken_once(ann: Doctor, patient: str) -> None:
    """The second patient of an id is a conflict, and the first stays."""
    again = await ann.ask("POST", "/patients", json={"patient_id": patient, **CHANGED})
    found = await (await ann.ask("GET", f"/patients/{patient}")).json()
    assert (again.status, (await again.json())["title"]) == (409, "Exists already")
    assert (found["name"], found["version"]) == (FACTS["name"], 1)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"patient_id": ""}, "/patient_id"),
        ({"patient_id": "-a"}, "/patient_id"),
        ({"patient_id": "a" * 21}, "/patient_id"),
        ({"patient_id": "P\u0661"}, "/patient_id"),
        ({"patient_id": 7}, "/patient_id"),
        ({"name": ""}, "/name"),
        ({"name": " Pat"}, "/name"),
        ({"name": "Pat\nDoe"}, "/name"),
        ({"name": "a" * 101}, "/name"),
        ({"name": None}, "/name"),
        ({"gender": "f"}, "/gender"),
        ({"gender": "X"}, "/gender"),
        ({"birth_date": "1899-12-31"}, "/birth_date"),
        ({"birth_date": "1971-02-29"}, "/birth_date"),
        ({"birth_date": "1970-01-01T00:00:00Z"}, "/birth_date"),
        ({"birth_date": "19700101"}, "/birth_date"),
        ({"birth_date": 0}, "/birth_date"),
        ({"birth_date": BORN_LATER}, "/birth_date"),
        ({"version": 1}, ""),
        ({"nickname": "P"}, ""),
    ],
    ids=str,
)
async def test_what_breaks_a_rule_is_refused_where_it_stands(
    ann: Doctor, patient_id: str, wrong: dict[str, Any], pointer: str
) -> None:
    """A pointer to the field and its rule, never the value; nothing is stored."""
    sent = {"patient_id": patient_id, **FACTS, **wrong}
    refused = await ann.ask("POST", "/patients", json=sent)
    told = await refused.json()
    assert (refused.status, [one["pointer"] for one in told["errors"]]) == (422, [pointer])
    assert refused.content_type == "application/problem+json"
    assert (await ann.ask("GET", f"/patients/{patient_id}")).status == 404


@pytest.mark.parametrize("name", ["patient_id", *FACTS])
async def test_every_field_is_required(ann: Doctor, patient_id: str, name: str) -> None:
    """What is left out is named."""
    sent = {key: value for key, value in {"patient_id": patient_id, **FACTS}.items() if key != name}
    refused = await ann.ask("POST", "/patients", json=sent)
    told = (await refused.json())["errors"]
    assert (refused.status, told) == (422, [{"pointer": f"/{name}", "detail": "is required"}])


async def test_several_mistakes_are_told_at_once(ann: Doctor) -> None:
    """Each with its own pointer."""
    sent = {"patient_id": "-", "name": "", "gender": "?", "birth_date": "now"}
    told = (await (await ann.ask("POST", "/patients", json=sent)).json())["errors"]
    assert {one["pointer"] for one in told} == {f"/{name}" for name in sent}


async def test_a_revision_swaps_in_what_was_sent(
    ann: Doctor, patient: str, other: Connection
) -> None:
    """The version goes up by one, and the former one is kept with who replaced it."""
    done = await ann.ask("PUT", f"/patients/{patient}", json={**CHANGED, "version": 1})
    answer = await done.json()
    assert (done.status, done.headers["ETag"]) == (200, '"2"')
    assert {name: answer[name] for name in CHANGED} == CHANGED
    kept = other.execute(
        "SELECT name, version, written_by, superseded_by"
        " FROM patient_history WHERE patient_id = %s",
        [patient],
    ).fetchall()
    assert kept == [(FACTS["name"], 1, ann.id, ann.id)]


async def test_a_stale_revision_is_told_the_current_version(ann: Doctor, patient: str) -> None:
    """409 names both versions; the change that was seen stays."""
    first = await ann.ask("PUT", f"/patients/{patient}", json={**CHANGED, "version": 1})
    stale = await ann.ask("PUT", f"/patients/{patient}", json={**FACTS, "version": 1})
    told = await stale.json()
    assert (first.status, stale.status, told["current"], told["seen"]) == (200, 409, 2, 1)
    assert (await (await ann.ask("GET", f"/patients/{patient}")).json())["name"] == CHANGED["name"]


@pytest.mark.parametrize(
    ("tag", "body", "status"),
    [
        ('"1"', {}, 200),
        ('"2"', {}, 412),
        ('"2"', {"version": 1}, 200),
        ('"1"', {"version": 2}, 409),
        (None, {}, 422),
        ("1", {}, 422),
        ('W/"1"', {}, 422),
        ("*", {}, 422),
        ('"1", "2"', {}, 422),
    ],
)
async def test_if_match_counts_where_no_version_is_sent(
    ann: Doctor, patient: str, tag: str | None, body: dict[str, int], status: int
) -> None:
    """A stale one is 412, one that names no version 422; a version in the body counts before it."""
    headers = {"If-Match": tag} if tag else {}
    done = await ann.ask("PUT", f"/patients/{patient}", json={**CHANGED, **body}, headers=headers)
    assert (done.status, (await done.json()).get("current", 1)) == (status, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 0},
        {"version": 2**31},
        {"version": 1.5},
        {"version": "1"},
        {"version": True},
        {"patient_id": "P"},
        {"birth_date": BORN_LATER},
        {"name": ""},
    ],
    ids=str,
)
async def test_a_revision_that_breaks_a_rule_changes_nothing(
    ann: Doctor, patient: str, wrong: dict[str, Any]
) -> None:
    """No version is converted, and the id is the path's."""
    sent = {**CHANGED, "version": 1, **wrong}
    refused = await ann.ask("PUT", f"/patients/{patient}", json=sent)
    found = await (await ann.ask("GET", f"/patients/{patient}")).json()
    assert (refused.status, found["version"], found["name"]) == (422, 1, FACTS["name"])


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("missing", ["nobody", "-", "a" * 21, "%20", "P%D9%A1"])
async def test_nobody_is_not_found(ann: Doctor, method: str, missing: str) -> None:
    """An id that no patient has, or can have, is 404."""
    sent = {"json": {**CHANGED, "version": 1}} if method == "PUT" else {}
    found = await ann.ask(method, f"/patients/{missing}", **sent)
    assert (found.status, (await found.json())["detail"]) == (404, "there is no such patient")


@pytest.mark.parametrize("limit", [1, 7, 1000])
async def test_the_pages_of_the_list_are_the_whole(
    ann: Doctor, patient: str, other: Connection, limit: int
) -> None:
    """Page by page every patient appears once, in the order of ids; the last page has no cursor."""
    for _ in range(8):
        sent = {"patient_id": f"zz-{uuid4().hex[:12]}", **FACTS}
        await ann.ask("POST", "/patients", json=sent)
    query = "SELECT patient_id FROM patients WHERE patient_id > %s ORDER BY patient_id"
    whole = [row[0] for row in other.execute(query, [patient])]
    listed: list[str] = []
    cursor: str | None = patient
    while cursor:
        params = {"limit": limit, "cursor": cursor}
        answer = await (await ann.ask("GET", "/patients", params=params)).json()
        listed += [one["patient_id"] for one in answer["items"]]
        cursor = answer["next_cursor"]
    assert len(listed) >= 8
    assert listed == whole


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "limit=1.0", "limit=", "limit=%D9%A1", "cursor=-", "page=2"]
)
async def test_a_list_takes_what_it_knows(ann: Doctor, query: str) -> None:
    """Limits from 1 to 1000, a cursor of an earlier answer, and nothing twice."""
    twice = f"{query}&{query}"
    found = [(await ann.ask("GET", f"/patients?{one}")).status for one in (query, twice)]
    assert found == [422, 422]
