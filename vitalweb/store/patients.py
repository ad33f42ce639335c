"""Patients in the record."""

from collections.abc import Sequence
from datetime import datetime

from attrs import asdict
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, StaleVersion, Taken, Unknown
from vitalcore.identity import bucket
from vitalcore.patient import NewPatient, Patient, Revision
from vitalweb.store import sql
from vitalweb.store.desk import Desk

NOUN = "patient"


async def add(desk: Desk, new: NewPatient, by: str, at: datetime) -> Result[Patient, Fault]:
    """Take *new* into the record, once."""
    row = await desk.row(
        sql.ADD_PATIENT, **asdict(new), bucket=bucket(new.patient_id), by=by, at=at
    )
    return Success(row) if row else Failure(Taken(NOUN))


async def find(desk: Desk, patient_id: str) -> Result[Patient, Fault]:
    """Show a record as it stands."""
    row = await desk.row(sql.FIND_PATIENT, patient_id=patient_id, bucket=bucket(patient_id))
    return Success(row) if row else Failure(Unknown(NOUN))


async def page(desk: Desk, after: str, limit: int) -> Sequence[Patient]:
    """List up to *limit* patients whose ids come after *after*."""
    return await desk.rows(sql.PAGE_PATIENTS, after=after, limit=limit)


async def revise(
    desk: Desk, patient_id: str, revision: Revision, by: str, at: datetime
) -> Result[Patient, Fault]:
    """Swap *revision* in, unless somebody wrote since its author looked."""
    given = {**asdict(revision), "patient_id": patient_id, "bucket": bucket(patient_id)}
    row = await desk.row(sql.REVISE_PATIENT, **given, by=by, at=at)
    return Success(row) if row else await _missed(desk, patient_id, revision.version or 0)


async def _missed(desk: Desk, patient_id: str, seen: int) -> Result[Patient, Fault]:
    found = await find(desk, patient_id)
    return found.bind(lambda now: Failure(StaleVersion(NOUN, current=now.version, seen=seen)))
