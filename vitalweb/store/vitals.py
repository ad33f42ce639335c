"""Readings in the record."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from attrs import asdict, frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, StaleVersion, Unknown, flawed
from vitalcore.identity import bucket, bucket_of, vital_id
from vitalcore.kinds import Kind
from vitalcore.reading import Correction, NewVital, Reading, Vital, Why, admitting, kept, refusal
from vitalweb.store import patients, sql
from vitalweb.store.database import Transaction
from vitalweb.store.desk import Desk
from vitalweb.store.rows.readings import Item, VitalVersion, Written
from vitalweb.store.rows.values import stored

NOUN = "vital"

#: By whether one kind is asked for, and whether as known at a moment.
_WINDOWS = {
    (False, False): sql.WINDOW,
    (True, False): sql.WINDOW_OF_KIND,
    (False, True): sql.WINDOW_AS_OF,
    (True, True): sql.WINDOW_OF_KIND_AS_OF,
}


_NOTHING = Written(items=None, more=False, last_at=None, last_id=None)


@frozen(kw_only=True)
class Window:
    """A patient's readings from *since* to *until*, both included, after a place in their order."""

    patient_id: str
    since: datetime
    until: datetime
    vital_type: Kind | None
    after_at: datetime
    after_id: UUID
    limit: int
    as_of: datetime | None = None


@frozen
class Reason:
    """Why a reading was struck out: from the list, and in words."""

    code: Why | None
    words: str | None


async def add(
    desk: Desk, new: NewVital, entropy: int, by: str, at: datetime
) -> Result[Vital, Fault]:
    """Take *new* into its patient's record."""
    row = await desk.row(
        sql.ADD_VITAL,
        vital_id=vital_id(new.patient_id, new.recorded_at, entropy),
        bucket=bucket(new.patient_id),
        patient_id=new.patient_id,
        recorded_at=new.recorded_at,
        vital_type=new.vital_type,
        value=stored(kept(new.value)),
        batch_id=new.batch_id,
        by=by,
        at=at,
    )
    return Success(row) if row else Failure(Unknown(patients.NOUN))


async def find(desk: Desk, vital_id: UUID, as_of: datetime | None = None) -> Result[Vital, Fault]:
    """Show a reading as it stands, or as it was known at a moment."""
    statement = sql.FIND_VITAL_AS_OF if as_of else sql.FIND_VITAL
    row = await desk.row(statement, vital_id=vital_id, bucket=bucket_of(vital_id), as_of=as_of)
    return Success(row) if row else Failure(Unknown(NOUN))


async def correct(
    desk: Desk, vital_id: UUID, wanted: Correction, by: str, at: datetime
) -> Result[Vital, Fault]:
    """Swap a corrected value in, unless somebody wrote since its author looked."""
    row = await desk.row(
        sql.CORRECT_VITAL,
        vital_id=vital_id,
        bucket=bucket_of(vital_id),
        version=wanted.version,
        value=stored(kept(wanted.value)),
        vital_type=wanted.vital_type,
        admitting=list(admitting(wanted.value)),
        reason_code=wanted.reason_code,
        reason=wanted.reason,
        by=by,
        at=at,
    )
    return Success(row) if row else await _missed(desk, vital_id, wanted)


async def strike(
    desk: Desk, vital_id: UUID, seen: int, why: Reason, by: str, at: datetime
) -> Result[Vital, Fault]:
    """Strike a reading out as entered in error, unless somebody wrote since."""
    row = await desk.row(
        sql.STRIKE_VITAL,
        vital_id=vital_id,
        bucket=bucket_of(vital_id),
        version=seen,
        reason_code=why.code,
        reason=why.words,
        by=by,
        at=at,
    )
    if row:
        return Success(row)
    found = await find(desk, vital_id)
    return found.bind(lambda now: Failure(StaleVersion(NOUN, current=now.version, seen=seen)))


async def strike_batch(
    desk: Desk, batch_id: UUID, why: Reason, by: str, at: datetime
) -> Result[int, Fault]:
    """Strike out every reading of a batch that stands, and count them, however many they are."""
    if isinstance(desk, Transaction):
        await desk.unhurried()
    given = {"batch_id": batch_id, "reason_code": why.code, "reason": why.words}
    row = await desk.row(sql.STRIKE_BATCH, **given, by=by, at=at)
    return Success(row.struck) if row else Failure(Unknown("batch"))


async def history(desk: Desk, vital_id: UUID) -> Result[Sequence[VitalVersion], Fault]:
    """List every version of a reading, the oldest first."""
    found = await desk.rows(sql.VITAL_HISTORY, vital_id=vital_id, bucket=bucket_of(vital_id))
    return Success(found) if found else Failure(Unknown(NOUN))


async def window(desk: Desk, seen: Window) -> Result[Sequence[Item], Fault]:
    """List a patient's readings, the oldest first."""
    statement = _WINDOWS[seen.vital_type is not None, seen.as_of is not None]
    found = await desk.rows(
        statement, **asdict(seen, recurse=False), bucket=bucket(seen.patient_id)
    )
    if found:
        return Success(found)
    known = await patients.find(desk, seen.patient_id)
    return known.map(lambda _: found)


async def written(desk: Desk, seen: Window) -> Result[Written, Fault]:
    """Write a window as it is told, but for its last reading: that one says there are more."""
    given = {**asdict(seen, recurse=False), "limit": seen.limit - 1}
    statement = sql.WRITTEN_OF_KIND if seen.vital_type else sql.WRITTEN
    page = await desk.row(statement, **given, bucket=bucket(seen.patient_id))
    if page and page.items:
        return Success(page)
    known = await patients.find(desk, seen.patient_id)
    return known.map(lambda _: page or _NOTHING)


async def readings(desk: Desk, seen: Window) -> Result[Sequence[Reading], Fault]:
    """List a patient's readings as rules see them, the oldest first."""
    found = await window(desk, seen)
    return found.map(lambda items: tuple(map(_reading, items)))


async def latest(
    desk: Desk, patient_id: str, at: datetime, as_of: datetime | None = None
) -> Sequence[Reading]:
    """Show the newest reading of each kind not after *at*, perhaps as known at another moment.

    A patient who is not in the record has none either: look for them first.
    """
    statement = sql.LATEST_AS_OF if as_of else sql.LATEST
    given = {"patient_id": patient_id, "bucket": bucket(patient_id), "kinds": list(Kind), "at": at}
    return tuple(map(_reading, await desk.rows(statement, **given, as_of=as_of)))


async def _missed(desk: Desk, vital_id: UUID, wanted: Correction) -> Result[Vital, Fault]:
    found = await find(desk, vital_id)
    return found.bind(lambda now: Failure(_explained(now, wanted)))


def _explained(now: Vital, wanted: Correction) -> Fault:
    seen = wanted.version or 0
    detail = refusal(wanted.vital_type or now.vital_type, wanted.value)
    if now.version == seen and detail:
        return flawed("/value", detail)
    return StaleVersion(NOUN, current=now.version, seen=seen)


def _reading(found: Item) -> Reading:
    return Reading(
        kind=found.vital_type,
        value=found.value,
        recorded_at=found.recorded_at,
        source=found.vital_id,
        version=found.version,
    )
