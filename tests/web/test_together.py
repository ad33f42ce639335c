"""Writes that are committed together: each has its own answer, its own check, its own trail."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from aiohttp import ClientResponse, ClientSession

from tests.conftest import Doctor, registered_at, serving

NOON = "2026-01-01T12:00:00Z"
CROWD = 64


@pytest.fixture(params=["together", "pipelined"], scope="module")
async def crowd(
    request: pytest.FixtureRequest,
    dsn: str,
    tmp_path_factory: pytest.TempPathFactory,
    client: ClientSession,
) -> AsyncIterator[Doctor]:
    """A doctor at a service that has seen their token, in each way of grouping."""
    given = {"VITALWEB_THROTTLE": "off", "VITALWEB_GROUPS": str(request.param)}
    async with serving(dsn, tmp_path_factory.mktemp("keys"), given) as base:
        yield await registered_at(base, client)


async def admitted(doctor: Doctor) -> str:
    """A new patient, by somebody whose token is known from now on."""
    patient_id = f"p-{uuid4().hex[:12]}"
    facts = {"patient_id": patient_id, "name": "Pat", "gender": "F", "birth_date": "1970-01-01"}
    made = await doctor.ask("POST", "/patients", json=facts)
    assert made.status == 201
    return patient_id


def reading(patient_id: str, value: float = 80) -> dict[str, Any]:
    """A heart rate as it is sent."""
    return {"patient_id": patient_id, "recorded_at": NOON, "vital_type": "HR", "value": value}


async def posted(doctor: Doctor, readings: Sequence[dict[str, Any]]) -> list[ClientResponse]:
    """The answers to readings that are sent at once."""
    return await asyncio.gather(*(doctor.ask("POST", "/vitals", json=one) for one in readings))


async def test_each_of_a_crowd_is_answered_and_kept(
    crowd: Doctor, other: psycopg.Connection
) -> None:
    """What was acknowledged is there for everybody, with the values that were sent."""
    patient_id = await admitted(crowd)
    sent = [reading(patient_id, 40 + one / 8) for one in range(CROWD)]
    answers = await posted(crowd, sent)
    told = {(await one.json())["vital_id"]: (await one.json())["value"] for one in answers}
    query = "SELECT vital_id::text, value FROM vitals WHERE patient_id = %s"
    kept = {place: float(value) for place, value in other.execute(query, [patient_id])}
    assert {one.status for one in answers} == {201}
    assert (told, sorted(told.values())) == (kept, sorted(one["value"] for one in sent))


async def test_an_unknown_patient_is_nobody_elses_business(crowd: Doctor) -> None:
    """404 for that caller alone."""
    patient_id = await admitted(crowd)
    sent = [reading(patient_id) for _ in range(CROWD)]
    sent[17] = reading("nobody")
    answers = await posted(crowd, sent)
    assert [one.status for one in answers] == [201] * 17 + [404] + [201] * (CROWD - 18)


async def test_a_poisoned_reading_fails_alone(crowd: Doctor, other: psycopg.Connection) -> None:
    """What the database will not have is refused to its sender; the others are written."""
    patient_id = await admitted(crowd)
    poison = "ALTER TABLE vitals ADD CONSTRAINT poison CHECK (value <> 111.111) NOT VALID"
    sent = [reading(patient_id) for _ in range(CROWD)]
    sent[5] = reading(patient_id, 111.111)
    other.execute(poison)
    try:
        answers = await posted(crowd, sent)
    finally:
        other.execute("ALTER TABLE vitals DROP CONSTRAINT poison")
    count = "SELECT count(*) FROM vitals WHERE patient_id = %s"
    assert [one.status for one in answers] == [201] * 5 + [500] + [201] * (CROWD - 6)
    assert other.execute(count, [patient_id]).fetchone() == (CROWD - 1,)


async def test_of_many_corrections_of_a_version_one_wins(
    crowd: Doctor, other: psycopg.Connection
) -> None:
    """Whether they come in one group or in several; the others learn which version is current."""
    patient_id = await admitted(crowd)
    (made,) = await posted(crowd, [reading(patient_id)])
    place = (await made.json())["vital_id"]
    answers = await asyncio.gather(
        *(
            crowd.ask("PUT", f"/vitals/{place}", json={"value": 50 + one, "version": 1})
            for one in range(16)
        )
    )
    told = sorted(one.status for one in answers)
    lost = [await one.json() for one in answers if one.status == 409]
    history = "SELECT count(*) FROM vital_history WHERE vital_id = %s"
    assert told == [200] + [409] * 15
    assert {(one["current"], one["seen"]) for one in lost} == {(2, 1)}
    assert other.execute(history, [place]).fetchone() == (1,)


async def test_of_many_revisions_of_a_version_one_wins(
    crowd: Doctor, other: psycopg.Connection
) -> None:
    """The former version is kept once."""
    patient_id = await admitted(crowd)
    facts = {"name": "Pat Roe", "gender": "F", "birth_date": "1970-01-01", "version": 1}
    answers = await asyncio.gather(
        *(crowd.ask("PUT", f"/patients/{patient_id}", json=facts) for _ in range(16))
    )
    history = "SELECT name, version FROM patient_history WHERE patient_id = %s"
    assert sorted(one.status for one in answers) == [200] + [409] * 15
    assert other.execute(history, [patient_id]).fetchall() == [("Pat", 1)]


async def test_who_holds_a_reading_holds_nobody_else_up(crowd: Doctor, dsn: str) -> None:
    """A reading that another transaction is writing waits alone, and is decided after it."""
    patient_id = await admitted(crowd)
    made = await posted(crowd, [reading(patient_id) for _ in range(8)])
    places = [(await one.json())["vital_id"] for one in made]
    with psycopg.connect(dsn) as holder:
        holder.execute("SELECT 1 FROM vitals WHERE vital_id = %s FOR UPDATE", [places[0]])
        asking = [
            asyncio.create_task(
                crowd.ask("PUT", f"/vitals/{place}", json={"value": 60, "version": 1})
            )
            for place in places
        ]
        free = await asyncio.gather(*asking[1:])
        waits = not asking[0].done()
    held = await asking[0]
    assert ([one.status for one in free], waits, held.status) == ([200] * 7, True, 200)


async def test_a_session_that_ended_elsewhere_writes_nothing(
    crowd: Doctor, client: ClientSession, other: psycopg.Connection
) -> None:
    """Its token was believed a moment ago; from the end on it is 401, whatever is asked."""
    patient_id = await admitted(crowd)
    guest = await registered_at(crowd.base, client)
    before = await posted(guest, [reading(patient_id)] * 2)
    place = f"/vitals/{(await before[0].json())['vital_id']}"
    query = "UPDATE sessions SET ended_at = updated_at, version = version + 1 WHERE account_id = %s"
    other.execute(query, [guest.id])
    after = [
        *await posted(guest, [reading(patient_id)] * 3),
        await guest.ask("PUT", place, json={"value": 60, "version": 1}),
        await guest.ask("GET", place),
    ]
    count = "SELECT count(*), max(version) FROM vitals WHERE patient_id = %s"
    assert [one.status for one in before] == [201] * 2
    assert [one.status for one in after] == [401] * 5
    assert other.execute(count, [patient_id]).fetchone() == (2, 1)


def noted(other: psycopg.Connection, request_id: str) -> list[tuple[Any, ...]]:
    """What the trail says of a request, without its times and the ids in it."""
    query = """
        SELECT account_id, role, action, patient_id, subject IS NOT NULL, old_version, new_version,
               address, outcome, at <= created_at, created_at = updated_at
        FROM audit WHERE request_id = %s
    """
    return other.execute(query, [request_id]).fetchall()


async def changes(doctor: Doctor, *, alone: bool) -> list[tuple[str, ClientResponse]]:
    """A reading, its correction and its patient's revision, each with its request id."""
    patient_id, asked = await admitted(doctor), []

    async def send(method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        request_id = uuid4().hex
        key = {"Idempotency-Key": request_id} if alone else {}
        headers = {"X-Request-ID": request_id, **key}
        asked.append((request_id, await doctor.ask(method, path, json=body, headers=headers)))
        found: dict[str, Any] = await asked[-1][1].json()
        return found

    made = await send("POST", "/vitals", reading(patient_id, 70.5))
    why = {"reason_code": "wrong-value", "reason": "a slip"}
    await send("PUT", f"/vitals/{made['vital_id']}", {"value": 71, "version": 1, **why})
    facts = {"name": "Pat Roe", "gender": "F", "birth_date": "1970-01-01", "version": 1}
    await send("PUT", f"/patients/{patient_id}", facts)
    return asked


OWN = {"vital_id", "patient_id", "created_at", "updated_at"}


async def test_together_and_alone_are_told_and_noted_alike(
    crowd: Doctor, other: psycopg.Connection
) -> None:
    """A write under an Idempotency-Key goes alone: the same fields in order, the same trail."""
    told, trail = [], []
    for alone in (False, True):
        asked = await changes(crowd, alone=alone)
        bodies = [await one.json() for _, one in asked]
        shown = [[(name, name in OWN or one[name]) for name in one] for one in bodies]
        told.append([(one.status, one.headers["ETag"]) for _, one in asked] + shown)
        patient_id = bodies[0]["patient_id"]
        rows = [noted(other, request_id) for request_id, _ in asked]
        trail.append([(*row[:3], row[3] == patient_id, *row[4:]) for one in rows for row in one])
    assert told[0] == told[1]
    assert (trail[0], len(trail[0])) == (trail[1], 3)


async def test_history_says_who_corrected_and_why(crowd: Doctor) -> None:
    """As it does for a correction that goes alone."""
    asked = await changes(crowd, alone=False)
    place = (await asked[0][1].json())["vital_id"]
    history = await (await crowd.ask("GET", f"/vitals/{place}/history")).json()
    names = ("version", "superseded_by", "change", "reason_code", "reason")
    first = [history["items"][0][name] for name in names]
    assert first == [1, crowd.id, "corrected", "wrong-value", "a slip"]


async def test_a_crowd_is_written_in_few_transactions(
    ann: Doctor, patient: str, other: psycopg.Connection
) -> None:
    """Rows of one transaction have the same xmin: a known token's writes join a group."""
    answers = await posted(ann, [reading(patient) for _ in range(CROWD)])
    query = "SELECT count(*), count(DISTINCT xmin::text) FROM vitals WHERE patient_id = %s"
    rows, transactions = other.execute(query, [patient]).fetchone() or (0, 0)
    assert ({one.status for one in answers}, rows) == ({201}, CROWD)
    assert transactions < CROWD / 2
