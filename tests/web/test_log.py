"""The log of a whole session: one JSON object a line, each request by its id, nobody's data."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.conftest import API, PASSWORD
from tests.faults import process
from tests.faults.nurse import Nurse, nurse
from tests.faults.process import Service
from tests.web.raw import connect, head, posted
from vitalweb.migrate import migrate

NAME = "Zebulon Quagmire"
REASON = "misread the dial at bed nine"
BORN = "1961-02-03"
VALUE, CORRECTED = 87.125, 93.875
WRONG = "an entirely different passphrase"


@pytest.fixture
def ward(empty_dsn: str, tmp_path: Path) -> Iterator[Service]:
    """The service as a process, logging all it ever logs."""
    migrate(empty_dsn)
    settings = {"VITALWEB_DATABASE_URL": empty_dsn, "VITALWEB_LOG_LEVEL": "debug"}
    with process.running(tmp_path, settings) as service:
        yield service


def session(joy: Nurse) -> Sequence[str]:
    """Do what a ward does in a day, mistakes included; give everything that must not be logged."""
    patient = f"p-{uuid4().hex[:12]}"
    facts = {"name": NAME, "gender": "M", "birth_date": BORN}
    joy.told("POST", f"{API}/patients", {"patient_id": patient, **facts})
    joy.told("PUT", f"{API}/patients/{patient}", {**facts, "version": 1})
    joy.told("PUT", f"{API}/patients/{patient}", {**facts, "version": 1})
    joy.told("POST", f"{API}/patients", {"patient_id": patient, **facts, "name": NAME + "\n"})
    key = uuid4().hex
    made = joy.measure(patient, VALUE, Idempotency_Key=key)
    assert made
    place = f"{API}/vitals/{made.json['vital_id']}"
    body = {"value": CORRECTED, "version": 1, "reason": REASON}
    assert joy.told("PUT", place, body).status == 200
    day = "from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z"
    assert joy.told("GET", f"{API}/patients/{patient}/vitals?{day}").status == 200
    assert joy.told("GET", f"{API}/patients/{patient}/risk?at=2026-01-01T08:30:00Z").status == 200
    assert joy.told("GET", f"{place}/history").status == 200
    joy.told("DELETE", f"{place}?version=2&reason=misread%20the%20dial%20at%20bed%20nine")
    joy.told("POST", f"{API}/auth/login", {"id": joy.id, "password": WRONG})
    tokens = [joy.tokens["access_token"], joy.tokens["refresh_token"]]
    joy.told("POST", f"{API}/auth/refresh-token", {"refresh_token": tokens[1]})
    joy.told("POST", f"{API}/auth/logout")
    values = [str(VALUE), str(CORRECTED)]
    return [patient, made.json["vital_id"], key, joy.id, "Nurse Joy", *tokens, *values]


def test_a_log_line_is_json_and_tells_nobody_s_data(ward: Service) -> None:
    """Every line is a JSON object with an event; no name, id, value, token or password is in it."""
    joy = nurse(ward)
    told = session(joy)
    log = ward.log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    assert len(lines) > len(told)
    assert all(isinstance(line["event"], str) and line["level"] for line in lines)
    hidden = (*told, NAME, REASON, BORN, PASSWORD, WRONG, "Quagmire", "misread")
    assert [secret for secret in hidden if secret in log] == []


def test_a_request_leaves_one_line_with_its_id(ward: Service) -> None:
    """Each request is one line: its id, method, route template, status and milliseconds."""
    joy = Nurse(ward)
    joy.told("GET", f"{API}/patients/{NAME.replace(' ', '')}", X_Request_ID="bed-9")
    (line,) = [one for one in ward.events() if one.get("request_id") == "bed-9"]
    assert (line["event"], line["method"], line["status"]) == ("request", "GET", 401)
    assert line["route"] == f"{API}/patients/{{patient_id}}"
    assert line["ms"] >= 0
    assert line["timestamp"].endswith("Z")


async def test_what_is_not_http_leaves_no_trace_of_itself(ward: Service) -> None:
    """Lines that cannot be read, and bodies that break off, are logged without a word of them."""
    secret = uuid4().hex
    for sent in (
        head("GET", "/livez", f"Authorization: Bearer {secret * 400}"),
        head("GET", "/livez", f"Authorization: Bearer \0{secret}"),
        f"{secret} / HTTP/1.1\r\n\r\n".encode(),
        head("GET", "/livez", f"Expect: {secret}"),
        posted(f"{API}/auth/login", secret.encode(), "Content-Encoding: gzip"),
    ):
        line = await connect(ward.base)
        answer = await line.ask(sent)
        assert 400 <= answer.status < 500
        await line.close()
    log = ward.log.read_text(encoding="utf-8")
    assert secret not in log
    assert all("event" in json.loads(line) for line in log.splitlines())


def test_an_outage_is_logged_in_json_without_the_address_s_password(
    ward: Service, empty_dsn: str
) -> None:
    """What libraries say of a database that went away is JSON as well."""
    joy = nurse(ward)
    with psycopg.connect(empty_dsn, autocommit=True) as conn:
        conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'vitalweb'"
        )
        answers = [joy.told("GET", "/readyz").status for _ in range(5)]
    assert set(answers) <= {200, 503}
    events = ward.events()
    assert any(one.get("logger") == "psycopg.pool" for one in events)
    assert all({"event", "level", "timestamp"} <= set(one) for one in events)
