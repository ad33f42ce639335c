"""The pool of connections: how long anything may take, and what becomes of one that is lost."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from psycopg_pool import AsyncConnectionPool

from vitalweb.store.database import Database
from vitalweb.store.line import Line

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


def _unexpected(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith(_GIVEN_UP)


logging.getLogger("psycopg").addFilter(_unexpected)


@asynccontextmanager
async def opened(dsn: str, size: int) -> AsyncIterator[Database]:
    """Open a pool of up to *size* connections; it mends itself when the database comes back."""
    pool: AsyncConnectionPool[Line] = AsyncConnectionPool(
        dsn,
        connection_class=Line,
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
