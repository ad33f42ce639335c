"""The trail in the record: rows go in and are sealed; nothing takes them out."""

from array import array
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from attrs import asdict, evolve, frozen

from vitalcore.audit import Deed, Entry, Mark, Seal
from vitalcore.guard import EPOCH, HORIZON
from vitalweb.store import many, sql
from vitalweb.store.desk import Desk
from vitalweb.store.rows.upkeep import Row

_PAGE = 500  # rows read at once


@frozen(kw_only=True)
class Search:
    """Rows of the trail from *since* to *until*, both included, after a place in their order."""

    since: datetime
    until: datetime
    account_id: str | None
    patient_id: str | None
    action: str | None
    after_at: datetime
    after_id: int
    limit: int


@frozen(kw_only=True)
class Made:
    """A seal that is to be kept, with its digests one after another: a busy minute has many."""

    minute: datetime
    audit_ids: "array[int]"
    digests: bytearray
    former: bytes
    chain: bytes


async def add(desk: Desk, deeds: Sequence[Deed], now: datetime) -> None:
    """Add *deeds* to the trail, in their order."""
    await desk.rows(sql.ADD_AUDIT, deeds=many.written(deeds), now=now)


async def search(desk: Desk, wanted: Search) -> Sequence[Entry]:
    """List rows of the trail, the oldest first."""
    return await desk.rows(sql.PAGE_AUDIT, **asdict(wanted))


async def everything(desk: Desk) -> AsyncIterator[Entry]:
    """List the whole trail, the oldest row first."""
    page = Search(
        since=EPOCH,
        until=HORIZON,
        account_id=None,
        patient_id=None,
        action=None,
        after_at=EPOCH,
        after_id=0,
        limit=_PAGE,
    )
    while found := await search(desk, page):
        for entry in found:
            yield entry
        page = evolve(page, after_at=found[-1].at, after_id=found[-1].audit_id)


async def unsealed(desk: Desk, after: datetime, before: datetime) -> datetime | None:
    """Give the first minute that has rows between a sealed one and a moment."""
    row = await desk.row(sql.UNSEALED, after=after, before=before)
    return row.minute if row else None


async def minute(desk: Desk, at: datetime) -> AsyncIterator[Sequence[Entry]]:
    """List the rows of a minute in the order in which they are sealed, page by page."""
    place = {"after_at": at, "after_id": 0}
    while found := await desk.rows(sql.AUDIT_MINUTE, minute=at, limit=_PAGE, **place):
        yield found
        place = {"after_at": found[-1].created_at, "after_id": found[-1].audit_id}


async def marks(desk: Desk, since: datetime | None) -> Sequence[Mark]:
    """List where the seals from a minute on stand in the chain, or the newest one does."""
    return await desk.rows(sql.MARKS, since=since)


async def seal(desk: Desk, made: Made, at: datetime) -> bool:
    """Keep a seal, unless another process was quicker."""
    ids = f"{{{','.join(map(str, made.audit_ids))}}}"
    given = {**asdict(made, recurse=False), "audit_ids": ids, "digests": bytes(made.digests)}
    return await desk.row(sql.SEAL, **given, at=at) is not None


async def stray(desk: Desk, after: datetime, before: datetime) -> Row | None:
    """Show the first row that lies after one minute and before another."""
    return await desk.row(sql.STRAYS, after=after, before=before)


async def misdated(desk: Desk, until: datetime) -> Row | None:
    """Show the first row with a time that is no time of the record's, or lies after *until*."""
    return await desk.row(sql.MISDATED, since=EPOCH, until=until)


async def seals(desk: Desk, since: datetime) -> AsyncIterator[Seal]:
    """List all seals after *since*, the oldest first."""
    after = since
    while found := await desk.rows(sql.SEALS, after=after, limit=_PAGE):
        for one in found:
            yield one
        after = found[-1].minute
