"""Pages of readings written in one statement: each caller has their own, and only theirs."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from aiohttp import ClientSession

from tests.conftest import Doctor, registered_at, serving
from tests.web.test_together import admitted

KINDS = ("HR", "RR")
SECONDS = 12


@pytest.fixture(params=["together", "pipelined"], scope="module")
async def reader(
    request: pytest.FixtureRequest,
    dsn: str,
    tmp_path_factory: pytest.TempPathFactory,
    client: ClientSession,
) -> AsyncIterator[Doctor]:
    """A doctor at a service that has seen their token, in each way of grouping."""
    given = {"VITALWEB_THROTTLE": "off", "VITALWEB_GROUPS": str(request.param)}
    async with serving(dsn, tmp_path_factory.mktemp("keys"), given) as base:
        yield await registered_at(base, client)


async def charted(doctor: Doctor, value: int) -> str:
    """A new patient with a reading a second, of two kinds by turns, all of one value."""
    patient_id = await admitted(doctor)
    readings = [
        {
            "patient_id": patient_id,
            "recorded_at": f"2026-01-01T12:00:{second:02}Z",
            "vital_type": KINDS[second % 2],
            "value": value,
        }
        for second in range(SECONDS)
    ]
    made = [await doctor.ask("POST", "/vitals", json=one) for one in readings]
    assert {one.status for one in made} == {201}
    return patient_id


def page(patient_id: str, **more: Any) -> str:
    """The address of a page."""
    asked = {"from": "2026-01-01T12:00:00Z", "to": "2026-01-01T12:01:00Z", **more}
    return f"/patients/{patient_id}/vitals?" + "&".join(f"{k}={v}" for k, v in asked.items())


async def test_each_is_told_what_was_asked_for(reader: Doctor) -> None:
    """Patients, kinds, limits and places in the list are not confused, however many ask at once."""
    patients = [await charted(reader, 60 + number) for number in range(4)]
    asked = [
        (number, limit, kind)
        for number in range(len(patients))
        for limit in (1, 5, SECONDS, 100)
        for kind in (None, *KINDS)
    ]
    kinds = [{"vital_type": kind} if kind else {} for _, _, kind in asked]
    answers = await asyncio.gather(
        *(
            reader.ask("GET", page(patients[number], limit=limit, **kind))
            for (number, limit, _), kind in zip(asked, kinds, strict=True)
        )
    )
    for (number, limit, kind), answer in zip(asked, answers, strict=True):
        told = await answer.json()
        there = SECONDS // 2 if kind else SECONDS
        assert (told["patient_id"], told["vital_type"]) == (patients[number], kind)
        assert {one["value"] for one in told["items"]} == {60 + number}
        assert {one["vital_type"] for one in told["items"]} <= {kind} if kind else set(KINDS)
        assert len(told["items"]) == min(limit, there)
        assert (told["next_cursor"] is None) == (limit >= there)


async def test_cursors_lead_through_all_of_it_in_a_crowd(reader: Doctor) -> None:
    """Everybody walks through the same readings, each at their own pace."""
    patient_id = await charted(reader, 70)

    async def walked(limit: int) -> list[str]:
        seen: list[str] = []
        more: dict[str, str] = {}
        while True:
            told = await (await reader.ask("GET", page(patient_id, limit=limit, **more))).json()
            seen += [one["recorded_at"] for one in told["items"]]
            if told["next_cursor"] is None:
                return seen
            more = {"cursor": told["next_cursor"]}

    found = await asyncio.gather(*(walked(limit) for limit in range(1, 9)))
    assert found == [[f"2026-01-01T12:00:{second:02}Z" for second in range(SECONDS)]] * 8


async def test_an_unknown_patient_is_nobody_elses_page(reader: Doctor) -> None:
    """404 for that caller alone; a patient without readings in the range has an empty page."""
    known, bare = await charted(reader, 60), await admitted(reader)
    asked = [known] * 10 + ["nobody", bare] + [known] * 10
    answers = await asyncio.gather(*(reader.ask("GET", page(one)) for one in asked))
    found = [len((await one.json()).get("items", [])) for one in answers]
    assert [one.status for one in answers] == [200] * 10 + [404, 200] + [200] * 10
    assert found == [SECONDS] * 10 + [0, 0] + [SECONDS] * 10


async def test_a_session_that_ended_elsewhere_reads_nothing(
    reader: Doctor, client: ClientSession, other: psycopg.Connection
) -> None:
    """In the midst of those whose sessions go on; an assessment is refused to it as well."""
    patient_id = await charted(reader, 60)
    guest = await registered_at(reader.base, client)
    records = [{"recorded_at": "2026-01-01T12:00:00Z", "vitals": {"HR": 60}}]
    question = {"patient_id": patient_id, "records": records}
    before = [
        await guest.ask("GET", page(patient_id)),
        await guest.ask("POST", "/inference/vital-risk", json=question),
    ]
    query = "UPDATE sessions SET ended_at = updated_at, version = version + 1 WHERE account_id = %s"
    other.execute(query, [guest.id])
    after = await asyncio.gather(
        reader.ask("GET", page(patient_id)),
        guest.ask("GET", page(patient_id)),
        guest.ask("POST", "/inference/vital-risk", json=question),
        reader.ask("GET", page(patient_id)),
    )
    assert [one.status for one in before] == [200, 200]
    assert [one.status for one in after] == [200, 401, 401, 200]


async def test_each_look_is_a_row_of_the_trail(reader: Doctor, other: psycopg.Connection) -> None:
    """Under its own request id, with the patient who was looked at."""
    patient_id = await charted(reader, 60)
    names = [uuid4().hex for _ in range(6)]
    await asyncio.gather(
        *(reader.ask("GET", page(patient_id), headers={"X-Request-ID": one}) for one in names)
    )
    query = """
        SELECT request_id, account_id, role, action, patient_id, outcome
        FROM audit WHERE request_id = ANY(%s)
    """
    found: list[Any] = []
    while len(found) < len(names):
        await asyncio.sleep(0.1)  # looks are written within a second
        found = other.execute(query, [names]).fetchall()
    row = (reader.id, "doctor", "vitals_page", patient_id, 200)
    assert sorted(found) == sorted((one, *row) for one in names)
