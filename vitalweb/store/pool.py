"""The pool of connections: how long anything may take, and what becomes of one that is lost."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import override

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from vitalweb.store.database import Database

CHECKOUT = 1.5  # seconds until a request without a connection is turned away
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
