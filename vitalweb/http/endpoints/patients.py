"""Patients: take in, show, list, revise."""

from attrs import evolve
from returns.result import Result, Success

from vitalcore.fault import Fault
from vitalcore.patient import NewPatient, Patient, Revision, born
from vitalweb.house import House
from vitalweb.http import versions
from vitalweb.http.route import Ask, Nothing
from vitalweb.http.words.patients import KnownPatient, OnePatient, PatientList, PatientPage
from vitalweb.railway import then
from vitalweb.store import patients
from vitalweb.store.desk import Desk


async def add(_: House, desk: Desk, ask: Ask[Nothing, NewPatient]) -> Result[Patient, Fault]:
    """Take a patient into the record."""
    plausible = born(ask.body, ask.at.date())
    return await then(plausible, lambda new: patients.add(desk, new, ask.caller.account_id, ask.at))


async def find(_: House, desk: Desk, ask: Ask[KnownPatient, None]) -> Result[Patient, Fault]:
    """Show a patient's record as it stands, or as it was known at a moment."""
    return await patients.find(desk, ask.where.patient_id, ask.where.as_of)


async def page(_: House, desk: Desk, ask: Ask[PatientPage, None]) -> Result[PatientList, Fault]:
    """List patients in the order of their ids."""
    limit = ask.where.limit
    found = await patients.page(desk, ask.where.cursor or "", limit + 1, ask.where.as_of)
    more = found[limit - 1].patient_id if len(found) > limit else None
    return Success(PatientList(items=tuple(found[:limit]), next_cursor=more))


async def revise(_: House, desk: Desk, ask: Ask[OnePatient, Revision]) -> Result[Patient, Fault]:
    """Swap a revision in, unless somebody wrote since its author looked."""
    said = ask.body.version
    wanted = versions.seen(said, ask.if_match).map(
        lambda version: evolve(ask.body, version=version)
    )
    plausible = wanted.bind(lambda revision: born(revision, ask.at.date()))
    place, by = ask.where.patient_id, ask.caller.account_id
    done = await then(plausible, lambda rev: patients.revise(desk, place, rev, by, ask.at))
    return done.alt(lambda fault: versions.as_asked(fault, said))
