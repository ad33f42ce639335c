"""Whoever has left, or was sent away, writes nothing more, whenever the request began."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from aiohttp import ClientResponse, web
from psycopg import Connection

from tests.conftest import Become, Doctor, eventually
from tests.web import raw
from vitalcore.role import Role
from vitalweb.http.serve import HOUSE

AT = datetime(2026, 1, 1, 8, tzinfo=UTC)
NDJSON = "application/x-ndjson"
_WAITS = """
SELECT 1 FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE %s
"""

type End = Callable[[Doctor], Awaitable[Any]]


@pytest.fixture(params=["disabled", "logged out"])
async def end(request: pytest.FixtureRequest, become: Become) -> End:
    """Each of the ways in which somebody stops being in."""
    admin = await become(Role.ADMIN)

    async def ended(somebody: Doctor) -> None:
        if request.param == "disabled":
            done = await admin.ask("POST", f"/accounts/{somebody.id}/disable")
        else:
            done = await somebody.ask("POST", "/auth/logout")
        assert done.status in {200, 204}

    return ended


def bearing(somebody: Doctor) -> str:
    """The header that tells who asks."""
    return f"Authorization: Bearer {somebody.tokens['access_token']}"


def lines(patient: str, count: int) -> bytes:
    """Readings a second apart, a line each."""
    return b"".join(
        json.dumps(
            {
                "patient_id": patient,
                "recorded_at": (AT + timedelta(seconds=n)).isoformat(),
                "vital_type": "HR",
                "value": 60,
            }
        ).encode()
        + b"\n"
        for n in range(count)
    )


async def known(app: web.Application, somebody: Doctor) -> None:
    """Wait until the service has believed somebody's token."""
    token = somebody.tokens["access_token"]
    for _ in range(50):
        if app[HOUSE].known.session(token, datetime.now(UTC)):
            return
        await asyncio.sleep(0.1)
    pytest.fail("nobody was let in")


async def test_a_batch_of_somebody_who_left_meanwhile_is_none(
    end: End,
    become: Become,
    patient: str,
    service: str,
    service_app: web.Application,
    other: Connection,
) -> None:
    """Half of it comes before and half of it after: 401, a row that says so, and no reading."""
    nurse, line = await become(Role.NURSE), await raw.connect(service)
    body = lines(patient, 10)
    about = (bearing(nurse), f"Content-Type: {NDJSON}", f"Content-Length: {len(body)}")
    await line.send(raw.head("POST", "/api/v1/vitals/batch", *about), body[:200])
    await known(service_app, nurse)
    await end(nurse)
    answer = await line.ask(body[200:])
    await line.close()
    written = "SELECT count(*) FROM vitals WHERE patient_id = %s"
    noted = "SELECT outcome FROM audit WHERE account_id = %s AND action = 'batches_take_in'"
    assert answer.status == 401
    assert other.execute(written, [patient]).fetchone() == (0,)
    assert await eventually(other, noted, [nurse.id]) == [(401,)]


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": uuid4().hex}], ids=["plain", "keyed"])
async def test_a_strike_out_of_somebody_who_left_meanwhile_is_none(
    end: End,
    headers: dict[str, str],
    become: Become,
    ann: Doctor,
    patient: str,
    dsn: str,
    other: Connection,
) -> None:
    """What waits for a row while its author is sent away is a 401, and the reading stands."""
    nurse, sent = await become(Role.NURSE), json.loads(lines(patient, 1))
    place = (await (await ann.ask("POST", "/vitals", json=sent)).json())["vital_id"]
    with psycopg.connect(dsn) as elsewhere:
        elsewhere.execute("SELECT 1 FROM vitals WHERE vital_id = %s FOR UPDATE", [place])
        path = f"/vitals/{place}?version=1"
        asked = asyncio.create_task(nurse.ask("DELETE", path, headers=headers))
        assert await eventually(other, _WAITS, ["%vitals%"])
        await end(nurse)
    answer: ClientResponse = await asked
    stands = "SELECT version, struck FROM vitals WHERE vital_id = %s"
    assert answer.status == 401
    assert other.execute(stands, [place]).fetchall() == [(1, False)]


async def test_a_token_that_is_fresh_goes_on_with_the_session(
    become: Become, patient: str, service: str, service_app: web.Application
) -> None:
    """Who refreshes while a batch arrives is still the same."""
    nurse, line = await become(Role.NURSE), await raw.connect(service)
    body = lines(patient, 10)
    about = (bearing(nurse), f"Content-Type: {NDJSON}", f"Content-Length: {len(body)}")
    await line.send(raw.head("POST", "/api/v1/vitals/batch", *about), body[:200])
    await known(service_app, nurse)
    renewal = {"refresh_token": nurse.tokens["refresh_token"]}
    assert (await nurse.ask("POST", "/auth/refresh-token", json=renewal)).status == 200
    answer = await line.ask(body[200:])
    await line.close()
    assert (answer.status, json.loads(answer.body)["readings"]) == (200, 10)


async def test_an_administrator_may_leave(become: Become) -> None:
    """Disabling one's own account is the last thing one does; so is a logout."""
    admin, leaver = await become(Role.ADMIN), await become(Role.NURSE)
    own = await admin.ask("POST", f"/accounts/{admin.id}/disable")
    out = await leaver.ask("POST", "/auth/logout")
    assert (own.status, out.status) == (200, 204)
    assert (await admin.ask("GET", "/accounts")).status == 401
