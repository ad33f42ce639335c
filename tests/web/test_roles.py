"""Who may do what: every route by every role, and what a refusal gives away."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from aiohttp import ClientResponse, ClientSession
from psycopg import Connection

from tests.conftest import Become, Doctor, eventually
from vitalcore.role import RIGHTS, Role, may
from vitalweb.http.route import Route
from vitalweb.http.routes import ROUTES

_HOMES = {
    "patient_id": "nobody-here",
    "vital_id": str(uuid4()),
    "name": "nothing",
    "id": "nobody",
    "batch_id": str(uuid4()),
}
_GUARDED = [route for route in ROUTES if not route.public]
#: Last of all: it ends the session of whoever may.
_ORDERED = sorted(_GUARDED, key=lambda route: route.path == "/auth/logout")


@pytest.mark.parametrize("role", Role)
async def test_every_route_is_open_to_a_role_or_refused(
    become: Become, role: Role, other: Connection
) -> None:
    """A role gets 403 on exactly the routes whose right it does not have, and a row for each."""
    somebody = await become(role)
    refused = {route.name for route in _ORDERED if await _status(somebody, route) == 403}
    expected = {
        route.name for route in _ORDERED if route.right is not None and not may(role, route.right)
    }
    assert refused == expected
    query = "SELECT action FROM audit WHERE account_id = %s AND role = %s AND outcome = 403"
    given = [somebody.id, role, len(expected) - 1]
    await eventually(other, query + " OFFSET %s", given)
    rows = [action for (action,) in other.execute(query.encode(), given[:2])]
    assert sorted(rows) == sorted(expected)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
async def test_nobody_gets_in_without_a_token(
    service: str, client: ClientSession, route: Route
) -> None:
    """Without a token a public route is answered, and every other one asks for one."""
    stranger = Doctor("-", client, service, {"access_token": ""})
    status = await _status(stranger, route)
    assert (status == 401) == (not route.public)


async def _status(somebody: Doctor, route: Route) -> int:
    body = {} if route.body is None else {"json": {"nothing": "known"}}
    answer = await somebody.ask(route.method, route.path.format(**_HOMES), **body)
    return answer.status


def test_every_role_has_its_rights() -> None:
    """No role is left out of the table of rights."""
    assert set(RIGHTS) == set(Role)


async def test_a_refusal_is_noted(become: Become, other: Connection) -> None:
    """Who may not leaves a row in the trail that says what was tried."""
    admin = await become(Role.ADMIN)
    assert (await admin.ask("GET", "/patients/anybody")).status == 403
    query = "SELECT action, role FROM audit WHERE account_id = %s AND outcome = 403"
    assert await eventually(other, query, [admin.id]) == [("patients_find", "admin")]


async def test_a_role_without_patients_learns_nothing_of_them(become: Become, patient: str) -> None:
    """Whether a patient exists is not told to a role that may not read patients."""
    for role in (Role.DEVICE, Role.AUDITOR, Role.ADMIN):
        somebody = await become(role)
        there = await somebody.ask("GET", f"/patients/{patient}")
        absent = await somebody.ask("GET", "/patients/nobody-here")
        assert (there.status, await there.json()) == (absent.status, await absent.json())


async def test_a_device_adds_readings_of_its_patient_in_its_time(
    become: Become, ann: Doctor, patient: str
) -> None:
    """A device adds readings where and when it is assigned, and nowhere else."""
    device = await become(Role.DEVICE)
    reading = {"patient_id": patient, "vital_type": "HR", "value": 80}
    within, beyond = "2026-01-01T12:00:00Z", "2026-01-02T12:00:01Z"
    before = await device.ask("POST", "/vitals", json={**reading, "recorded_at": within})
    span = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": "2026-01-02T12:00:00Z"}
    made = await ann.ask("POST", f"/patients/{patient}/devices", json={"device": device.id, **span})
    inside = await device.ask("POST", "/vitals", json={**reading, "recorded_at": within})
    outside = await device.ask("POST", "/vitals", json={**reading, "recorded_at": beyond})
    unknown = await device.ask(
        "POST", "/vitals", json={**reading, "recorded_at": within, "patient_id": "nobody-here"}
    )
    found = [one.status for one in (before, made, inside, outside, unknown)]
    assert found == [403, 201, 201, 403, 403]
    assert await outside.json() == await unknown.json()


async def test_an_assignment_that_ends_otherwise_keeps_its_former_ends(
    become: Become, ann: Doctor, patient: str, other: Connection
) -> None:
    """The last end holds; each former one stays, with who set it and who moved it, and when."""
    device, nurse = await become(Role.DEVICE), await become(Role.NURSE)
    ends = [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in (12, 13, 11)]
    made = [
        await _assigned(who, patient, device, end)
        for who, end in zip((ann, nurse, ann), ends, strict=True)
    ]
    now = "SELECT version, ends_at, assigned_by FROM assignments WHERE patient_id = %s"
    former = """
        SELECT version, ends_at, written_by, superseded_by, written_at < created_at
        FROM assignment_history WHERE patient_id = %s ORDER BY version
    """
    assert [one.status for one in made] == [201, 201, 201]
    assert datetime.fromisoformat((await made[2].json())["ends_at"]) == ends[2]
    assert other.execute(now, [patient]).fetchall() == [(3, ends[2], ann.id)]
    assert other.execute(former, [patient]).fetchall() == [
        (1, ends[0], ann.id, nurse.id, True),
        (2, ends[1], nurse.id, ann.id, True),
    ]


async def test_ends_that_are_set_at_the_same_moment_are_all_kept(
    become: Become, ann: Doctor, patient: str, other: Connection
) -> None:
    """Of many at once each is the end that holds or a former one, and no version is left out."""
    device = await become(Role.DEVICE)
    ends = [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in range(1, 21)]
    made = await asyncio.gather(*(_assigned(ann, patient, device, end) for end in ends))
    query = """
        SELECT version, ends_at FROM assignments WHERE patient_id = %(patient)s
        UNION ALL
        SELECT version, ends_at FROM assignment_history WHERE patient_id = %(patient)s
    """
    found: dict[int, datetime] = dict(other.execute(query, {"patient": patient}).fetchall())
    assert {one.status for one in made} == {201}
    assert (sorted(found), sorted(found.values())) == (list(range(1, 21)), ends)


async def test_nobody_is_assigned_to_nobody(become: Become, ann: Doctor, patient: str) -> None:
    """A patient who is not there and an account that is no device are told alike."""
    device, end = await become(Role.DEVICE), datetime(2026, 1, 1, 12, tzinfo=UTC)
    refused = [
        await _assigned(ann, "nobody-here", device, end),
        await _assigned(ann, patient, ann, end),
    ]
    told = {(one.status, (await one.json())["detail"]) for one in refused}
    assert told == {(404, "there is no such patient or device")}


async def _assigned(who: Doctor, patient: str, device: Doctor, end: datetime) -> ClientResponse:
    span = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": end.isoformat()}
    body = {"device": device.id, **span}
    return await who.ask("POST", f"/patients/{patient}/devices", json=body)


async def test_a_disabled_account_is_out_at_once(become: Become, other: Connection) -> None:
    """Disabling an account ends its sessions and refuses its password."""
    admin, leaver = await become(Role.ADMIN), await become(Role.NURSE)
    done = await admin.ask("POST", f"/accounts/{leaver.id}/disable")
    asked = await leaver.ask("GET", "/patients")
    body = {"id": leaver.id, "password": "correct horse battery staple"}
    again = await leaver.ask("POST", "/auth/login", json=body)
    assert (done.status, asked.status, again.status) == (200, 401, 401)
    live = "SELECT count(*) FROM sessions WHERE account_id = %s AND ended_at IS NULL"
    assert other.execute(live, [leaver.id]).fetchone() == (0,)


async def test_an_administrator_invites_a_nurse(become: Become) -> None:
    """An invitation opens one account of the role it names, once."""
    admin = await become(Role.ADMIN)
    invited = await admin.ask("POST", "/accounts/invitations", json={"role": "nurse"})
    code = (await invited.json())["code"]
    facts = {"password": "correct horse battery staple", "name": "Nora", "invite": code}
    first = await admin.ask("POST", "/auth/register", json={**facts, "id": f"n-{uuid4().hex}"})
    second = await admin.ask("POST", "/auth/register", json={**facts, "id": f"n-{uuid4().hex}"})
    assert (first.status, (await first.json())["role"], second.status) == (201, "nurse", 403)
