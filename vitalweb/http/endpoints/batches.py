"""Many readings in one request: all of them in one transaction, or those that are in order."""

from uuid import uuid4

from attrs import Factory, define
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, RefusedRow, RowsRefused, Unreadable
from vitalcore.role import Role
from vitalweb.house import House
from vitalweb.http.batch import taking
from vitalweb.http.batch.entry import READINGS
from vitalweb.http.batch.report import Refusal, Report
from vitalweb.http.batch.slices import File
from vitalweb.http.batch.source import MEDIA
from vitalweb.http.batch.taking import Batch
from vitalweb.http.route import Ask
from vitalweb.http.spool import Spool
from vitalweb.http.words.batches import BatchTaken, BatchWay, OnError
from vitalweb.store import imports
from vitalweb.store.desk import Desk
from vitalweb.store.imports import Stamp

MOST_TOLD = 10_000  # refusals that an answer tells one by one; all are counted


@define
class _Told:
    refusals: list[RefusedRow] = Factory(list)

    def note(self, refusal: Refusal) -> None:
        left = MOST_TOLD - len(self.refusals)
        self.refusals += [
            RefusedRow(refusal.line, flaw.pointer, flaw.detail) for flaw in refusal.flaws[:left]
        ]


async def take_in(_: House, desk: Desk, ask: Ask[BatchWay, Spool]) -> Result[BatchTaken, Fault]:
    """Take readings in as a JSON array, as NDJSON or as CSV with a header, by their Content-Type.

    A row has patient_id and recorded_at, and either vital_type and value, or values under the
    kinds' own names, where null or empty means not measured. A reading that came in a batch before
    stays as it is in the record, so the same may be sent again; struck tells how many of these were
    struck out, and stay so: POST /vitals enters a reading anew, whatever there is. All rows are
    taken in, or none is; on_error=skip takes in those that are in order. Rows are counted as lines,
    a CSV's header among them, or as elements of the array, from 1.
    """
    told = _Told()
    batch = _batch(ask, told)
    room = await imports.room(desk)
    async with imports.tried(room, keep=not ask.where.dry_run):
        report = await taking.take_in(room, batch)
    return _judged(ask, batch, report, tuple(sorted(told.refusals, key=lambda one: one.row)))


def _batch(ask: Ask[BatchWay, Spool], told: _Told) -> Batch:
    caller = ask.caller
    return Batch(
        file=File(ask.body.held, MEDIA[ask.body.media], READINGS),
        stamp=Stamp(batch_id=uuid4(), by=caller.account_id, at=ask.at),
        device=caller.account_id if caller.role is Role.DEVICE else None,
        tell=told.note,
    )


def _judged(
    ask: Ask[BatchWay, Spool], batch: Batch, report: Report, refusals: tuple[RefusedRow, ...]
) -> Result[BatchTaken, Fault]:
    if isinstance(report.broken, Unreadable) and ask.body.media == "application/json":
        return Failure(report.broken)
    if report.refusal(skips=ask.where.on_error is not OnError.REFUSE):
        return Failure(RowsRefused(report.lines, report.refused, refusals))
    return Success(
        BatchTaken(
            batch_id=batch.stamp.batch_id,
            dry_run=ask.where.dry_run,
            rows=report.lines,
            readings=report.readings,
            known=report.known,
            struck=report.struck,
            refused=report.refused,
            refusals=refusals,
        )
    )
