"""A batch on its way into the record: laid beside it, compared with it, taken in or refused."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from attrs import frozen
from psycopg import IntegrityError, Rollback

from vitalcore.identity import bucket
from vitalcore.kinds import Kind
from vitalcore.patient import NewPatient
from vitalweb.store import sql
from vitalweb.store.database import Database, Transaction
from vitalweb.store.desk import Desk
from vitalweb.store.rows.batches import Misfit, Tally
from vitalweb.store.sql import Statement

#: A reading that a line holds: line, vital_id, bucket, patient_id, recorded_at, vital_type, value.
type StagedVital = tuple[int, UUID, int, str, datetime, Kind, Decimal]

_PATIENT = ("int4", "text", "int2", "text", "text", "date")
_READING = ("uuid", "int2", "text", "timestamptz", "text", "numeric")
_VITAL = ("int4", *_READING)
_STAMPED = (*_READING, "int4", "uuid", "text", "text", "timestamptz", "timestamptz")


@frozen
class StagedPatient:
    """A patient whom a line names."""

    line: int
    patient: NewPatient

    @property
    def row(self) -> tuple[int, str, int, str, str, date]:
        """Give the columns under which the patient is laid beside the record."""
        one = self.patient
        home = bucket(one.patient_id)
        return self.line, one.patient_id, home, one.name, str(one.gender), one.birth_date


@frozen(kw_only=True)
class Stamp:
    """What every row of a batch is marked with."""

    batch_id: UUID
    by: str
    at: datetime


async def whole[T](
    database: Database, work: Callable[[Transaction], Awaitable[tuple[T, bool]]]
) -> T:
    """Do *work* in one transaction; keep it only if it answers true."""
    async with database.transaction() as desk:
        found, keep = await work(desk)
        if not keep:
            raise Rollback
    return found


async def room(desk: Desk) -> Transaction:
    """Make room beside the record, in a transaction that may take as long as it needs."""
    if not isinstance(desk, Transaction):
        raise TypeError("a batch is one transaction")
    await desk.unhurried()
    for statement in (sql.LAY_OUT_PATIENTS, sql.LAY_OUT_VITALS, sql.LAY_OUT_WAITING):
        await desk.run(statement)
    return desk


@asynccontextmanager
async def tried(desk: Transaction, *, keep: bool) -> AsyncIterator[None]:
    """Do what the block does, and undo it at its end unless it is to be kept."""
    if keep:
        yield
        return
    async with desk.conn.transaction(force_rollback=True):
        yield


async def lay_patients(desk: Transaction, staged: Sequence[StagedPatient]) -> None:
    """Lay patients beside the record."""
    await desk.copy(sql.LAY_PATIENTS, _PATIENT, [one.row for one in staged])


async def lay_vitals(desk: Transaction, staged: Sequence[StagedVital]) -> None:
    """Lay readings beside the record."""
    await desk.copy(sql.LAY_VITALS, _VITAL, staged)


async def copied(desk: Transaction, stamp: Stamp, new: Sequence[StagedVital]) -> bool:
    """Take readings straight into the record; False, and none of them, if one does not go with it.

    That saves laying them beside it first, where all of them are new and of known patients.
    """
    marked = (1, stamp.batch_id, stamp.by, stamp.by, stamp.at, stamp.at)
    try:
        async with desk.conn.transaction():
            await desk.copy(sql.COPY_VITALS, _STAMPED, (one[1:] + marked for one in new))
    except IntegrityError:
        return False
    return True


async def add_patients(desk: Desk, stamp: Stamp) -> int:
    """Take in the staged patients who are not in the record, and count them."""
    return await _tally(desk, sql.ADD_PATIENTS, by=stamp.by, at=stamp.at)


async def add_vitals(desk: Desk, stamp: Stamp) -> int:
    """Take in the staged readings that are not in the record, and count them."""
    return await _tally(desk, sql.ADD_VITALS, batch_id=stamp.batch_id, by=stamp.by, at=stamp.at)


async def misfit_patients(desk: Transaction) -> AsyncIterator[Misfit]:
    """Give the lines whose patient is in the record with other facts."""
    async for one in desk.each(sql.MISFIT_PATIENTS):
        yield one


async def misfit_vitals(desk: Transaction) -> AsyncIterator[Misfit]:
    """Give the lines whose readings could not be taken in, and are not there either."""
    async for one in desk.each(sql.MISFIT_VITALS):
        yield one


async def struck(desk: Desk) -> int:
    """Count the staged readings that are in the record and no longer stand."""
    return await _tally(desk, sql.COUNT_STRUCK)


async def unassigned(desk: Transaction, device: str) -> AsyncIterator[Misfit]:
    """Give the lines with readings of a patient whom *device* was not assigned to then."""
    async for one in desk.each(sql.UNASSIGNED, device=device):
        yield one


async def drop(desk: Desk, lines: Sequence[int]) -> int:
    """Take the readings of *lines* away again, and count them."""
    return await _tally(desk, sql.DROP_VITALS, lines=list(lines))


async def set_aside(desk: Desk) -> int:
    """Let the readings wait whose patient is not in the record yet, and count them."""
    return await _tally(desk, sql.SET_ASIDE)


async def take_up(desk: Desk) -> int:
    """Lay the readings that waited beside the record again, and count them."""
    return await _tally(desk, sql.TAKE_UP)


async def clear(desk: Transaction) -> None:
    """Leave nothing of what was laid beside the record."""
    await desk.run(sql.CLEAR)


async def _tally(desk: Desk, statement: Statement[Tally], **given: Any) -> int:
    found = await desk.row(statement, **given)
    return found.tally if found else 0
