"""Sessions in the record: one live one a device, swapped under a version, their tokens sealed."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from attrs import evolve
from psycopg import Connection

from tests.store.conftest import NOON
from vitalcore.role import Role
from vitalcore.session import Session, resigned, rotated
from vitalweb.crypto.vault import KEY, Vault
from vitalweb.store import sessions
from vitalweb.store.database import Database

HOUR = timedelta(hours=1)
VAULT = Vault({1: b"k" * KEY}, writes=1)
LOST = Vault({1: b"l" * KEY}, writes=1)


def session_of(account_id: str, device: str = "-", at: datetime = NOON) -> Session:
    """A session that begins now."""
    return Session(
        session_id=uuid4(),
        account_id=account_id,
        role=Role.DOCTOR,
        device=device,
        access_token="an access token",
        refresh_token="a refresh token",
        access_token_expires_at=at + HOUR,
        refresh_token_expires_at=at + 12 * HOUR,
        spent=(),
        version=1,
        created_at=at,
    )


@pytest.fixture
async def session(desk: Database, doctor: str) -> Session:
    """A live session."""
    new = session_of(doctor)
    assert await sessions.open_(desk, VAULT, new, NOON)
    return new


async def test_a_session_comes_back_as_it_was_opened(desk: Database, session: Session) -> None:
    """By its id, and as the live one of its account and device."""
    found = [
        await sessions.find(desk, VAULT, session.session_id),
        await sessions.live(desk, VAULT, session.account_id, "-", NOON),
    ]
    assert found == [session, session]


async def test_each_device_has_one_live_session(desk: Database, session: Session) -> None:
    """A second one is not opened on the same device, and is on another."""
    again, tablet = session_of(session.account_id), session_of(session.account_id, "tablet")
    opened = [await sessions.open_(desk, VAULT, new, NOON) for new in (again, tablet)]
    assert opened == [False, True]


async def test_tokens_rest_sealed(session: Session, other: Connection) -> None:
    """Whoever reads the database reads no token."""
    row = other.execute(
        "SELECT access_token, refresh_token, sessions::text FROM sessions WHERE session_id = %s",
        [session.session_id],
    ).fetchone()
    assert row
    assert (row[0][0], len(row[0]), b"token" in row[0] + row[1]) == (1, 1 + 12 + 15 + 16, False)
    assert b"token".hex() not in row[2]


async def test_a_session_that_ended_is_nobodys(desk: Database, session: Session) -> None:
    """It is not found, not live and not renewed; its device may open another."""
    await sessions.end(desk, session.session_id, NOON + HOUR)
    assert await sessions.find(desk, VAULT, session.session_id) is None
    assert await sessions.live(desk, VAULT, session.account_id, "-", NOON) is None
    assert not await sessions.renew(desk, VAULT, session, NOON)
    assert await sessions.open_(desk, VAULT, session_of(session.account_id), NOON)


async def test_it_ends_once(desk: Database, session: Session, other: Connection) -> None:
    """The first end stands."""
    for lapse in (HOUR, 2 * HOUR):
        await sessions.end(desk, session.session_id, NOON + lapse)
    query = "SELECT ended_at, version FROM sessions WHERE session_id = %s"
    assert other.execute(query, [session.session_id]).fetchall() == [(NOON + HOUR, 2)]


async def test_only_one_of_two_renewals_is_taken(desk: Database, session: Session) -> None:
    """Whoever read an older version tries again."""
    signed = [resigned(session, f"signed {place}") for place in (1, 2)]
    taken = [await sessions.renew(desk, VAULT, one, NOON) for one in signed]
    assert taken == [True, False]
    assert await sessions.find(desk, VAULT, session.session_id) == evolve(signed[0], version=2)


async def test_a_rotation_is_remembered(desk: Database, session: Session) -> None:
    """New tokens, a new hour, and what is spent come back together."""
    new = rotated(session, "signed", "refresh 2", NOON + 2 * HOUR)
    assert await sessions.renew(desk, VAULT, new, NOON + 2 * HOUR)
    assert await sessions.find(desk, VAULT, session.session_id) == evolve(new, version=2)


async def test_a_session_under_a_lost_key_is_over(desk: Database, session: Session) -> None:
    """Its tokens open nothing, and its owner can log in again: the device's place is freed."""
    assert await sessions.find(desk, LOST, session.session_id) is None
    assert await sessions.live(desk, LOST, session.account_id, "-", NOON) is None
    assert await sessions.open_(desk, LOST, session_of(session.account_id), NOON)


async def test_tokens_moved_between_rows_open_nothing(
    desk: Database, session: Session, other: Connection
) -> None:
    """Who can write to the database cannot lend one session's tokens to another."""
    stolen = session_of(session.account_id, "stolen")
    await sessions.open_(desk, VAULT, stolen, NOON)
    other.execute(
        "UPDATE sessions SET access_token = (SELECT access_token FROM sessions"
        " WHERE session_id = %s) WHERE session_id = %s",
        [session.session_id, stolen.session_id],
    )
    assert await sessions.find(desk, VAULT, stolen.session_id) is None


async def test_a_session_that_never_was_is_not_found(desk: Database) -> None:
    """And ending it changes nothing."""
    await sessions.end(desk, UUID(int=0), NOON)
    assert await sessions.find(desk, VAULT, UUID(int=0)) is None
