"""Patients in the record: exactly what was sent, once, and never overwritten unseen."""

from datetime import timedelta
from uuid import uuid4

from attrs import evolve
from hypothesis import given
from psycopg import Connection
from returns.result import Failure, Success

from tests.store.conftest import NOON
from tests.strategies import patients as new_patients
from tests.strategies import revisions
from vitalcore.fault import StaleVersion, Taken, Unknown
from vitalcore.identity import bucket
from vitalcore.patient import NewPatient, Patient, Revision
from vitalweb.store import patients
from vitalweb.store.database import Database

LATER = NOON + timedelta(hours=1)


@given(new_patients)
async def test_a_record_comes_back_as_it_was_sent(desk: Database, new: NewPatient) -> None:
    """For all patients that the core admits, in any script, on their first version."""
    new = evolve(new, patient_id=uuid4().hex[:20])
    made = await patients.add(desk, new, "dr-ann", NOON)
    facts = {name: getattr(new, name) for name in ("patient_id", "name", "gender", "birth_date")}
    expected = Patient(**facts, version=1, created_at=NOON, updated_at=NOON)
    assert made == await patients.find(desk, new.patient_id) == Success(expected)


async def test_an_id_is_taken_once(desk: Database, pat: Patient) -> None:
    """The first patient of an id stays as it is."""
    new = NewPatient(
        patient_id=pat.patient_id, name="Other", gender=pat.gender, birth_date=pat.birth_date
    )
    assert await patients.add(desk, new, "dr-bob", LATER) == Failure(Taken("patient"))
    assert await patients.find(desk, pat.patient_id) == Success(pat)


@given(revisions)
async def test_a_revision_takes_the_version_it_was_made_for(
    desk: Database, revision: Revision
) -> None:
    """What was looked at may be revised, once: the version goes up by one."""
    new = NewPatient(
        patient_id=uuid4().hex[:20],
        name="Pat",
        gender=revision.gender,
        birth_date=revision.birth_date,
    )
    (await patients.add(desk, new, "dr-ann", NOON)).unwrap()
    first = evolve(revision, version=1)
    done = (await patients.revise(desk, new.patient_id, first, "dr-bob", LATER)).unwrap()
    again = await patients.revise(desk, new.patient_id, first, "dr-bob", LATER)
    assert (done.name, done.version, done.updated_at) == (revision.name, 2, LATER)
    assert again == Failure(StaleVersion("patient", current=2, seen=1))


async def test_a_revision_keeps_the_former_version(
    desk: Database, pat: Patient, other: Connection
) -> None:
    """Who wrote it, who replaced it and when is there with it, in the same statement."""
    revision = Revision(name="New", gender=pat.gender, birth_date=pat.birth_date, version=1)
    await patients.revise(desk, pat.patient_id, revision, "dr-bob", LATER)
    kept = other.execute(
        "SELECT name, version, written_by, written_at, superseded_by, created_at, bucket"
        " FROM patient_history WHERE patient_id = %s",
        [pat.patient_id],
    ).fetchall()
    home = bucket(pat.patient_id)
    assert kept == [(pat.name, 1, "dr-ann", NOON, "dr-bob", LATER, home)]


async def test_a_clock_that_runs_back_does_not_undo_time(desk: Database, pat: Patient) -> None:
    """updated_at never goes down, whichever server wrote last."""
    revision = Revision(name="New", gender=pat.gender, birth_date=pat.birth_date, version=1)
    done = await patients.revise(desk, pat.patient_id, revision, "dr", NOON - timedelta(hours=1))
    assert done.unwrap().updated_at == NOON


async def test_nobody_is_nobody(desk: Database, patient_id: str, pat: Patient) -> None:
    """An id without a record is unknown, to look at and to revise."""
    revision = Revision(name="New", gender=pat.gender, birth_date=pat.birth_date, version=1)
    missing = f"{patient_id}x"
    found = [
        await patients.find(desk, missing),
        await patients.revise(desk, missing, revision, "dr-bob", LATER),
    ]
    assert found == [Failure(Unknown("patient"))] * 2
