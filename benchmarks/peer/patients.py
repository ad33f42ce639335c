"""Patients at the peer: take in, show, revise."""

from fastapi import APIRouter, HTTPException
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from benchmarks.peer import tables, words
from benchmarks.peer.desk import Session

router = APIRouter(prefix="/patients")


@router.post("", status_code=201)
async def add(new: words.NewPatient, session: Session) -> words.Patient:
    """Take a patient into the record."""
    made = tables.Patient(**new.model_dump())
    session.add(made)
    try:
        await session.commit()
    except IntegrityError as error:
        raise HTTPException(409, "taken") from error
    return words.Patient.model_validate(made)


@router.get("/{patient_id}")
async def find(patient_id: str, session: Session) -> words.Patient:
    """Show a patient."""
    return words.Patient.model_validate(await known(patient_id, session))


@router.put("/{patient_id}")
async def revise(patient_id: str, wanted: words.Revision, session: Session) -> words.Patient:
    """Swap a revision in, unless somebody wrote since its author looked."""
    found = await known(patient_id, session)
    if found.version != wanted.version:
        raise HTTPException(409, "stale version")
    facts = {"name": found.name, "gender": found.gender, "birth_date": found.birth_date}
    session.add(tables.PatientVersion(patient_id=patient_id, version=found.version, **facts))
    for name, value in wanted.model_dump(exclude={"version"}).items():
        setattr(found, name, value)
    found.touch()
    try:
        await session.commit()
    except (StaleDataError, IntegrityError) as error:  # the version moved, or its history is there
        raise HTTPException(409, "stale version") from error
    return words.Patient.model_validate(found)


async def known(patient_id: str, session: Session) -> tables.Patient:
    """Find a patient, who must be there."""
    found = await session.get(tables.Patient, patient_id)
    if found is None:
        raise HTTPException(404, "no such patient")
    return found
