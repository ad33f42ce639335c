"""The trail: every write, read, login and refusal is one row, and no row changes unnoticed."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import Connection

from tests.conftest import PASSWORD, Become, Doctor, Register, eventually
from tests.web import raw
from vitalcore.role import Role
from vitalweb.http import intake, serve, spool
from vitalweb.migrate import migrate

LOCKED = 5.0  # seconds; longer than a lock is waited for
_MARKED = "SELECT account_id, action, patient_id, outcome FROM audit WHERE request_id = %s"
_ROWS = """
SELECT action, patient_id, old_version, new_version, outcome FROM audit
WHERE account_id = %s ORDER BY at, audit_id
"""


async def test_a_write_and_its_row_are_one(ann: Doctor, other: Connection) -> None:
    """What was done and by whom is committed with it: both versions, the request's id, the end."""
    patient_id = f"p-{uuid4().hex[:12]}"
    facts = {"name": "Pat Doe", "gender": "F", "birth_date": "1970-01-01"}
    request_id = {"X-Request-ID": uuid4().hex}
    await ann.ask("POST", "/patients", json={**facts, "patient_id": patient_id})
    await ann.ask(
        "PUT", f"/patients/{patient_id}", json={**facts, "version": 1}, headers=request_id
    )
    query = "SELECT action, account_id, old_version, new_version, outcome, request_id"
    rows = other.execute(
        f"{query} FROM audit WHERE patient_id = %s ORDER BY audit_id".encode(), [patient_id]
    ).fetchall()
    assert rows[0][:5] == ("patients_add", ann.id, None, 1, 201)
    assert rows[1] == ("patients_revise", ann.id, 1, 2, 200, request_id["X-Request-ID"])


async def test_reads_and_refusals_are_rows_too(
    become: Become, patient: str, other: Connection
) -> None:
    """A look at a patient, at one who is not there, and a lost update are each one row."""
    nurse = await become(Role.NURSE)
    stale = {"name": "P", "gender": "F", "birth_date": "1970-01-01", "version": 9}
    await nurse.ask("GET", f"/patients/{patient}")
    await nurse.ask("GET", "/patients/nobody-here")
    await nurse.ask("PUT", f"/patients/{patient}", json=stale)
    await eventually(other, _ROWS + "OFFSET 3", [nurse.id])
    assert other.execute(_ROWS.encode(), [nurse.id]).fetchall() == [
        ("accounts_login", None, None, None, 200),
        ("patients_find", patient, 1, None, 200),
        ("patients_find", "nobody-here", None, None, 404),
        ("patients_revise", patient, 9, None, 409),
    ]


async def test_a_login_is_a_row_whoever_tries(ann: Doctor, other: Connection) -> None:
    """A login is noted under the id that was tried, granted or not."""
    nobody = f"x{uuid4().hex}"
    for account_id in (ann.id, nobody):
        await ann.ask(
            "POST", "/auth/login", json={"id": account_id, "password": "certainly not this one"}
        )
    query = "SELECT outcome FROM audit WHERE action = 'accounts_login' AND subject = %s"
    refused = [
        await eventually(other, query + " AND outcome = 401", [one]) for one in (ann.id, nobody)
    ]
    assert refused == [[(401,)], [(401,)]]


async def test_a_login_and_a_refresh_tell_who_it_was(register: Register, other: Connection) -> None:
    """Who proves to be somebody is noted as that account, in its role."""
    somebody = await register()
    body = {"refresh_token": somebody.tokens["refresh_token"]}
    assert (await somebody.ask("POST", "/auth/refresh-token", json=body)).status == 200
    query = "SELECT action, role, outcome FROM audit WHERE account_id = %s ORDER BY audit_id"
    assert other.execute(query, [somebody.id]).fetchall() == [
        ("accounts_login", "doctor", 200),
        ("accounts_refresh_token", "doctor", 200),
    ]


@pytest.mark.parametrize(
    ("limit", "before"),
    [(1.5, 0), (LOCKED, 0), (1.5, 1)],
    ids=["late", "locked", "late in a group"],
)
async def test_whoever_the_database_keeps_waiting_is_a_row(
    become: Become,
    patient: str,
    other: Connection,
    dsn: str,
    monkeypatch: pytest.MonkeyPatch,
    limit: float,
    before: int,
) -> None:
    """Whichever way a request goes, and wherever it ends, its 503 tells who asked about whom."""
    nurse = await become(Role.NURSE)
    for _ in range(before):  # whose token is known goes the short way
        assert (await nurse.ask("GET", "/patients?limit=1")).status == 200
    monkeypatch.setattr(serve, "DEADLINE", limit)
    monkeypatch.setattr(serve.in_time, "__defaults__", (limit,))
    noon = "2026-01-01T12:00:00Z"
    reading = {"patient_id": patient, "recorded_at": noon, "vital_type": "HR", "value": 70}
    line = {"data": json.dumps(reading), "headers": {"Content-Type": "application/x-ndjson"}}
    asks: Mapping[str, tuple[str, str, dict[str, Any]]] = {
        "patients_find": ("GET", f"/patients/{patient}", {}),
        "vitals_add": ("POST", "/vitals", {"json": reading}),
        "vitals_page": ("GET", f"/patients/{patient}/vitals?from={noon}&to={noon}", {}),
        "exports_export": ("GET", f"/patients/{patient}/vitals/export", {}),
        "batches_take_in": ("POST", "/vitals/batch", line),
    }
    marks = {name: uuid4().hex for name in asks}
    for name, (_, _, sent) in asks.items():
        sent["headers"] = {**sent.get("headers", {}), "X-Request-ID": marks[name]}
    with psycopg.connect(dsn) as elsewhere:
        elsewhere.execute("LOCK TABLE patients, vitals IN ACCESS EXCLUSIVE MODE")
        answers = await asyncio.gather(*[nurse.ask(*way, **sent) for *way, sent in asks.values()])
    assert {one.status for one in answers} == {503}
    for name, mark in marks.items():
        ((account_id, *told),) = await eventually(other, _MARKED, [mark])
        unmet = account_id == "-"  # its time was up before anybody knew who asks
        whom = None if name == "batches_take_in" or (unmet and name == "vitals_add") else patient
        assert told == [name, whom, 503]
        assert account_id == nurse.id or (unmet and limit < LOCKED)


async def test_a_refusal_tells_whom_it_was_about(
    become: Become, patient: str, other: Connection
) -> None:
    """Who may not, or asks wrongly, is a row of the patient in the address, if one can be."""
    admin, nurse = await become(Role.ADMIN), await become(Role.NURSE)
    await admin.ask("GET", f"/patients/{patient}")
    await admin.ask("GET", "/patients/no%20patient")
    await nurse.ask("GET", f"/patients/{patient}/vitals?from=never")
    await nurse.ask("GET", f"/patients/{patient}", headers={"Authorization": ""})
    nobodys = "SELECT outcome FROM audit WHERE patient_id = %s AND account_id = '-'"
    assert await eventually(other, nobodys, [patient]) == [(401,)]
    await eventually(other, _ROWS + "OFFSET 2", [admin.id])
    assert other.execute(_ROWS.encode(), [admin.id]).fetchall()[1:] == [
        ("patients_find", patient, None, None, 403),
        ("patients_find", None, None, None, 403),
    ]
    assert other.execute(_ROWS.encode(), [nurse.id]).fetchall()[1:] == [
        ("vitals_page", patient, None, None, 422)
    ]


async def test_a_history_is_a_look_at_its_patient(
    become: Become, ann: Doctor, patient: str, other: Connection
) -> None:
    """The answer and its row tell whose reading it was."""
    nurse, noon = await become(Role.NURSE), "2026-01-01T12:00:00Z"
    reading = {"patient_id": patient, "recorded_at": noon, "vital_type": "HR", "value": 70}
    place = (await (await ann.ask("POST", "/vitals", json=reading)).json())["vital_id"]
    told = await (await nurse.ask("GET", f"/vitals/{place}/history")).json()
    query = "SELECT patient_id, subject FROM audit WHERE account_id = %s AND action = %s"
    rows = await eventually(other, query, [nurse.id, "vitals_history"])
    assert {told["patient_id"], *(one["patient_id"] for one in told["items"])} == {patient}
    assert rows == [(patient, place)]


async def test_an_assignment_is_noted_with_its_device(
    become: Become, ann: Doctor, patient: str, other: Connection
) -> None:
    """Which device may add a patient's readings is in the row that tells of it."""
    device = await become(Role.DEVICE)
    span = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": "2026-01-02T00:00:00Z"}
    await ann.ask("POST", f"/patients/{patient}/devices", json={"device": device.id, **span})
    query = "SELECT patient_id, outcome FROM audit WHERE subject = %s AND action = 'devices_assign'"
    assert other.execute(query, [device.id]).fetchall() == [(patient, 201)]


async def test_an_account_is_traced_to_who_invited_it(become: Become, other: Connection) -> None:
    """The invitation and the registration that used it have one subject, which is not the code."""
    admin, name = await become(Role.ADMIN), f"n-{uuid4().hex[:12]}"
    invited = await admin.ask("POST", "/accounts/invitations", json={"role": "nurse"})
    code = (await invited.json())["code"]
    facts = {"id": name, "password": PASSWORD, "name": "Nora", "invite": code}
    assert (await admin.ask("POST", "/auth/register", json=facts)).status == 201
    query = "SELECT subject FROM audit WHERE account_id = %s AND action = 'admin_invite'"
    ((subject,),) = other.execute(query, [admin.id]).fetchall()
    same = "SELECT account_id, role, action FROM audit WHERE subject = %s ORDER BY audit_id"
    assert (subject.startswith("nurse:"), code in subject) == (True, False)
    assert other.execute(same, [subject]).fetchall() == [
        (admin.id, "admin", "admin_invite"),
        (name, "nurse", "accounts_register"),
    ]


async def test_an_auditor_asks_for_what_nobody_did(become: Become, other: Connection) -> None:
    """Refusals of whoever was not known are found under -."""
    auditor, mark = await become(Role.AUDITOR), uuid4().hex
    nobody = {"Authorization": "Bearer nobody-s", "X-Request-ID": mark}
    await auditor.ask("GET", "/patients", headers=nobody)
    ((at,),) = await eventually(other, "SELECT at FROM audit WHERE request_id = %s", [mark])
    span = {"from": at.isoformat(), "to": at.isoformat(), "account_id": "-"}
    found = (await (await auditor.ask("GET", "/audit", params=span)).json())["items"]
    assert ("patients_page", 401) in {(one["action"], one["outcome"]) for one in found}
    assert {one["account_id"] for one in found} == {"-"}


@pytest.mark.parametrize("path", ["/patients", "/vitals/batch"])
async def test_a_body_that_stalls_is_a_row(
    service: str,
    become: Become,
    other: Connection,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    """Who begins a body and does not end it is told 408, and noted."""
    monkeypatch.setattr(intake, "PATIENCE", 0.2)
    monkeypatch.setattr(spool, "PATIENCE", 0.2)
    nurse, line = await become(Role.NURSE), await raw.connect(service)
    token = f"Authorization: Bearer {nurse.tokens['access_token']}"
    about = (token, "Content-Type: application/json", "Content-Length: 100")
    answer = await line.ask(raw.head("POST", f"/api/v1{path}", *about), b"{")
    await line.close()
    query = "SELECT 1 FROM audit WHERE account_id = %s AND outcome = 408"
    assert answer.status == 408
    assert await eventually(other, query, [nurse.id])


async def test_nothing_is_written_that_the_trail_cannot_tell(
    register: Register, other: Connection, dsn: str
) -> None:
    """While no row can be added to the trail, a login, a refresh and a new patient are undone."""
    somebody, device = await register(), f"d{uuid4().hex}"
    login = {"id": somebody.id, "password": PASSWORD, "device": device}
    renewal = {"refresh_token": somebody.tokens["refresh_token"]}
    patient = {"patient_id": device[:20], "name": "P", "gender": "F", "birth_date": "1970-01-01"}
    asks = (("/auth/login", login), ("/auth/refresh-token", renewal), ("/patients", patient))
    query = "SELECT device, version FROM sessions WHERE account_id = %s"
    before = other.execute(query, [somebody.id]).fetchall()
    with psycopg.connect(dsn) as elsewhere:
        elsewhere.execute("LOCK TABLE audit IN SHARE MODE")
        answers = [await somebody.ask("POST", path, json=body) for path, body in asks]
    assert [one.status for one in answers] == [503, 503, 503]
    assert other.execute(query, [somebody.id]).fetchall() == before
    found = "SELECT 1 FROM patients WHERE patient_id = %s"
    assert other.execute(found, [device[:20]]).fetchall() == []


async def test_a_refresh_token_that_was_used_up_is_noted_with_its_session(
    register: Register, other: Connection
) -> None:
    """Ending a session whose used token turned up, and the row that tells of it, are one."""
    somebody = await register()
    former = somebody.tokens["refresh_token"]
    session_id = UUID(former.partition(".")[0])
    overdue = "UPDATE sessions SET access_token_expires_at = created_at WHERE session_id = %s"
    other.execute(overdue, [session_id])
    asks = [
        await somebody.ask("POST", "/auth/refresh-token", json={"refresh_token": former})
        for _ in range(2)
    ]
    assert [one.status for one in asks] == [200, 401]
    ended = "SELECT ended_at IS NOT NULL FROM sessions WHERE session_id = %s"
    noted = "SELECT outcome FROM audit WHERE subject = %s ORDER BY audit_id"
    assert other.execute(ended, [session_id]).fetchone() == (True,)
    assert other.execute(noted, [str(session_id)]).fetchall() == [(200,), (401,)]


async def test_an_auditor_pages_and_filters(
    become: Become, ann: Doctor, patient: str, other: Connection
) -> None:
    """Pages of the trail add up to the whole of it, oldest first, within the filter."""
    auditor = await become(Role.AUDITOR)
    for _ in range(5):
        await ann.ask("GET", f"/patients/{patient}")
    await eventually(other, "SELECT 1 FROM audit WHERE patient_id = %s OFFSET 5", [patient])
    now = datetime.now(UTC)
    span = {"from": (now - timedelta(hours=1)).isoformat(), "to": now.isoformat()}
    wanted = {**span, "patient_id": patient, "limit": "2"}
    items: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = await (await auditor.ask("GET", "/audit", params={**wanted, **cursor})).json()
        items += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    actions = [item["action"] for item in items]
    assert actions == ["patients_add"] + 5 * ["patients_find"]


async def test_the_trail_cannot_be_changed_by_its_owner(empty_dsn: str) -> None:
    """The service's own role may add rows and read them, and nothing else."""
    role = f"r{uuid4().hex}"
    with psycopg.connect(empty_dsn, autocommit=True) as superuser:
        superuser.execute(f"CREATE ROLE {role} LOGIN".encode())
        superuser.execute(f"GRANT ALL ON SCHEMA public TO {role}".encode())
        migrate(empty_dsn.replace("postgres:@", f"{role}:@"))
        with psycopg.connect(empty_dsn.replace("postgres:@", f"{role}:@"), autocommit=True) as own:
            for verb in ("UPDATE audit SET action = 'x'", "DELETE FROM audit", "TRUNCATE audit"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    own.execute(verb.encode())
            assert own.execute("SELECT count(*) FROM audit").fetchone() == (0,)
        superuser.execute(f"DROP OWNED BY {role}; DROP ROLE {role}".encode())
