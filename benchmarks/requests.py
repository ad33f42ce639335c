"""The requests whose speed is claimed, each as a row that is sent over and over."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import psycopg
from attrs import frozen

from benchmarks import ward

API = "/api/v1"
NEW = 20_000  # readings that are recorded before the row starts over
CORRECTED = 2048  # readings that are corrected in turn


@frozen
class Request:
    """What is sent: a method, a path and, where it has one, a body of JSON.

    The body of a change has two `%d`: a value of its own, and the version it is made of.
    """

    method: str
    path: str
    body: str = ""
    version: int | None = None

    def sent(self, passed: int) -> str:
        """Give the body when the whole row has been sent *passed* times."""
        if self.version is None:
            return self.body
        version = self.version + passed
        return self.body % (60 + version % 60, version)


@frozen
class Record:
    """The database that is asked, and how many readings were laid into it."""

    dsn: str
    readings: int


type Row = Sequence[Request]


def post_vital(_: Record) -> Row:
    """Record new readings of everybody."""
    everybody = ward.everybody()
    return [
        Request("POST", f"{API}/vitals", _json(_reading(everybody[n % len(everybody)], n)))
        for n in range(NEW)
    ]


def put_vital(record: Record) -> Row:
    """Correct readings from all over the table, always looking at their current version."""
    most = CORRECTED // len(ward.seen(record.readings))
    moments = [ward.at(minute) for minute in range(0, ward.WEEK, ward.WEEK // most)]
    found = _found(
        record,
        "SELECT vital_id, version FROM vitals"
        " WHERE patient_id = ANY(%s) AND recorded_at = ANY(%s) ORDER BY vital_id",
        [list(ward.seen(record.readings)), moments],
    )
    body = '{"value":%d,"version":%d}'
    return _shuffled([Request("PUT", f"{API}/vitals/{one}", body, now) for one, now in found])


def put_patient(record: Record) -> Row:
    """Revise everybody, always looking at their current version."""
    found = _found(record, "SELECT patient_id, version FROM patients ORDER BY patient_id", [])
    body = '{"name":"Pat Doe %d","gender":"F","birth_date":"1970-01-01","version":%d}'
    return _shuffled([Request("PUT", f"{API}/patients/{one}", body, now) for one, now in found])


def get_day(record: Record) -> Row:
    """Read a day of a reading a minute."""
    return _windows(record, ward.DAY)


def get_ten(record: Record) -> Row:
    """Read ten readings."""
    return _windows(record, 10)


def risk_of_one(_: Record) -> Row:
    """Assess one record that is sent along."""
    return [_question(1)]


def risk_of_many(_: Record) -> Row:
    """Assess a hundred records that are sent along."""
    return [_question(100)]


#: What is measured, by the name under which it is shown: what reads goes before what writes.
MEASURED: Mapping[str, Callable[[Record], Row]] = {
    "risk of 1 record": risk_of_one,
    "risk of 100 records": risk_of_many,
    "GET a day (1,440)": get_day,
    "GET 10": get_ten,
    "PUT /patients/{id}": put_patient,
    "PUT /vitals/{id}": put_vital,
    "POST /vitals": post_vital,
}

#: What needs no database, and so is measured beside one size of it only.
STATELESS = ("risk of 1 record", "risk of 100 records")


def _question(records: int) -> Request:
    vitals = {"HR": 130, "SBP": 85, "SpO2": 89}
    some = [
        {"recorded_at": ward.at(minute).isoformat(), "vitals": vitals} for minute in range(records)
    ]
    body = {"patient_id": str(ward.FIRST), "records": some}
    return Request("POST", f"{API}/inference/vital-risk", _json(body))


def _reading(patient_id: str, number: int) -> Mapping[str, Any]:
    return {
        "patient_id": patient_id,
        "recorded_at": (ward.LATER + timedelta(milliseconds=number)).isoformat(),
        "vital_type": "HR",
        "value": 60 + number % 60,
    }


def _windows(record: Record, minutes: int) -> Row:
    return _shuffled(
        [
            Request("GET", f"{API}/patients/{one}/vitals?{_span(day, minutes)}")
            for one in ward.seen(record.readings)
            for day in range(ward.DAYS)
        ]
    )


def _span(day: int, minutes: int) -> str:
    first = day * ward.DAY
    return f"from={_utc(ward.at(first))}&to={_utc(ward.at(first + minutes - 1))}"  # both included


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _found(record: Record, query: str, given: Sequence[Any]) -> Sequence[tuple[Any, int]]:
    with psycopg.connect(record.dsn) as conn:
        return conn.execute(query.encode(), given).fetchall()


def _shuffled(row: list[Request]) -> Row:
    Random(1440).shuffle(row)  # noqa: S311 -- the same order for everybody
    return row


def _json(body: Mapping[str, Any]) -> str:
    return json.dumps(body, separators=(",", ":"))
