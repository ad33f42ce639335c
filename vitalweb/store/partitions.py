"""The readings in partitions, one a month: an id begins with its time, which names its month."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from attrs import frozen
from psycopg.errors import CheckViolation

from vitalcore.identity import least_id, moment_of
from vitalweb.store import sql, steps
from vitalweb.store.database import Database
from vitalweb.store.rows.upkeep import Step
from vitalweb.store.sql import Statement

REST = "vitals_rest"


@frozen(order=True)
class Month:
    """The partition of a month."""

    since: datetime

    @property
    def name(self) -> str:
        """Name it so that names are in the order of time."""
        return f"vitals_{self.since:%Y_%m}"

    @property
    def next(self) -> "Month":
        """Give the month after this one."""
        year, month = divmod(self.since.year * 12 + self.since.month, 12)
        return Month(datetime(year, month + 1, 1, tzinfo=UTC))


def month_of(at: datetime) -> Month:
    """Give the month in which a moment lies."""
    return Month(datetime(at.year, at.month, 1, tzinfo=UTC))


async def turn(database: Database, now: datetime) -> bool:
    """Make the table of readings a partition of a new one, unless it is one; say whether it did.

    Writers go on: they wait only while names change. Before that a fence keeps readings out that
    lie after the end of the next month, or of the month of the newest reading; killed in between,
    the fence stays until this is repeated.
    """
    if await database.row(sql.FIRST_PARTITION):
        return False
    bound = await _bound(database, now)
    down, *up = await _written(database, sql.FENCE, bound=bound)
    try:
        for step in (down, *up):
            await steps.taken(database, step)
        turning = await _written(database, sql.TURN, bound=bound)
        rights = await _written(database, sql.PARTITION_GRANTS, name="vitals")
        await steps.taken(database, *turning, *rights)
    finally:
        await steps.taken(database, down)
    return True


async def extend(database: Database, now: datetime, months: int) -> Sequence[str]:
    """Make the partitions that are missing for so many months to come, and name them.

    A month whose readings have begun to arrive stays in the partition of the rest.
    """
    for step in await _written(database, sql.CHECK_LINKS):
        await steps.taken(database, step)
    before = await standing(database)
    for month in await _wanted(database, now, months):
        with suppress(CheckViolation):
            await _make(database, month.name, least_id(month.since), least_id(month.next.since))
    await _make(database, REST, None, None)
    await steps.taken(database, "ANALYZE vitals")
    return [name for name in await standing(database) if name not in before]


async def standing(database: Database) -> Sequence[str]:
    """Name the partitions."""
    return [one.name for one in await database.rows(sql.PARTITIONS)]


async def _wanted(database: Database, now: datetime, months: int) -> Sequence[Month]:
    first = await database.row(sql.FIRST_PARTITION)
    month = month_of(moment_of(first.bound)) if first else month_of(now)
    found = [month_of(now)]
    for _ in range(months):
        found.append(found[-1].next)
    return [one for one in found if month <= one]


async def _bound(database: Database, now: datetime) -> UUID:
    newest = await database.row(sql.NEWEST_VITAL)
    latest = max(now, moment_of(newest.vital_id)) if newest else now
    return least_id(max(month_of(now).next.next, month_of(latest).next).since)


async def _make(database: Database, name: str, since: UUID | None, until: UUID | None) -> None:
    if name not in await standing(database):
        made = await _written(database, sql.PARTITION, name=name, since=since, until=until)
        rights = await _written(database, sql.PARTITION_GRANTS, name=name)
        await steps.taken(database, *made, *rights)


async def _written(
    database: Database, statement: Statement[Step], **given: object
) -> Sequence[str]:
    return [one.step for one in await database.rows(statement, **given)]
