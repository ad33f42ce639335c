"""A patient's readings as a file."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from attrs import evolve
from returns.result import Result

from vitalcore.fault import Fault
from vitalcore.guard import EPOCH, HORIZON
from vitalweb.house import House
from vitalweb.http.batch import outgoing
from vitalweb.http.batch.outgoing import MEDIA, ExportFormat, Writer
from vitalweb.http.poured import Stream
from vitalweb.http.route import Ask
from vitalweb.http.words.batches import ExportOf
from vitalweb.store import patients, vitals
from vitalweb.store.database import Database
from vitalweb.store.desk import Desk
from vitalweb.store.rows.readings import Exported, Item
from vitalweb.store.vitals import Window

AT_ONCE = 500  # rows of a piece; writing them takes a few milliseconds


async def export(house: House, desk: Desk, ask: Ask[ExportOf, str]) -> Result[Stream, Fault]:
    """Write a patient's readings, the oldest first, as NDJSON, CSV or Parquet.

    The format is the one that is named, or the first one in Accept, or NDJSON. Each piece is read
    from the record as it is needed, so a reading that is corrected meanwhile is told as it was or
    as it is. In Parquet a letter of the ACVPU scale stands in a column of its own.
    """
    form = ask.where.format or _accepted(ask.body)
    known = await patients.find(desk, ask.where.patient_id)
    writer = known.bind(lambda _: outgoing.writer(form, outgoing.READINGS))
    media = next(one for one, of in MEDIA.items() if of is form)
    return writer.map(lambda made: Stream(media, _pieces(house.database, _window(ask.where), made)))


def _accepted(accept: str) -> ExportFormat:
    named = [one.partition(";")[0].strip() for one in accept.split(",")]
    return next((MEDIA[one] for one in named if one in MEDIA), ExportFormat.NDJSON)


def _window(where: ExportOf) -> Window:
    return Window(
        patient_id=where.patient_id,
        since=where.from_ or EPOCH,
        until=where.to or HORIZON,
        vital_type=where.vital_type,
        after_at=EPOCH,
        after_id=UUID(int=0),
        limit=AT_ONCE,
    )


async def _pieces(desk: Database, window: Window, writer: Writer) -> AsyncIterator[bytes]:
    """Read and write a piece at a time; the connection goes back before the piece goes out."""
    while found := (await vitals.window(desk, window)).unwrap():
        if piece := writer.rows(_exported(window.patient_id, found)):
            yield piece
        window = evolve(window, after_at=found[-1].recorded_at, after_id=found[-1].vital_id)
    yield writer.end()


def _exported(patient_id: str, found: Sequence[Item]) -> Sequence[Exported]:
    return [
        Exported(
            vital_id=one.vital_id,
            patient_id=patient_id,
            recorded_at=one.recorded_at,
            vital_type=one.vital_type,
            value=one.value,
        )
        for one in found
    ]
