"""A command that needs the database for a while, whether the service runs or not."""

import asyncio
from collections.abc import Awaitable, Callable

import uvloop

from vitalweb import serving
from vitalweb.migrate import migrate
from vitalweb.settings import Settings
from vitalweb.store import pool
from vitalweb.store.database import Database

CONNECTIONS = 2


def run[T](settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Do *work* over the migrated database; one that had to be started is stopped again."""
    dsn, _ = serving.database(settings)
    migrate(dsn)
    return asyncio.run(_run(dsn, work), loop_factory=uvloop.new_event_loop)


async def _run[T](dsn: str, work: Callable[[Database], Awaitable[T]]) -> T:
    serving.settled()
    async with pool.opened(dsn, CONNECTIONS) as opened:
        return await work(opened)
