"""The store without a service around it."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest

from tests.store.bulk import emptied
from vitalcore.patient import BIRTH_DATE, Gender, NewPatient, Patient
from vitalcore.role import Role
from vitalweb.migrate import migrate
from vitalweb.store import accounts, patients
from vitalweb.store.accounts import NewAccount
from vitalweb.store.database import Database
from vitalweb.store.pool import opened

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
async def desk(dsn: str) -> AsyncIterator[Database]:
    """A pool of connections to the migrated database."""
    async with opened(dsn, 4) as made:
        yield made


@pytest.fixture
def patient_id() -> str:
    """An id that no patient has."""
    return f"p-{uuid4().hex[:12]}"


@pytest.fixture
async def pat(desk: Database, patient_id: str) -> Patient:
    """A patient in the record."""
    new = NewPatient(
        patient_id=patient_id, name="Pat Doe", gender=Gender.FEMALE, birth_date=BIRTH_DATE.first
    )
    return (await patients.add(desk, new, "dr-ann", NOON)).unwrap()


@pytest.fixture
async def doctor(desk: Database) -> str:
    """The id of an account."""
    account_id = f"dr-{uuid4().hex[:12]}"
    new = NewAccount(account_id=account_id, name="Ann", password_hash="$argon2id$1")
    return (await accounts.add(desk, new, Role.DOCTOR, NOON)).unwrap().id


@pytest.fixture(scope="session")
def record_dsn(postgres: str) -> Iterator[str]:
    """A migrated database for tests that begin with an empty record, one at a time."""
    name = f"t{uuid4().hex}"
    made = postgres.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name}".encode())
        migrate(made)
        yield made
        conn.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
async def _record(record_dsn: str) -> AsyncIterator[Database]:
    async with opened(record_dsn, 4) as made:
        yield made


@pytest.fixture
async def record(_record: Database) -> Database:
    """A record with nothing in it."""
    await emptied(_record)
    return _record
