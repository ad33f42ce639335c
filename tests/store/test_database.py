"""The pool: what it makes of an outage, of a value it cannot hold, and of work that breaks."""

import pytest
from psycopg import Connection

from tests.store.conftest import NOON
from vitalcore.guard import Refused
from vitalcore.patient import Patient
from vitalcore.role import Role
from vitalweb.store import accounts, sql
from vitalweb.store.accounts import NewAccount
from vitalweb.store.database import Database
from vitalweb.store.desk import Outage
from vitalweb.store.pool import opened


async def test_what_postgresql_cannot_hold_is_a_refusal(desk: Database) -> None:
    """A NUL that got so far is the caller's mistake, not an outage."""
    with pytest.raises(Refused, match="cannot be stored"):
        await desk.row(sql.CREDENTIALS, account_id="a\0b")


async def test_work_that_breaks_is_undone(desk: Database, patient_id: str) -> None:
    """Nothing of a transaction stays when its block raises."""
    new = NewAccount(account_id=patient_id, name="Ann", password_hash="$argon2id$1")
    with pytest.raises(ZeroDivisionError):
        await _broken(desk, new)
    assert await accounts.credentials(desk, patient_id) is None


async def test_work_together_is_kept_at_its_end(
    desk: Database, patient_id: str, other: Connection
) -> None:
    """Others see it when the block has ended, and not before."""
    new = NewAccount(account_id=patient_id, name="Ann", password_hash="$argon2id$1")
    query = "SELECT count(*) FROM accounts WHERE account_id = %s"
    async with desk.transaction() as together:
        await accounts.add(together, new, Role.DOCTOR, NOON)
        during = other.execute(query, [patient_id]).fetchall()
    after = other.execute(query, [patient_id]).fetchall()
    assert (during, after) == ([(0,)], [(1,)])


async def test_a_database_that_is_not_there_is_an_outage() -> None:
    """The caller is told to come again."""
    with pytest.raises(Outage):
        async with opened("postgresql://nobody@127.0.0.1:1/none", 2) as desk:
            await desk.row(sql.CREDENTIALS, account_id="a")


async def test_a_closed_pool_is_an_outage(dsn: str) -> None:
    """A request that comes while the service ends is turned away."""
    async with opened(dsn, 2) as desk:
        pass
    with pytest.raises(Outage, match="PoolClosed"):
        await desk.row(sql.CREDENTIALS, account_id="a")


async def test_connections_are_limited_in_time_and_speak_utc(desk: Database, pat: Patient) -> None:
    """No statement, lock or idle transaction lasts; a stream alone may take its time."""
    query = (
        "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
        " current_setting('idle_in_transaction_session_timeout'), current_setting('timezone')"
    )
    async with desk.transaction() as one:
        limited = await (await one.conn.execute(query)).fetchone()
    async with desk.stream() as conn:
        free = await (await conn.execute(query)).fetchone()
    assert (limited, free) == (("4s", "2s", "5s", "UTC"), ("0", "2s", "0", "UTC"))
    assert pat.created_at.utcoffset() == NOON.utcoffset()


async def _broken(desk: Database, new: NewAccount) -> None:
    async with desk.transaction() as together:
        await accounts.add(together, new, Role.DOCTOR, NOON)
        raise ZeroDivisionError
