"""Keys change while the service runs: what rested under the old one is sealed under the new."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from aiohttp import ClientSession
from psycopg import Connection

from tests.conftest import API, PASSWORD, registered_at, serving
from vitalcore.role import Role
from vitalcore.session import Session
from vitalweb import rotation
from vitalweb.crypto.vault import Broken, Vault
from vitalweb.migrate import migrate
from vitalweb.store import accounts, pool, retries, sessions
from vitalweb.store.accounts import NewAccount
from vitalweb.store.retries import Retry

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
BOTH = {1: OLD, 2: NEW}


def _text(first: int, second: int) -> dict[str, str]:
    keys = [f"{name}:{BOTH[name].hex()}" for name in (first, second)]
    return {"VITALWEB_AES_KEYS": ",".join(keys), "VITALWEB_THROTTLE": "off"}


async def test_tokens_are_sealed_anew_while_traffic_runs(
    dsn: str, client: ClientSession, other: Connection, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Sessions go on under both keys, rest under the new one after, and need the old no more."""
    keys = tmp_path_factory.mktemp("rotating")
    async with serving(dsn, keys, _text(1, 2)) as base:
        doctors = [await registered_at(base, client) for _ in range(3)]
        traffic = asyncio.gather(*(one.ask("GET", "/patients") for one in doctors * 5))
        async with pool.opened(dsn, 2) as desk:
            vault = Vault(BOTH, writes=2)
            done = await rotation.rotated(desk, vault)
            again = await rotation.rotated(desk, vault)
        statuses = {one.status for one in await traffic}
    assert (done.sessions >= 3, again.sessions, statuses) == (True, 0, {200})
    names = [one.id for one in doctors]
    under = "SELECT DISTINCT get_byte(access_token, 0) FROM sessions WHERE account_id = ANY(%s)"
    assert other.execute(under, [names]).fetchall() == [(2,)]
    async with serving(dsn, keys, {"VITALWEB_AES_KEYS": f"2:{NEW.hex()}"}) as base:
        for one in doctors:
            headers = {"Authorization": f"Bearer {one.tokens['access_token']}"}
            async with client.get(f"{base}{API}/patients", headers=headers) as answer:
                assert answer.status == 200


async def test_kept_answers_are_sealed_anew_too(
    dsn: str, client: ClientSession, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An answer that was kept under the old key is told again without it."""
    keys = tmp_path_factory.mktemp("rotating")
    headers = {"Idempotency-Key": uuid4().hex}
    facts = {"id": f"dr-{uuid4().hex}", "password": PASSWORD, "name": "Ann"}
    async with serving(dsn, keys, _text(1, 2)) as base:
        async with client.post(f"{base}{API}/auth/register", json=facts, headers=headers) as answer:
            first = answer.status, await answer.read()
        async with pool.opened(dsn, 2) as desk:
            done = await rotation.rotated(desk, Vault(BOTH, writes=2))
            again = await rotation.rotated(desk, Vault(BOTH, writes=2))
    assert (done.answers >= 1, again.answers) == (True, 0)
    async with (
        serving(dsn, keys, {"VITALWEB_AES_KEYS": f"2:{NEW.hex()}"}) as base,
        client.post(f"{base}{API}/auth/register", json=facts, headers=headers) as answer,
    ):
        assert answer.headers["Idempotent-Replayed"] == "true"
        assert (answer.status, await answer.read()) == first


async def test_what_an_import_keeps_is_left_as_it_is(dsn: str) -> None:
    """It is no secret and rests under no key, so no rotation fails to open it."""
    kept = Retry(asker="import by ann", retry_key=uuid4().hex, request_digest=b"a file's")
    async with pool.opened(dsn, 2) as desk:
        at = datetime.now(UTC)
        await retries.claim(desk, kept, at)
        await retries.keep(desk, kept, (201, "{}", b"{}"), at)
        done = await rotation.rotated(desk, Vault(BOTH, writes=2))
    assert kept.place not in done.broken


async def test_a_rotation_that_was_stopped_goes_on(
    dsn: str, client: ClientSession, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Begun again after it was cut off, it seals what is left, and that alone."""
    async with serving(dsn, tmp_path_factory.mktemp("rotating"), _text(1, 2)) as base:
        own = {(await registered_at(base, client)).id for _ in range(3)}
    async with pool.opened(dsn, 2) as desk:
        vault = Vault(BOTH, writes=2)
        left = await sessions.aged(desk, 2, UUID(int=0), 1000)
        mine = [row for row in left if row.account_id in own]
        await sessions.reseal(desk, vault, sessions.opened(vault, mine[0]), mine[0].created_at)
        done = await rotation.rotated(desk, vault)
    assert (len(mine), done.sessions) == (3, 2)


async def test_a_session_under_a_lost_key_is_named(dsn: str, other: Connection) -> None:
    """What cannot be opened is told and left as it is; the rest goes on."""
    async with pool.opened(dsn, 2) as desk:
        before = await rotation.rotated(desk, Vault({9: NEW}, writes=9))
    count = other.execute(
        "SELECT (SELECT count(*) FROM sessions)"
        " + (SELECT count(*) FROM retries WHERE position(' ' IN asker) = 0 AND body IS NOT NULL)"
    ).fetchone()
    assert (before.sessions, before.answers) == (0, 0)
    assert count == (len(before.broken),)


_EMPTIED = {
    "access_token": "UPDATE sessions SET access_token = '' WHERE device = '1'",
    "refresh_token": "UPDATE sessions SET refresh_token = '' WHERE device = '1'",
    "body": "UPDATE retries SET body = '' WHERE retry_key = '1'",
}


def _session(number: int, at: datetime) -> Session:
    return Session(
        session_id=UUID(int=number + 1),
        account_id="ann",
        role=Role.DOCTOR,
        device=str(number),
        access_token="a",
        refresh_token="r",
        access_token_expires_at=at,
        refresh_token_expires_at=at,
        spent=(),
        version=1,
        created_at=at,
    )


@pytest.mark.parametrize("column", _EMPTIED)
async def test_what_rests_without_a_byte_is_named(empty_dsn: str, column: str) -> None:
    """No key opens an empty token or an empty answer: it is told, and the rest goes on."""
    migrate(empty_dsn)
    old, at = Vault({1: OLD}, writes=1), datetime.now(UTC)
    kept = [Retry(asker="ann", retry_key=str(n), request_digest=b"") for n in range(3)]
    with psycopg.connect(empty_dsn, autocommit=True) as superuser:
        async with pool.opened(empty_dsn, 2) as desk:
            new = NewAccount(account_id="ann", name="Ann", password_hash="$argon2id$x")
            await accounts.add(desk, new, Role.DOCTOR, at)
            for n, one in enumerate(kept):
                await sessions.open_(desk, old, _session(n, at), at)
                await retries.claim(desk, one, at)
                await retries.keep(desk, one, (200, "{}", old.seal("{}", one.place, "body")), at)
            superuser.execute(_EMPTIED[column].encode())
            done = await rotation.rotated(desk, Vault(BOTH, writes=2))
    lost = kept[1].place if column == "body" else UUID(int=2)
    assert done.broken == (lost,)
    assert (done.sessions, done.answers) == ((3, 2) if column == "body" else (2, 3))


def test_a_lost_key_opens_nothing() -> None:
    """A vault without the key refuses, and says nothing of what it could not open."""
    row = UUID(int=1)
    sealed = Vault({1: OLD}, writes=1).seal("a token", row, "access_token")
    with pytest.raises(Broken):
        Vault({2: NEW}, writes=2).open(sealed, row, "access_token")
