"""Steps that change the schema while others work: short locks, and another try when held up."""

import asyncio

from psycopg.errors import LockNotAvailable

from vitalweb.store.database import Database
from vitalweb.store.desk import Outage

HELD_UP = 300  # milliseconds for which a step may make others wait
PAUSE = 0.5  # seconds until the next try
TRIES = 120


async def taken(database: Database, *steps: str) -> None:
    """Take *steps* together or not at all.

    Whoever waits for a lock makes everybody wait who comes after: so it gives up soon, and lets
    them by before it tries again.
    """
    for _ in range(TRIES):
        try:
            return await _once(database, steps)
        except Outage as outage:
            if not isinstance(outage.__cause__, LockNotAvailable):
                raise
        await asyncio.sleep(PAUSE)
    raise TimeoutError("somebody holds a lock on the record; see pg_locks, then repeat")


async def _once(database: Database, steps: tuple[str, ...]) -> None:
    async with database.stream() as conn:
        await conn.execute(f"SET LOCAL lock_timeout = {HELD_UP}".encode())
        for step in steps:
            await conn.execute(step.encode())
