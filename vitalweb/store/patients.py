"""Patients in the record."""

from collections.abc import Callable, Sequence
from datetime import datetime

from attrs import asdict
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, StaleVersion, Taken, Unknown
from vitalcore.identity import bucket
from vitalcore.patient import NewPatient, Patient, Revision
from vitalweb.railway import then
from vitalweb.store import sql
from vitalweb.store.desk import Desk
from vitalweb.store.rows.patients import background

NOUN = "patient"


async def add(desk: Desk, new: NewPatient, by: str, at: datetime) -> Result[Patient, Fault]:
    """Take *new* into the record, once."""
    row = await desk.row(
        sql.ADD_PATIENT, **asdict(new), bucket=bucket(new.patient_id), by=by, at=at
    )
    return Success(row) if row else Failure(Taken(NOUN))


async def find(
    desk: Desk, patient_id: str, as_of: datetime | None = None
) -> Result[Patient, Fault]:
    """Show a record as it stands, or as it was known at a moment."""
    statement = sql.FIND_PATIENT_AS_OF if as_of else sql.FIND_PATIENT
    given = {"patient_id": patient_id, "bucket": bucket(patient_id), "as_of": as_of}
    row = await desk.row(statement, **given)
    return Success(row) if row else Failure(Unknown(NOUN))


async def page(
    desk: Desk, after: str, limit: int, as_of: datetime | None = None
) -> Sequence[Patient]:
    """List up to *limit* patients whose ids come after *after*, perhaps as known at a moment."""
    statement = sql.PAGE_PATIENTS_AS_OF if as_of else sql.PAGE_PATIENTS
    return await desk.rows(statement, after=after, limit=limit, as_of=as_of)


async def revise(
    desk: Desk, patient_id: str, revision: Revision, by: str, at: datetime
) -> Result[Patient, Fault]:
    """Swap *revision* in, unless somebody wrote since its author looked."""
    given = {**asdict(revision), "patient_id": patient_id, "bucket": bucket(patient_id)}
    row = await desk.row(sql.REVISE_PATIENT, **given, by=by, at=at)
    return Success(row) if row else await _missed(desk, patient_id, revision.version or 0)


type Inform = Callable[[Patient], Patient]


async def inform(
    desk: Desk, patient_id: str, seen: int, change: Inform, by: str, at: datetime
) -> Result[Patient, Fault]:
    """Swap in what *change* makes of the record, unless somebody wrote since its author looked."""
    found = (await find(desk, patient_id)).bind(lambda now: _current(now, seen))
    return await then(found, lambda now: _informed(desk, change(now), seen, by, at))


def _current(now: Patient, seen: int) -> Result[Patient, Fault]:
    if now.version == seen:
        return Success(now)
    return Failure(StaleVersion(NOUN, current=now.version, seen=seen))


async def _informed(
    desk: Desk, changed: Patient, seen: int, by: str, at: datetime
) -> Result[Patient, Fault]:
    place = {"patient_id": changed.patient_id, "bucket": bucket(changed.patient_id)}
    columns = background(changed.spo2_target, changed.pregnancy)
    row = await desk.row(sql.INFORM_PATIENT, **place, **columns, version=seen, by=by, at=at)
    return Success(row) if row else await _missed(desk, changed.patient_id, seen)


async def _missed(desk: Desk, patient_id: str, seen: int) -> Result[Patient, Fault]:
    found = await find(desk, patient_id)
    return found.bind(lambda now: Failure(StaleVersion(NOUN, current=now.version, seen=seen)))
