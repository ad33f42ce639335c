"""What goes on beside the requests: a database kept alive, old answers swept, figures taken."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from subprocess import SubprocessError

import structlog

from vitalweb.embedded import Embedded
from vitalweb.metrics import Metrics
from vitalweb.store import attempts, retries
from vitalweb.store.database import Database
from vitalweb.store.desk import Outage
from vitalweb.store.replica import LOOK, Replica

HEARTBEAT = 0.5  # seconds between two looks at the embedded database
SETTLING = 1.0  # seconds until the first sweep; a service that cannot listen has ended by then
SWEEP = 600.0  # seconds between two sweeps
GLANCE = 1.0  # seconds between two looks at the pool
_log = structlog.get_logger("vitalweb")


@asynccontextmanager
async def beside(*tasks: Awaitable[None]) -> AsyncIterator[None]:
    """Run *tasks* while the block runs."""
    running = [asyncio.ensure_future(_told(task)) for task in tasks]
    try:
        yield
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _told(task: Awaitable[None]) -> None:
    """Say loudly that *task* failed: without it the service is not what it promises."""
    try:
        await task
    except Exception as error:
        _log.critical("stopped", error=type(error).__name__, detail="restart the service")
        raise


async def alive(embedded: Embedded) -> None:
    """Start the embedded database again whenever it has died."""
    while True:
        await asyncio.sleep(HEARTBEAT)
        try:
            await asyncio.to_thread(embedded.revive)
        except (SubprocessError, OSError, AssertionError, ValueError) as error:
            _log.warning("database down", error=type(error).__name__)


async def swept(database: Database) -> None:
    """Forget what was kept for retries, and guesses, once they are over."""
    await asyncio.sleep(SETTLING)
    while True:
        with suppress(Outage):
            await retries.sweep(database, datetime.now(UTC))
            await attempts.sweep(database, datetime.now(UTC))
        await asyncio.sleep(SWEEP)


async def followed(replica: Replica, primary: Database) -> None:
    """See for as long as the service runs whether a standby follows closely."""
    while True:
        await replica.look(primary)
        await asyncio.sleep(LOOK)


async def measured(database: Database, metrics: Metrics) -> None:
    """Take down how the pool stands, since another process may be the one that is asked."""
    while True:
        metrics.pooled(database.pool.get_stats())
        await asyncio.sleep(GLANCE)
