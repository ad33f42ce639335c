"""Readings at the peer: take in, list, correct."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import AwareDatetime
from sqlalchemy import select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from benchmarks.peer import tables, words
from benchmarks.peer.desk import Session
from benchmarks.peer.patients import known

MOST = 10_000  # readings of a page
router = APIRouter()


@router.post("/vitals", status_code=201)
async def add(new: words.NewVital, session: Session) -> words.Vital:
    """Take a reading into its patient's record."""
    await known(new.patient_id, session)
    made = tables.Vital(**new.model_dump())
    session.add(made)
    await session.commit()
    return words.Vital.model_validate(made)


@router.put("/vitals/{vital_id}")
async def correct(vital_id: int, wanted: words.Correction, session: Session) -> words.Vital:
    """Swap a corrected value in, unless somebody wrote since its author looked."""
    found = await session.get(tables.Vital, vital_id)
    if found is None:
        raise HTTPException(404, "no such reading")
    if found.version != wanted.version:
        raise HTTPException(409, "stale version")
    former = {"vital_type": found.vital_type, "value": found.value, "reason": wanted.reason}
    session.add(tables.VitalVersion(vital_id=vital_id, version=found.version, **former))
    found.value = wanted.value
    found.touch()
    try:
        await session.commit()
    except (StaleDataError, IntegrityError) as error:  # the version moved, or its history is there
        raise HTTPException(409, "stale version") from error
    return words.Vital.model_validate(found)


@router.get("/patients/{patient_id}/vitals")
async def window(  # noqa: PLR0913, PLR0917 -- they are the query's parameters
    patient_id: str,
    since: Annotated[AwareDatetime, Query(alias="from")],
    until: Annotated[AwareDatetime, Query(alias="to")],
    session: Session,
    vital_type: words.Kind | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
    cursor: str | None = None,
) -> words.VitalsPage:
    """List a patient's readings, the oldest first; both ends belong to the range."""
    vital = tables.Vital
    wanted = select(vital).where(
        vital.patient_id == patient_id, vital.recorded_at.between(since, until)
    )
    if vital_type:
        wanted = wanted.where(vital.vital_type == vital_type)
    if cursor:
        wanted = wanted.where(tuple_(vital.recorded_at, vital.vital_id) > _place(cursor))
    ordered = wanted.order_by(vital.recorded_at, vital.vital_id).limit(limit + 1)
    found = (await session.scalars(ordered)).all()
    if not found:
        await known(patient_id, session)
    last = found[limit - 1] if len(found) > limit else None
    return words.VitalsPage(
        patient_id=patient_id,
        vital_type=vital_type,
        items=[words.Item.model_validate(one) for one in found[:limit]],
        next_cursor=f"{last.recorded_at.isoformat()}~{last.vital_id}" if last else None,
    )


def _place(cursor: str) -> tuple[datetime, int]:
    try:
        moment, vital_id = cursor.split("~")
        return datetime.fromisoformat(moment), int(vital_id)
    except ValueError as error:
        raise HTTPException(422, "no such cursor") from error
