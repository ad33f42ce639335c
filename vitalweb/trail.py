"""What is noted beside the answers: reads and refusals, written within a second, then sealed."""

import asyncio
from array import array
from collections import deque
from datetime import UTC, datetime, timedelta

import structlog
from attrs import Factory, define, field

from vitalcore import audit as chain
from vitalcore.audit import Deed
from vitalcore.guard import EPOCH
from vitalweb.store import audit
from vitalweb.store.audit import Made
from vitalweb.store.desk import Desk, Outage

BATCH = 0.5  # seconds between two writes of what was noted; a crash loses no more than these
MOST = 50_000  # deeds that may wait for a database that is away; then requests are refused
AT_ONCE = 2_000  # deeds a statement
SETTLED = timedelta(seconds=90)  # after a minute's start; every transaction of it has ended
SEALING = 5.0  # seconds between two looks for minutes to seal
_log = structlog.get_logger("vitalweb")


@define
class Trail:
    """Deeds on their way into the record."""

    _desk: Desk
    _key: bytes = field(repr=False)
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

    async def sealed(self) -> None:
        """Seal every minute once it is settled."""
        while True:
            await asyncio.sleep(SEALING)
            try:
                await seal_due(self._desk, self._key, datetime.now(UTC))
            except Outage as outage:
                _log.warning("seal waits", reason=str(outage))


async def seal_due(desk: Desk, key: bytes, now: datetime) -> int:
    """Seal all minutes that are settled, and count them; another process may be quicker."""
    before = now - SETTLED
    count = 0
    while (due := await audit.unsealed(desk, before.replace(second=0, microsecond=0))) is not None:
        former = await audit.last_chain(desk)
        made = await _sealed(desk, key, due, former)
        if await audit.seal(desk, made, now):
            count += 1
            _log.info("sealed", minute=due.isoformat(), chain=made.chain.hex())
    return count


async def _sealed(desk: Desk, key: bytes, minute: datetime, former: bytes) -> Made:
    """Seal a minute page by page, so that requests are answered meanwhile."""
    ids, digests, last = array("q"), bytearray(), former
    async for page in audit.minute(desk, minute):
        ids.extend(entry.audit_id for entry in page)
        some = chain.linked(key, last, page)
        digests += b"".join(some)
        last = some[-1]
    tied = chain.chained(key, minute, last)
    return Made(minute=minute, audit_ids=ids, digests=digests, former=former, chain=tied)


async def verified(desk: Desk, key: bytes, last: bytes | None = None) -> chain.Break | None:
    """Name the first place where the trail is not what was sealed.

    *last* is a seal's chain that was noted elsewhere, in the log for one: it must still be there.
    """
    former, minute, seen = chain.GENESIS, EPOCH, last is None
    async for seal in audit.seals(desk, EPOCH):
        entries = [entry async for page in audit.minute(desk, seal.minute) for entry in page]
        found = chain.broken(key, seal, entries, former)
        if found:
            return found
        former, minute, seen = seal.chain, seal.minute, seen or seal.chain == last
    if not seen:
        return chain.Break(minute, None, "the seal that was noted elsewhere is not there")
    stray = await audit.stray(desk, minute)
    return chain.Break(minute, stray.audit_id, "inserted") if stray else None
