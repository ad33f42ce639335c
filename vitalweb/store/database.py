"""The pool of connections: how long anything may take, and what counts as an outage."""

import logging
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, override

import psycopg
from attrs import frozen
from psycopg import AsyncConnection
from psycopg.errors import (
    DataError,
    DeadlockDetected,
    IdleInTransactionSessionTimeout,
    LockNotAvailable,
    QueryCanceled,
    ReadOnlySqlTransaction,
    UndefinedColumn,
    UndefinedTable,
)
from psycopg.rows import kwargs_row
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

from vitalcore.guard import Refused
from vitalweb.store.desk import Outage
from vitalweb.store.sql import Statement

CHECKOUT = 1.5  # seconds until a request without a connection is turned away
AT_ONCE = 2000  # rows that are held at once
WAITING = 200  # requests that may wait for a connection at once
RECONNECT = 3.0  # seconds of backoff; longer ones would outlast the outage
_LIMITS = (
    "-c timezone=UTC -c statement_timeout=4000 -c lock_timeout=2000"
    " -c idle_in_transaction_session_timeout=5000"
)
_KEEPALIVE = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 4000,
}
#: What the driver says of a connection that was given up on purpose.
_GIVEN_UP = "query cancellation interrupted"
_OUTAGES = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    IdleInTransactionSessionTimeout,
    ReadOnlySqlTransaction,
    UndefinedTable,  # restored, but not migrated yet
    UndefinedColumn,  # likewise, or a standby that has not taken the migration over
    PoolTimeout,
    PoolClosed,
    TooManyRequests,
)


_UNDONE = (
    psycopg.IntegrityError,
    DeadlockDetected,
    LockNotAvailable,
    QueryCanceled,
)


def undone(error: BaseException) -> bool:
    """Is it certain that the database kept nothing of what failed with *error*?"""
    return isinstance(error, Refused) or isinstance(error.__cause__ or error, _UNDONE)


@contextmanager
def _named() -> Iterator[None]:
    """Call an outage an outage, and a value that PostgreSQL cannot hold a refusal."""
    try:
        yield
    except _OUTAGES as error:
        raise Outage(type(error).__name__) from error
    except DataError as error:
        raise Refused("", "holds a value that cannot be stored") from error


@frozen
class Transaction:
    """A desk whose statements stand or fall together."""

    conn: AsyncConnection

    async def rows[T](self, statement: Statement[T], **given: Any) -> Sequence[T]:
        """Run *statement* and give its rows."""
        with _named():
            async with self.conn.cursor(binary=True, row_factory=kwargs_row(statement.make)) as cur:
                await cur.execute(statement.text, given)
                return await cur.fetchall()

    async def row[T](self, statement: Statement[T], **given: Any) -> T | None:
        """Run *statement* and give its row, or None."""
        found = await self.rows(statement, **given)
        return found[0] if found else None

    async def each[T](self, statement: Statement[T], **given: Any) -> AsyncIterator[T]:
        """Run *statement* and give its rows one by one, with few of them in memory."""
        make = kwargs_row(statement.make)
        with _named():
            async with self.conn.cursor("each", row_factory=make) as cur:
                cur.itersize = AT_ONCE
                await cur.execute(statement.text, given, binary=True)
                async for row in cur:
                    yield row

    async def unhurried(self) -> None:
        """Let this transaction take longer than a request may."""
        await self.conn.execute("SET LOCAL statement_timeout = 0")
        await self.conn.execute("SET LOCAL idle_in_transaction_session_timeout = 0")

    async def run(self, statement: Statement[Any]) -> None:
        """Run a *statement* that gives no rows."""
        with _named():
            await self.conn.execute(statement.text, prepare=False)

    async def copy(
        self, statement: Statement[Any], types: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Hand *rows* of *types* to a COPY."""
        with _named():
            async with self.conn.cursor() as cur, cur.copy(statement.text) as copied:
                copied.set_types(types)
                for row in rows:
                    await copied.write_row(row)


@frozen
class Database:
    """A desk where every statement is a transaction of its own."""

    pool: AsyncConnectionPool

    async def rows[T](self, statement: Statement[T], **given: Any) -> Sequence[T]:
        """Run *statement* and give its rows."""
        async with self._lent() as conn:
            return await Transaction(conn).rows(statement, **given)

    async def row[T](self, statement: Statement[T], **given: Any) -> T | None:
        """Run *statement* and give its row, or None."""
        found = await self.rows(statement, **given)
        return found[0] if found else None

    async def pipelined[T](
        self, statement: Statement[T], each: Sequence[Mapping[str, Any]]
    ) -> Sequence[T | None]:
        """Run *statement* once for each of some arguments, in one round trip.

        Each is a transaction of its own; where one gave no row, or was undone, there is None.
        """
        async with self._lent() as conn:
            run = [conn.cursor(binary=True, row_factory=kwargs_row(statement.make)) for _ in each]
            try:
                async with conn.pipeline() as line:
                    for cursor, given in zip(run, each, strict=True):
                        await cursor.execute(statement.text, given)
                        await line.sync()
            except psycopg.Error as error:  # of any of them, which may end the sending
                if not undone(error):
                    raise
            return [await cursor.fetchone() if cursor.pgresult else None for cursor in run]

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Open a desk whose work is kept when the block ends, and undone when it raises."""
        async with self._lent() as conn, conn.transaction():
            yield Transaction(conn)

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[AsyncConnection]:
        """Lend a connection for work that takes longer than a request may."""
        async with self._lent() as conn, conn.transaction():
            await Transaction(conn).unhurried()
            yield conn

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[AsyncConnection]:
        """Lend a connection; after one that was lost, none of the others is trusted either."""
        with _named():
            async with self.pool.connection() as conn:
                try:
                    yield conn
                finally:
                    if conn.broken:
                        await self.pool.drain()


class _Line(AsyncConnection):
    """A connection that is given up, where another would ask the server to cancel.

    A commit that waits for a standby cannot be cancelled: PostgreSQL would end the wait and keep
    the write on the primary alone, in sight of all, until a failover takes it away again.
    """

    @override
    async def cancel_safe(self, *, timeout: float = 0) -> None:
        self.pgconn.finish()


def _unexpected(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith(_GIVEN_UP)


logging.getLogger("psycopg").addFilter(_unexpected)


@asynccontextmanager
async def opened(dsn: str, size: int) -> AsyncIterator[Database]:
    """Open a pool of up to *size* connections; it mends itself when the database comes back."""
    pool: AsyncConnectionPool[AsyncConnection] = AsyncConnectionPool(
        dsn,
        connection_class=_Line,
        kwargs={
            "autocommit": True,
            "prepare_threshold": 1,
            "connect_timeout": 2,
            "application_name": "vitalweb",
            "options": _LIMITS,
            **_KEEPALIVE,
        },
        min_size=min(2, size),
        max_size=size,
        timeout=CHECKOUT,
        max_waiting=WAITING,
        reconnect_timeout=RECONNECT,
        open=False,
    )
    async with pool:
        yield Database(pool)
