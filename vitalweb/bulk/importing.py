"""A file is one batch: every line goes into the record, or none does."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import batched
from uuid import UUID

from attrs import frozen
from returns.result import Result, Success

from vitalcore.audit import by_operator
from vitalcore.fault import Fault
from vitalweb.bulk import entry, sheet
from vitalweb.bulk.entry import Entry
from vitalweb.bulk.report import Refusal, Refusals, Report
from vitalweb.bulk.source import Format, Line
from vitalweb.http.reader import parsed
from vitalweb.store import audit, imports
from vitalweb.store.database import Database, Transaction
from vitalweb.store.desk import Desk
from vitalweb.store.imports import StagedPatient, StagedVital

AT_ONCE = 5000  # lines that are held at once


@frozen(kw_only=True)
class Batch:
    """A file to be taken in: its lines, how they are written, by whom and when.

    *seen* is told the place in bytes that has been read, *tell* each refused line as it is found;
    *kept* is false for a rehearsal.
    """

    lines: Iterable[Line]
    form: Format
    batch_id: UUID
    by: str
    at: datetime
    kept: bool
    seen: Callable[[int], object]
    tell: Callable[[Refusal], object]


async def take_in(database: Database, batch: Batch) -> Report:
    """Take the batch into the record as a whole, or only report what was refused.

    A patient who is in the record must be described as the record has them; a reading that is in
    the record stays as it is there, so that a file may be imported again.
    """

    async def work(desk: Transaction) -> tuple[Report, bool]:
        done = await _done(desk, batch)
        noted = by_operator("import", str(batch.batch_id), batch.by, 201, batch.at)
        await audit.add(desk, [noted], batch.at)
        return done, batch.kept and not done.refused

    return await imports.whole(database, work)


async def _done(desk: Transaction, batch: Batch) -> Report:
    refusals = Refusals(batch.tell)
    lines, staged = await _staged(desk, batch, refusals)
    patients = await imports.add_patients(desk, batch.by)
    readings = await imports.add_vitals(desk, batch.batch_id, batch.by)
    async for misfit in imports.misfits(desk):
        refusals.compare(misfit)
    await imports.clear(desk)
    return Report(
        lines=lines,
        patients=patients,
        readings=readings,
        known=staged - readings,
        refused=refusals.total,
    )


async def _staged(desk: Desk, batch: Batch, refusals: Refusals) -> tuple[int, int]:
    """Lay the lines that are in order beside the record; count all lines, and these readings."""
    lines = readings = 0
    for some in batched(_entries(batch), AT_ONCE, strict=False):
        good = _good(some, refusals)
        vitals = [StagedVital(at, r.vital_id, r.vital) for at, one in good for r in one.readings]
        await imports.stage_patients(
            desk, [StagedPatient(at, one.patient) for at, one in good if one.patient], batch.at
        )
        await imports.stage_vitals(desk, vitals, batch.at)
        batch.seen(some[-1][0].ends_at)
        lines, readings = lines + len(some), readings + len(vitals)
    return lines, readings


def _good(
    some: Iterable[tuple[Line, Result[Entry, Fault]]], refusals: Refusals
) -> list[tuple[int, Entry]]:
    good = []
    for line, read in some:
        if isinstance(read, Success):
            good.append((line.number, read.unwrap()))
        else:
            refusals.note(line.number, read.failure())
    return good


def _entries(batch: Batch) -> Iterator[tuple[Line, Result[Entry, Fault]]]:
    rows = sheet.rows if batch.form is Format.CSV else _objects
    for line, found in rows(iter(batch.lines)):
        yield line, found.bind(lambda said: entry.read(said, batch.at))


def _objects(lines: Iterator[Line]) -> Iterator[tuple[Line, Result[object, Fault]]]:
    return ((line, line.held.bind(parsed)) for line in lines)
