"""A database for tests that begin with an empty record."""

from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import psycopg
import pytest

from tests.store.bulk import emptied
from vitalweb.migrate import migrate
from vitalweb.store import database
from vitalweb.store.database import Database


@pytest.fixture(scope="session")
def record_dsn(postgres: str) -> Iterator[str]:
    """A database with the whole schema, for one test at a time."""
    name = f"t{uuid4().hex}"
    dsn = postgres.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name}".encode())
        migrate(dsn)
        yield dsn
        conn.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
async def _record(record_dsn: str) -> AsyncIterator[Database]:
    async with database.opened(record_dsn, 4) as opened:
        yield opened


@pytest.fixture
async def record(_record: Database) -> Database:
    """A record with nothing in it."""
    await emptied(_record)
    return _record
