"""Answers kept under an Idempotency-Key: the same request is answered once and told again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from attrs import frozen
from psycopg.errors import LockNotAvailable
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, KeyReused, StillRunning
from vitalweb.store import sql
from vitalweb.store.desk import Desk, Outage
from vitalweb.store.rows.answers import Kept, SealedAnswer

#: How long an answer can be asked for again.
KEPT_FOR = timedelta(hours=24)
#: The column that a kept answer is sealed for.
BODY = "body"


@frozen(kw_only=True)
class Retry:
    """Who sends which request under which key."""

    asker: str
    retry_key: str
    request_digest: bytes

    @property
    def place(self) -> UUID:
        """Name the row that its answer rests in, and is sealed for."""
        named = f"{self.asker}\n{self.retry_key}\n".encode() + self.request_digest
        return UUID(bytes=sha256(named).digest()[:16])


async def claim(desk: Desk, retry: Retry, at: datetime) -> Result[Kept | None, Fault]:
    """Claim the key, or give the answer that was kept under it; wait for whoever holds it."""
    given = {"asker": retry.asker, "retry_key": retry.retry_key}
    try:
        fresh = await desk.row(sql.CLAIM_RETRY, **given, request_digest=retry.request_digest, at=at)
    except Outage as outage:
        if isinstance(outage.__cause__, LockNotAvailable):
            return Failure(StillRunning(retry_after=1))
        raise
    if fresh:
        return Success(None)
    kept = await desk.row(sql.RECALL_RETRY, **given)
    if kept and kept.request_digest != retry.request_digest:
        return Failure(KeyReused())
    return Success(kept)


async def keep(
    desk: Desk, retry: Retry, answer: tuple[int, str, bytes | None], at: datetime
) -> None:
    """Keep *answer* (status, headers, sealed body) under the claimed key."""
    status, headers, body = answer
    given = {"asker": retry.asker, "retry_key": retry.retry_key, "status": status}
    await desk.row(sql.KEEP_RETRY, **given, headers=headers, body=body, at=at)


async def aged(desk: Desk, writes: int, after: Retry, limit: int) -> Sequence[SealedAnswer]:
    """List answers after one of them that rest under another key than *writes*."""
    place = {"after_asker": after.asker, "after_key": after.retry_key}
    return await desk.rows(sql.AGED_RETRIES, writes=bytes([writes]), limit=limit, **place)


async def reseal(desk: Desk, former: SealedAnswer, body: bytes, at: datetime) -> bool:
    """Swap the same answer in, sealed anew, unless it was forgotten meanwhile."""
    given = {"asker": former.asker, "retry_key": former.retry_key, "former": former.body}
    return await desk.row(sql.RESEAL_RETRY, **given, body=body, at=at) is not None


async def sweep(desk: Desk, at: datetime) -> None:
    """Forget the answers that are older than they need to be."""
    await desk.rows(sql.SWEEP_RETRIES, before=at - KEPT_FOR)
