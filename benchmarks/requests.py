"""The requests whose speed is claimed, each as an endless or long enough row of them."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from typing import Any

from attrs import frozen

API = "/api/v1"
DAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=2)
MINUTES = 1440  # a reading a minute
PATIENT = "bench-1"
LONGEST = 200_000  # requests of one run; beyond these it starts over


@frozen
class Request:
    """What is sent: a method, a path and, where it has one, a body of JSON."""

    method: str
    path: str
    body: str = ""


type Versions = Mapping[str, int]


def post_vital(_: Versions) -> Iterator[Request]:
    """Record readings of other moments than those that are read."""
    for number in count():
        at = DAY - timedelta(days=30) + timedelta(seconds=number)
        yield Request("POST", f"{API}/vitals", _json(reading(at, 60 + number % 60)))


def get_day(_: Versions) -> Iterator[Request]:
    """Read a day of a reading a minute."""
    yield Request("GET", _window(MINUTES))


def get_ten(_: Versions) -> Iterator[Request]:
    """Read ten readings."""
    yield Request("GET", _window(10))


def put_vital(versions: Versions) -> Iterator[Request]:
    """Correct each reading of the day in turn, always looking at its current version."""
    for passed in count():
        for vital_id, version in versions.items():
            body = {"value": 60 + passed % 60, "version": version + passed}
            yield Request("PUT", f"{API}/vitals/{vital_id}", _json(body))


def ask_risk(_: Versions) -> Iterator[Request]:
    """Assess one record that is sent along."""
    record = {"recorded_at": DAY.isoformat(), "vitals": {"HR": 130, "SBP": 85, "SpO2": 89}}
    body = {"patient_id": PATIENT, "records": [record]}
    yield Request("POST", f"{API}/inference/vital-risk", _json(body))


#: What is measured, by the name under which it is shown.
MEASURED: Mapping[str, Callable[[Versions], Iterator[Request]]] = {
    "POST /vitals": post_vital,
    "GET a day (1,440)": get_day,
    "GET 10": get_ten,
    "PUT /vitals/{id}": put_vital,
    "risk of 1 record": ask_risk,
}


def row(name: str, versions: Versions) -> list[Request]:
    """Give the requests of one run."""
    return list(islice(MEASURED[name](versions), LONGEST))


def reading(at: datetime, value: int) -> Mapping[str, Any]:
    """Give a heart rate as it is sent."""
    moment = at.isoformat()
    return {"patient_id": PATIENT, "recorded_at": moment, "vital_type": "HR", "value": value}


def _window(minutes: int) -> str:
    ends = DAY + timedelta(minutes=minutes - 1)  # both ends belong to it
    span = f"from={DAY:%Y-%m-%dT%H:%M:%SZ}&to={ends:%Y-%m-%dT%H:%M:%SZ}"
    return f"{API}/patients/{PATIENT}/vitals?{span}"


def _json(body: Mapping[str, Any]) -> str:
    return json.dumps(body, separators=(",", ":"))
