"""A desk at which every statement is a transaction of its own, and one for several together."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from attrs import frozen
from psycopg import AsyncConnection
from psycopg.rows import kwargs_row
from psycopg_pool import AsyncConnectionPool

from vitalweb.store.line import Line
from vitalweb.store.outages import named, undone
from vitalweb.store.sql import Statement

AT_ONCE = 2000  # rows that are held at once


@frozen
class Transaction:
    """A desk whose statements stand or fall together."""

    conn: AsyncConnection

    async def rows[T](self, statement: Statement[T], **given: Any) -> Sequence[T]:
        """Run *statement* and give its rows."""
        with named():
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
        with named():
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
        with named():
            await self.conn.execute(statement.text, prepare=False)

    async def copy(
        self, statement: Statement[Any], types: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Hand *rows* of *types* to a COPY."""
        with named():
            async with self.conn.cursor() as cur, cur.copy(statement.text) as copied:
                copied.set_types(types)
                for row in rows:
                    await copied.write_row(row)


@frozen
class Database:
    """A desk where every statement is a transaction of its own."""

    pool: AsyncConnectionPool[Line]

    async def rows[T](self, statement: Statement[T], **given: Any) -> Sequence[T]:
        """Run *statement* and give its rows."""
        async with self._lent() as conn:
            return await Transaction(conn).rows(statement, **given)

    async def row[T](self, statement: Statement[T], **given: Any) -> T | None:
        """Run *statement* and give its row, or None."""
        found = await self.rows(statement, **given)
        return found[0] if found else None

    async def quick[T](self, statement: Statement[T], given: str) -> Sequence[T]:
        """Run a *statement* whose one parameter is *given*, and give its rows."""
        with named():
            line = await self.pool.getconn()
            try:
                return await line.quick(statement, given)
            finally:
                await self._returned(line)

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
        with named():
            async with self.pool.connection() as conn:
                try:
                    yield conn
                finally:
                    await self._trusted(conn)

    async def _returned(self, line: Line) -> None:
        try:
            await self._trusted(line)
        finally:
            await self.pool.putconn(line)

    async def _trusted(self, line: AsyncConnection) -> None:
        if line.broken:
            await self.pool.drain()
