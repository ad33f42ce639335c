"""Readings over the wire: kept and answered to the last digit, or refused where they are wrong."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from psycopg import Connection

from tests.conftest import Doctor
from tests.strategies import vitals
from tests.web.exact import NOON, flaws, sent, taken, told
from vitalcore.kinds import FACTS, Consciousness, Kind
from vitalcore.reading import NewVital, kept, surprising
from vitalweb.store.rows.values import stored


@given(vitals().filter(lambda new: new.recorded_at <= datetime.now(UTC)))
async def test_a_reading_comes_back_as_it_is_kept(
    ann: Doctor, patient: str, other: Connection, new: NewVital
) -> None:
    """For all kinds, values and times: the answer, a later look and the record itself agree."""
    answer = await taken(
        ann, patient, recorded_at=new.recorded_at, vital_type=new.vital_type, value=new.value
    )
    found = await told(await ann.ask("GET", f"/vitals/{answer['vital_id']}"))
    assert found == answer
    assert answer["value"] == kept(new.value)
    assert answer["surprising"] == surprising(new.vital_type, kept(new.value))
    assert datetime.fromisoformat(answer["recorded_at"]) == new.recorded_at
    query = "SELECT value, recorded_at, created_by FROM vitals WHERE vital_id = %s"
    rows = other.execute(query, [answer["vital_id"]]).fetchall()
    assert rows == [(stored(kept(new.value)), new.recorded_at, ann.id)]


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ("36.6", "36.6"),
        ("36.60", "36.6"),
        ("36", "36"),
        ("37.0", "37"),
        ("36.5555", "36.556"),
        ("36.55549999999999999999", "36.555"),
        ("3.66e1", "36.6"),
        ("0.366E+2", "36.6"),
        ("10", "10"),
        ("50.000", "50"),
    ],
)
async def test_a_number_is_answered_to_the_last_digit(
    ann: Doctor, patient: str, written: str, answered: str
) -> None:
    """What is written as 36.6 is 36.6 for ever: no binary fraction comes in between."""
    body = (
        f'{{"patient_id": "{patient}", "recorded_at": "2026-01-01T12:00:00Z",'
        f' "vital_type": "BT", "value": {written}}}'
    )
    headers = {"Content-Type": "application/json"}
    made = await ann.ask("POST", "/vitals", data=body.encode(), headers=headers)
    assert (made.status, f'"value":{answered},' in await made.text()) == (201, True)


async def test_a_new_reading_says_what_it_is(ann: Doctor, patient: str) -> None:
    """Its id, its version as an ETag, and times in UTC however they were sent."""
    facts = {"patient_id": patient, "vital_type": "ACVPU", "value": "C"}
    made = await ann.ask(
        "POST", "/vitals", json={**facts, "recorded_at": "2026-01-01T12:00:00+09:00"}
    )
    answer = await made.json()
    names = {"vital_id", *facts, "recorded_at", "version", "created_at", "updated_at", "surprising"}
    assert (made.status, set(answer), made.headers["ETag"]) == (201, names, '"1"')
    assert {name: answer[name] for name in facts} == facts
    assert answer["recorded_at"] == "2026-01-01T03:00:00Z"


@pytest.mark.parametrize("kind", FACTS)
async def test_each_limit_is_taken_and_nothing_beyond(
    ann: Doctor, patient: str, kind: Kind
) -> None:
    """Both hard limits are possible; beyond them the rule is told and nothing is stored."""
    hard, step = FACTS[kind].hard, Decimal("0.000001")
    statuses = []
    for value in (hard.low - step, hard.low, hard.high, hard.high + step):
        facts = {"patient_id": patient, "recorded_at": NOON, "vital_type": kind, "value": value}
        statuses.append((await ann.ask("POST", "/vitals", **sent(**facts))).status)
    assert statuses == [422, 201, 201, 422]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"value": "80"}, "/value"),
        ({"value": "A"}, "/value"),
        ({"value": True}, "/value"),
        ({"value": None}, "/value"),
        ({"value": [80]}, "/value"),
        ({"value": -1}, "/value"),
        ({"vital_type": "ACVPU"}, "/value"),
        ({"vital_type": "ACVPU", "value": "X"}, "/value"),
        ({"vital_type": "ACVPU", "value": "a"}, "/value"),
        ({"vital_type": "hr"}, "/vital_type"),
        ({"vital_type": "SPO2"}, "/vital_type"),
        ({"vital_type": 1}, "/vital_type"),
        ({"recorded_at": "2026-01-01T12:00:00"}, "/recorded_at"),
        ({"recorded_at": "2026-01-01"}, "/recorded_at"),
        ({"recorded_at": "2026-W01-1T12:00:00Z"}, "/recorded_at"),
        ({"recorded_at": "2026-02-30T12:00:00Z"}, "/recorded_at"),
        ({"recorded_at": 1767268800}, "/recorded_at"),
        ({"recorded_at": "1899-12-31T23:59:59.999999Z"}, "/recorded_at"),
        ({"recorded_at": "2200-01-01T00:00:00Z"}, "/recorded_at"),
        ({"recorded_at": "0001-01-01T00:00:00+14:00"}, "/recorded_at"),
        ({"patient_id": "-"}, "/patient_id"),
        ({"unit": "/min"}, ""),
        ({"version": 1}, ""),
    ],
    ids=str,
)
async def test_what_breaks_a_rule_is_refused_where_it_stands(
    ann: Doctor, patient: str, other: Connection, wrong: dict[str, Any], pointer: str
) -> None:
    """Nothing is converted and nothing is stored."""
    facts = {"patient_id": patient, "recorded_at": NOON, "vital_type": "HR", "value": 80}
    refused = await ann.ask("POST", "/vitals", **sent(**facts | wrong))
    assert (refused.status, await flaws(refused)) == (422, [pointer])
    assert other.execute("SELECT 1 FROM vitals WHERE patient_id = %s", [patient]).fetchall() == []


@pytest.mark.parametrize(("ahead", "status"), [(4, 201), (6, 422)])
async def test_a_monitor_may_run_five_minutes_ahead(
    ann: Doctor, patient: str, ahead: int, status: int
) -> None:
    """More than that is a mistake."""
    at = datetime.now(UTC) + timedelta(minutes=ahead)
    facts = {"patient_id": patient, "recorded_at": at, "vital_type": "HR", "value": 80}
    assert (await ann.ask("POST", "/vitals", **sent(**facts))).status == status


async def test_a_reading_of_nobody_is_not_taken(ann: Doctor) -> None:
    """404 names the patient, for a reading and for a list."""
    facts = {"patient_id": "nobody", "recorded_at": NOON, "vital_type": "HR", "value": 80}
    params = {"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"}
    asked = [
        await ann.ask("POST", "/vitals", **sent(**facts)),
        await ann.ask("GET", "/patients/nobody/vitals", params=params),
    ]
    assert [one.status for one in asked] == [404, 404]
    assert {(await one.json())["detail"] for one in asked} == {"there is no such patient"}


@pytest.mark.parametrize("letter", Consciousness)
async def test_acvpu_is_its_letter_everywhere(ann: Doctor, patient: str, letter: str) -> None:
    """In the answer, in a look, in the list and in the history."""
    made = await taken(ann, patient, vital_type="ACVPU", value=letter)
    place = f"/vitals/{made['vital_id']}"
    params = {"from": NOON.isoformat(), "to": NOON.isoformat()}
    listed = await told(await ann.ask("GET", f"/patients/{patient}/vitals", params=params))
    history = await told(await ann.ask("GET", f"{place}/history"))
    found = await told(await ann.ask("GET", place))
    seen = [made, found, listed["items"][0], history["items"][0]]
    assert [one["value"] for one in seen] == [letter] * 4
