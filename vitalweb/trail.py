"""What is noted beside the answers: reads and refusals, written within a second, and checked."""

import asyncio
from collections import deque
from datetime import UTC, datetime, timedelta

import structlog
from attrs import Factory, define

from vitalcore import audit as chain
from vitalcore.audit import START, Break, Deed, Mark, Seal
from vitalweb.store import audit
from vitalweb.store.desk import Desk, Outage

BATCH = 0.5  # seconds between two writes of what was noted; a crash loses no more than these
MOST = 50_000  # deeds that may wait for a database that is away; then requests are refused
AT_ONCE = 2_000  # deeds a statement
AHEAD = timedelta(minutes=5)  # by which the clocks of those who write may go before ours
OVERDUE = timedelta(minutes=10)  # after a minute's end; by then it is sealed where all is well
MISDATED = "was inserted or edited, with a time at which nobody wrote"
UNSEALED = (
    "rows from here on are not sealed; start the service or see what keeps it from sealing in its"
    " log, then verify again"
)
_log = structlog.get_logger("vitalweb")


@define
class Trail:
    """Deeds on their way into the record."""

    _desk: Desk
    _waiting: deque[Deed] = Factory(deque)

    def note(self, deed: Deed) -> None:
        """Note a deed; where too many wait already, nobody is answered unrecorded."""
        if len(self._waiting) >= MOST:
            raise Outage("the trail cannot be written")
        self._waiting.append(deed)

    async def flushed(self) -> None:
        """Write what was noted; what cannot be written goes on waiting."""
        while self._waiting:
            some = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
            try:
                await audit.add(self._desk, some, datetime.now(UTC))
            except Outage:
                self._waiting.extendleft(reversed(some))
                raise

    async def written(self) -> None:
        """Write what is noted, for as long as the service runs and once more at its end."""
        try:
            while True:
                await asyncio.sleep(BATCH)
                await self._try_to_flush()
        finally:
            await self._try_to_flush()

    async def _try_to_flush(self) -> None:
        try:
            await self.flushed()
        except Outage as outage:
            _log.warning("trail waits", reason=str(outage), waiting=len(self._waiting))


async def verified(
    desk: Desk, key: bytes, now: datetime, last: bytes | None = None
) -> Break | None:
    """Name the first place where the trail is not what was sealed.

    *last* is a seal's chain that was noted elsewhere, in the log for one: it must still be there.
    """
    former: Mark | Seal = START
    seen = last is None
    async for seal in audit.seals(desk, former.minute):
        if found := await _broken(desk, key, seal, former):
            return found
        former, seen = seal, seen or seal.chain == last
    if not seen:
        return Break(former.minute, None, "the seal that was noted elsewhere is not there")
    return await _loose(desk, former.minute, now)


async def _broken(desk: Desk, key: bytes, seal: Seal, former: Mark | Seal) -> Break | None:
    """Name the first row that is not as *seal* has it, or that lies before it and in no seal."""
    entries = [entry async for page in audit.minute(desk, seal.minute) for entry in page]
    found = chain.broken(key, seal, entries, former.chain)
    if found and found.audit_id is None:
        return found
    stray = await audit.stray(desk, former.minute, seal.minute)
    return Break(stray.minute, stray.audit_id, "inserted") if stray else found


async def _loose(desk: Desk, sealed: datetime, now: datetime) -> Break | None:
    """Name a row with an impossible time, or the minute after *sealed* that is overdue."""
    if odd := await audit.misdated(desk, now + AHEAD):
        return Break(odd.minute, odd.audit_id, MISDATED)
    overdue = (now - OVERDUE).replace(second=0, microsecond=0)
    stray = await audit.stray(desk, sealed, overdue)
    return Break(stray.minute, None, UNSEALED) if stray else None
