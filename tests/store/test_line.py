"""A line: what it has prepared may be gone, what breaks on it is told, and it goes on."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from tests.store.conftest import NOON
from vitalcore.guard import Refused
from vitalcore.role import Role
from vitalweb.store import accounts, many, sql
from vitalweb.store.accounts import NewAccount
from vitalweb.store.database import Database
from vitalweb.store.pool import opened

NOBODY = many.written([{"session_id": UUID(int=0), "version": 1}])


@pytest.fixture
async def lone(dsn: str) -> AsyncIterator[Database]:
    """A pool of one line, so that everything goes over the same."""
    async with opened(dsn, 1) as made:
        yield made


async def prepared(lone: Database) -> set[str]:
    """List what the server has prepared for the line."""
    async with lone.pool.connection() as line:
        found = await line.execute("SELECT name FROM pg_prepared_statements")
        return {name for (name,) in await found.fetchall()}


async def test_a_statement_is_prepared_once(lone: Database) -> None:
    """Under its own name."""
    assert await lone.quick(sql.CURRENT_SESSIONS, NOBODY) == []
    assert sql.CURRENT_SESSIONS.name in await prepared(lone)
    assert await lone.quick(sql.CURRENT_SESSIONS, NOBODY) == []


async def test_what_the_driver_forgot_is_prepared_again(lone: Database) -> None:
    """After a rollback the driver has the server forget every statement of the connection."""
    for _ in range(3):
        assert await lone.quick(sql.CURRENT_SESSIONS, NOBODY) == []
        with pytest.raises(ZeroDivisionError):
            await broken(lone)
        assert sql.CURRENT_SESSIONS.name not in await prepared(lone)
    assert await lone.quick(sql.CURRENT_SESSIONS, NOBODY) == []


async def test_a_statement_that_breaks_leaves_the_line_usable(lone: Database) -> None:
    """And says what PostgreSQL said."""
    with pytest.raises(Refused, match="cannot be stored"):
        await lone.quick(sql.CURRENT_SESSIONS, "no JSON")
    assert await lone.quick(sql.CURRENT_SESSIONS, NOBODY) == []


async def broken(lone: Database) -> None:
    """Break off a transaction after statements that the driver had prepared."""
    async with lone.transaction() as desk:
        for _ in range(3):
            await accounts.credentials(desk, "nobody")
        new = NewAccount(account_id=f"a{uuid4().hex}", name="Ann", password_hash="$argon2id$1")
        await accounts.add(desk, new, Role.DOCTOR, NOON)
        raise ZeroDivisionError
