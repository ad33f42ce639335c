"""A standby for reads that may lag, and whether it follows closely enough to be asked."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from attrs import define, field

from vitalweb.store import pool, sql
from vitalweb.store.database import Database
from vitalweb.store.desk import Outage
from vitalweb.store.patience import within

LAG = 3.0  # seconds that a standby may be behind; with those between two looks it is 5 at most
LOOK = 1.0  # seconds between two looks, and that one may take
_CATCHING_UP = 0.1  # seconds between two looks of somebody who waits
_log = structlog.get_logger("vitalweb")


@define
class Replica:
    """A standby, and what the primary's log had reached when, as far as it is still missing here.

    A standby's own clock cannot tell: on a quiet night it has replayed nothing for hours, and one
    that was cut off has replayed all that it got.
    """

    database: Database
    near: bool = False
    _missing: deque[tuple[float, int]] = field(factory=deque, init=False)

    async def look(self, primary: Database) -> None:
        """Find out whether it has all that the primary had a few seconds ago."""
        now = asyncio.get_running_loop().time()
        try:
            written, replayed = await within(LOOK, _compared(primary, self.database))
        except (Outage, TimeoutError):
            self.lose()
            return
        self._missing.append((now, written))
        while self._missing and self._missing[0][1] <= replayed:
            self._missing.popleft()
        self._turn(near=not self._missing or now - self._missing[0][0] < LAG)

    def lose(self) -> None:
        """Ask it no more until it has been seen to follow."""
        self._missing.clear()
        self._turn(near=False)

    def _turn(self, *, near: bool) -> None:
        if near != self.near:
            _log.warning("replica", near=near)
        self.near = near


@asynccontextmanager
async def caught_up(primary: Database, dsn: str | None) -> AsyncIterator[Database]:
    """Lend a standby once it has all that the primary has now, or else the primary."""
    if dsn is None:
        yield primary
        return
    async with pool.opened(dsn, 1) as standby:
        found = primary
        with suppress(Outage, TimeoutError):
            found = await within(LAG, _following(primary, standby))
        yield found


async def _compared(primary: Database, standby: Database) -> tuple[int, int]:
    return await _logged(primary), await _replayed(standby)


async def _following(primary: Database, standby: Database) -> Database:
    position = await _logged(primary)
    while await _replayed(standby) < position:  # noqa: ASYNC110 -- another server sets no event
        await asyncio.sleep(_CATCHING_UP)
    return standby


async def _logged(primary: Database) -> int:
    found = await primary.row(sql.LOGGED)
    return found.position if found else 0


async def _replayed(standby: Database) -> int:
    """Give the position of a standby; one that was promoted is on a way of its own."""
    found = await standby.row(sql.REPLAYED)
    if found is None:
        raise Outage("it follows nobody")
    return found.position
