"""A connection to the database, over which a prepared statement of one text goes without ado."""

from collections.abc import Sequence
from typing import Any, override

from psycopg import AsyncConnection
from psycopg.adapt import Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.generators import execute
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGconn, PGresult

from vitalweb.store.sql import Statement

_DONE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


class Line(AsyncConnection):
    """A connection that is given up, where another would ask the server to cancel.

    A commit that waits for a standby cannot be cancelled: PostgreSQL would end the wait and keep
    the write on the primary alone, in sight of all, until a failover takes it away again.
    """

    def __init__(self, pgconn: PGconn, *rest: Any, **named: Any) -> None:
        """Take over a connection on which nothing is prepared."""
        super().__init__(pgconn, *rest, **named)
        self._known = set[bytes]()

    @override
    async def cancel_safe(self, *, timeout: float = 0) -> None:
        self.pgconn.finish()

    async def quick[T](self, statement: Statement[T], given: str) -> Sequence[T]:
        """Run *statement*, whose one parameter is *given*, in a transaction of its own.

        A cursor would look for the types of what is given each time, which takes longer than the
        statement itself.
        """
        name, said = statement.name.encode(), given.encode()
        async with self.lock:
            if name not in self._known:
                await self._prepare(name, statement.text)
            try:
                return self._rows(statement, await self._ran(name, said))
            except InvalidSqlStatementName:  # the driver forgets all of them after a rollback
                await self._prepare(name, statement.text)
                return self._rows(statement, await self._ran(name, said))

    async def _prepare(self, name: bytes, text: bytes) -> None:
        self.pgconn.send_prepare(name, text.replace(b"%(given)s", b"$1"))
        await self._told()
        self._known.add(name)

    async def _ran(self, name: bytes, said: bytes) -> PGresult:
        self.pgconn.send_query_prepared(name, [said], result_format=Format.BINARY)
        return await self._told()

    async def _told(self) -> PGresult:
        result: PGresult = (await self.wait(execute(self.pgconn)))[-1]
        if result.status not in _DONE:
            raise error_from_result(result)
        return result

    def _rows[T](self, statement: Statement[T], result: PGresult) -> Sequence[T]:
        names = [(result.fname(place) or b"").decode() for place in range(result.nfields)]
        loaded = Transformer(self)
        loaded.set_pgresult(result)
        return loaded.load_rows(
            0, result.ntuples, lambda row: statement.make(**dict(zip(names, row, strict=True)))
        )
