"""Minutes of the trail, sealed once they are settled, each upon the last one that was seen."""

import asyncio
from array import array
from datetime import UTC, datetime, timedelta

import structlog
from attrs import define, field
from prometheus_client import Counter

from vitalcore import audit as chain
from vitalcore.audit import START, Mark, built_on
from vitalweb.store import audit
from vitalweb.store.audit import Made
from vitalweb.store.desk import Desk, Outage

SETTLED = timedelta(seconds=90)  # after a minute's start; every transaction of it has ended
SEALING = 5.0  # seconds between two looks for minutes to seal
_log = structlog.get_logger("vitalweb")


class Cut(Exception):  # noqa: N818 -- tells what somebody did to the chain, no mistake of ours
    """The newest seal that was seen is gone, or what comes after it is not built on it."""


@define
class Sealer:
    """Seals the trail; what it saw sealed it never seals again, whoever takes the seal away."""

    _desk: Desk
    _key: bytes = field(repr=False)
    _refused: Counter
    _seen: Mark | None = None

    async def sealed(self) -> None:
        """Seal every minute once it is settled, for as long as the service runs."""
        while True:
            await asyncio.sleep(SEALING)
            await self._try_to_seal(datetime.now(UTC))

    async def _try_to_seal(self, now: datetime) -> None:
        try:
            await self.due(now)
        except Outage as outage:
            _log.warning("seal waits", reason=str(outage))
        except Cut:
            self._refused.inc()
            _log.critical("nothing sealed", detail=self._advice())
        except Exception as error:  # noqa: BLE001 -- it is told as critical at each look; sealing must not end for good
            self._refused.inc()
            _log.critical("nothing sealed", error=type(error).__name__)

    async def due(self, now: datetime) -> int:
        """Seal all minutes that are settled, and count them; another process may be quicker."""
        count, before = 0, (now - SETTLED).replace(second=0, microsecond=0)
        seen = await self._looked(now)
        while (minute := await audit.unsealed(self._desk, seen.minute, before)) is not None:
            count += await self._seal(minute, seen, now)
            seen = await self._looked(now)
        return count

    async def _looked(self, now: datetime) -> Mark:
        """See the newest seal; raise Cut unless it is the one that was seen last or built on it."""
        found = await audit.marks(self._desk, self._seen.minute if self._seen else None)
        known = self._seen or next(iter(found), START)
        if not built_on(known, found, now):
            raise Cut
        self._seen = [known, *found][-1]
        return self._seen

    async def _seal(self, minute: datetime, former: Mark, now: datetime) -> bool:
        made = await _made(self._desk, self._key, minute, former.chain)
        kept = await audit.seal(self._desk, made, now)
        if kept:
            self._seen = Mark(minute=minute, former=made.former, chain=made.chain)
            _log.info("sealed", minute=minute.isoformat(), chain=made.chain.hex())
        return kept

    def _advice(self) -> str:
        last = f" --last {self._seen.chain.hex()}" if self._seen else ""
        return (
            "the newest seal that was seen is not in the record, or what follows is not built on"
            f" it: run vitalweb audit verify{last}, and start the service anew once you know why"
        )


async def _made(desk: Desk, key: bytes, minute: datetime, former: bytes) -> Made:
    """Seal a minute page by page, so that requests are answered meanwhile."""
    ids, digests, last = array("q"), bytearray(), former
    async for page in audit.minute(desk, minute):
        ids.extend(entry.audit_id for entry in page)
        some = chain.linked(key, last, page)
        digests += b"".join(some)
        last = some[-1]
    tied = chain.chained(key, minute, last)
    return Made(minute=minute, audit_ids=ids, digests=digests, former=former, chain=tied)
