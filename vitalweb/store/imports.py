"""A batch on its way into the record: laid beside it, compared with it, taken in or dropped."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from attrs import frozen
from psycopg import Rollback

from vitalcore.identity import bucket
from vitalcore.patient import NewPatient
from vitalcore.reading import NewVital, kept
from vitalweb.store import sql
from vitalweb.store.database import Database, Transaction
from vitalweb.store.desk import Desk
from vitalweb.store.rows import Misfit, Tally, stored
from vitalweb.store.sql import Statement


@frozen
class StagedPatient:
    """A patient whom a line names."""

    line: int
    patient: NewPatient


@frozen
class StagedVital:
    """A reading that a line holds."""

    line: int
    vital_id: UUID
    vital: NewVital


async def whole[T](
    database: Database, work: Callable[[Transaction], Awaitable[tuple[T, bool]]]
) -> T:
    """Do *work* in one transaction, however long it takes; keep it only if it answers true."""
    async with database.stream() as conn:
        found, keep = await work(Transaction(conn))
        if not keep:
            raise Rollback
    return found


async def stage_patients(desk: Desk, staged: Sequence[StagedPatient], at: datetime) -> None:
    """Lay patients beside the record."""
    patients = [one.patient for one in staged]
    await desk.row(
        sql.STAGE_PATIENTS,
        lines=[one.line for one in staged],
        patient_ids=[one.patient_id for one in patients],
        buckets=[bucket(one.patient_id) for one in patients],
        names=[one.name for one in patients],
        genders=[str(one.gender) for one in patients],
        birth_dates=[one.birth_date for one in patients],
        at=at,
    )


async def stage_vitals(desk: Desk, staged: Sequence[StagedVital], at: datetime) -> None:
    """Lay readings beside the record."""
    vitals = [one.vital for one in staged]
    await desk.row(
        sql.STAGE_VITALS,
        lines=[one.line for one in staged],
        vital_ids=[one.vital_id for one in staged],
        buckets=[bucket(one.patient_id) for one in vitals],
        patient_ids=[one.patient_id for one in vitals],
        recorded_ats=[one.recorded_at for one in vitals],
        vital_types=[str(one.vital_type) for one in vitals],
        values=[stored(kept(one.value)) for one in vitals],
        at=at,
    )


async def add_patients(desk: Desk, by: str) -> int:
    """Take in the staged patients who are not in the record, and count them."""
    return await _tally(desk, sql.ADD_PATIENTS, by=by)


async def add_vitals(desk: Desk, batch_id: UUID, by: str) -> int:
    """Take in the staged readings that are not in the record, and count them."""
    return await _tally(desk, sql.ADD_VITALS, batch_id=batch_id, by=by)


async def misfits(desk: Transaction) -> AsyncIterator[Misfit]:
    """Give the lines that do not go with the record, once all are taken in that can be."""
    async for one in desk.each(sql.MISFITS):
        yield one


async def clear(desk: Desk) -> None:
    """Leave nothing beside the record."""
    await _tally(desk, sql.CLEAR_PATIENTS)
    await _tally(desk, sql.CLEAR_VITALS)


async def _tally(desk: Desk, statement: Statement[Tally], **given: Any) -> int:
    found = await desk.row(statement, **given)
    return found.tally if found else 0
