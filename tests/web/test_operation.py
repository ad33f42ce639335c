"""What an operator sees of the service: health, figures, and the headers of every answer."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from aiohttp import ClientSession
from psycopg.conninfo import make_conninfo

from tests.conftest import API, PASSWORD, Doctor, Register, registered_at, serving
from tests.web.raw import connect, head
from vitalweb.crypto import passwords
from vitalweb.http import serve
from vitalweb.migrate import migrate

HARDENED = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


@pytest.fixture
def own_dsn(empty_dsn: str) -> str:
    """A migrated database of the test's own."""
    migrate(empty_dsn)
    return empty_dsn


@pytest.fixture
async def own(own_dsn: str, tmp_path: Path) -> AsyncIterator[str]:
    """A service of the test's own, whose figures start at nothing."""
    async with serving(own_dsn, tmp_path, {}) as base:
        yield base


@pytest.fixture
def beside(own_dsn: str) -> Iterator[psycopg.Connection]:
    """A connection beside that service."""
    with psycopg.connect(own_dsn, autocommit=True) as conn:
        yield conn


async def status(client: ClientSession, url: str) -> int:
    """Ask and tell the status."""
    async with client.get(url) as answer:
        return answer.status


async def figure(client: ClientSession, base: str, name: str, **labels: str) -> float:
    """Read one figure of /metrics; 0 if it is not there."""
    async with client.get(f"{base}/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        text = await answer.text()
    wanted = {f'{label}="{value}"' for label, value in labels.items()}
    for line in text.splitlines():
        found = re.fullmatch(rf"{name}(?:\{{(.*)\}})? (\S+)", line)
        if found and wanted <= set(re.findall(r'\w+="[^"]*"', found[1] or "")):
            return float(found[2])
    return 0.0


async def test_a_live_process_says_so(client: ClientSession, service: str) -> None:
    """The process answers /livez whatever becomes of its database."""
    assert await status(client, f"{service}/livez") == 200


async def test_a_ready_service_has_every_migration(
    client: ClientSession, own: str, beside: psycopg.Connection
) -> None:
    """/readyz is a 503 while a migration is missing or another one than ours was applied."""
    assert await status(client, f"{own}/readyz") == 200
    gone = "DELETE FROM vitalweb_migration WHERE migration_id LIKE '0001%' RETURNING *"
    row = beside.execute(gone).fetchone()
    assert row
    assert await status(client, f"{own}/readyz") == 503
    beside.execute("INSERT INTO vitalweb_migration VALUES (%s, %s, %s, %s)", row)
    assert await status(client, f"{own}/readyz") == 200
    beside.execute("UPDATE vitalweb_migration SET sha256 = 'x' WHERE migration_id LIKE '0001%'")
    assert await status(client, f"{own}/readyz") == 503


async def test_an_empty_database_is_not_ready(
    client: ClientSession, empty_dsn: str, tmp_path: Path
) -> None:
    """A database without a schema is an outage, not a failure of the service."""
    async with serving(empty_dsn, tmp_path, {}) as base:
        assert await status(client, f"{base}/readyz") == 503
        facts = {"id": "ann", "password": PASSWORD}
        async with client.post(f"{base}{API}/auth/login", json=facts) as refused:
            assert (refused.status, refused.headers["Retry-After"]) == (503, "1")


async def test_a_database_that_is_not_there_is_not_ready(
    client: ClientSession, tmp_path: Path
) -> None:
    """Without a database the service starts, lives, and is not ready."""
    nowhere = make_conninfo(host=str(tmp_path), dbname="ward")
    async with serving(nowhere, tmp_path, {}) as base:
        assert await status(client, f"{base}/livez") == 200
        assert await status(client, f"{base}/readyz") == 503


async def test_requests_are_counted_by_template(client: ClientSession, own: str) -> None:
    """Requests count by method, route template and status, never by the address asked for."""
    ann = await registered_at(own, client)
    labels = {"method": "GET", "route": f"{API}/patients/{{patient_id}}"}
    for _ in range(3):
        await ann.ask("GET", "/patients/nobody")
    assert await figure(client, own, "vitalweb_requests_total", **labels, status="404") == 3
    assert await figure(client, own, "vitalweb_request_seconds_count", **labels) == 3
    assert await figure(client, own, "vitalweb_request_seconds_bucket", **labels, le="+Inf") == 3
    await status(client, f"{own}/nowhere/nobody")
    unknown = {"route": "unknown", "status": "404"}
    assert await figure(client, own, "vitalweb_requests_total", **unknown) == 1
    async with client.get(f"{own}/metrics") as page:
        assert "nobody" not in await page.text()


async def test_conflicts_and_logins_are_counted(client: ClientSession, own: str) -> None:
    """A stale version, a login that succeeds and one that fails each move a figure."""
    ann = await registered_at(own, client)
    facts = {"name": "Pat Doe", "gender": "F", "birth_date": "1970-01-01"}
    await ann.ask("POST", "/patients", json={"patient_id": "p", **facts})
    stale = await ann.ask("PUT", "/patients/p", json={**facts, "version": 7})
    assert stale.status == 409
    wrong = {"id": ann.id, "password": "not the password"}
    async with client.post(f"{own}{API}/auth/login", json=wrong) as refused:
        assert refused.status == 401
    assert await figure(client, own, "vitalweb_conflicts_total", noun="patient") == 1
    assert await figure(client, own, "vitalweb_logins_total", outcome="granted") == 1
    assert await figure(client, own, "vitalweb_logins_total", outcome="refused") == 1


async def test_the_pool_is_shown(client: ClientSession, own: str) -> None:
    """The figures tell how many connections there are and how many were asked for."""
    before = await figure(client, own, "vitalweb_pool", what="requests_num")
    await status(client, f"{own}/readyz")
    after = await figure(client, own, "vitalweb_pool", what="requests_num")
    assert after >= before + 1  # the service asks for itself as well
    assert await figure(client, own, "vitalweb_pool", what="pool_max") == 10


ANSWERS = {
    "found": ("GET", "/livez", 200),
    "not found": ("GET", "/nowhere", 404),
    "not allowed": ("PATCH", f"{API}/patients", 405),
    "not authenticated": ("GET", f"{API}/patients", 401),
    "not media": ("POST", f"{API}/auth/login", 415),
    "not HTTP": ("NO\x01", "/", 400),
    "figures": ("GET", "/metrics", 200),
}


@pytest.mark.parametrize(("method", "path", "expected"), ANSWERS.values(), ids=ANSWERS)
async def test_every_answer_is_hardened(
    service: str, method: str, path: str, expected: int
) -> None:
    """Whatever is answered carries the security headers, a request id, and no version of ours."""
    line = await connect(service)
    answer = await line.ask(head(method, path))
    await line.close()
    assert answer.status == expected
    assert {name: answer.headers.get(name) for name in HARDENED} == HARDENED
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])
    assert answer.headers["server"] == "vitalweb"


@pytest.mark.parametrize("sent", ["a", "Ward-7.bed_2", "x" * 64])
async def test_a_request_id_is_taken(service: str, client: ClientSession, sent: str) -> None:
    """An X-Request-ID that is safe to log comes back."""
    async with client.get(f"{service}/livez", headers={"X-Request-ID": sent}) as answer:
        assert answer.headers["X-Request-ID"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", 'a"b', "{}", "a;b", "\u00e4", "a/b"])
async def test_an_unsafe_request_id_is_replaced(
    service: str, client: ClientSession, sent: str
) -> None:
    """An X-Request-ID that is long or could be more than a word in a log is not used."""
    async with client.get(f"{service}/livez", headers={"X-Request-ID": sent}) as answer:
        assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-ID"])


async def test_a_crowd_at_the_login_is_turned_away(
    ann: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When too many passwords wait to be checked, the next login is a 503 with Retry-After."""
    monkeypatch.setattr(passwords, "QUEUE", 0)
    facts = {"id": ann.id, "password": PASSWORD}
    asks = [ann.ask("POST", "/auth/login", json=facts) for _ in range(6)]
    answers = await asyncio.gather(*asks)
    assert {one.status for one in answers} == {200, 503}
    assert all("Retry-After" in one.headers for one in answers if one.status == 503)


async def test_work_that_is_late_is_a_refusal(
    ann: Doctor, patient: str, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not done within the deadline is a 503, and the same caller goes on afterwards."""
    monkeypatch.setattr(serve, "DEADLINE", 0.2)
    async with await psycopg.AsyncConnection.connect(dsn) as conn, conn.transaction():
        await conn.execute("LOCK TABLE patients IN ACCESS EXCLUSIVE MODE")
        late = await ann.ask("GET", f"/patients/{patient}")
    monkeypatch.undo()
    found = await ann.ask("GET", f"/patients/{patient}")
    assert (late.status, late.headers["Retry-After"], found.status) == (503, "1", 200)


async def test_a_bug_of_ours_is_told_without_its_words(
    ann: Doctor, client: ClientSession, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw is a 500 problem that quotes nothing, and it is counted."""
    secret = uuid4().hex

    def broken(*_: object, **__: object) -> None:
        raise LookupError(secret)

    monkeypatch.setattr("vitalweb.http.reply.of", broken)
    answer = await ann.ask("GET", "/inference/strategies")
    assert (answer.status, answer.content_type) == (500, "application/problem+json")
    assert secret not in await answer.text()
    labels = {"route": f"{API}/inference/strategies", "status": "500"}
    assert await figure(client, service, "vitalweb_requests_total", **labels) == 1


async def test_a_clock_that_was_set_back_refuses_nobody(
    register: Register, other: psycopg.Connection
) -> None:
    """What another server's clock has written in the future can still be renewed and ended."""
    ann = await register()
    other.execute(
        "UPDATE sessions SET created_at = created_at + interval '1 minute',"
        " updated_at = updated_at + interval '1 minute' WHERE account_id = %s",
        [ann.id],
    )
    renewal = {"refresh_token": ann.tokens["refresh_token"]}
    renewed = await ann.ask("POST", "/auth/refresh-token", json=renewal)
    ann.tokens["access_token"] = (await renewed.json())["access_token"]
    ended = await ann.ask("POST", "/auth/logout")
    assert (renewed.status, ended.status) == (200, 204)
