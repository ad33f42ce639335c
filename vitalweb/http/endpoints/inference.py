"""Risk: of records as they are sent, and of a patient as the record has it."""

from datetime import datetime
from functools import partial

from attrs import evolve
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, flawed
from vitalcore.patient import Patient
from vitalcore.reading import AHEAD
from vitalcore.risk import register
from vitalcore.risk.assessment import Assessment, Strategy
from vitalcore.risk.context import Context
from vitalcore.risk.highest import Record, highest
from vitalcore.snapshot import snapshot
from vitalweb.house import House
from vitalweb.http.route import Ask, Nothing
from vitalweb.http.words.risk import Record as Sent
from vitalweb.http.words.risk import Risk, RiskOfPatient, RiskQuestion
from vitalweb.railway import then
from vitalweb.store import patients, vitals
from vitalweb.store.desk import Desk


async def vital_risk(house: House, _: Desk, ask: Ask[Nothing, RiskQuestion]) -> Result[Risk, Fault]:
    """Assess each record as it is sent, as of its own moment.

    The highest level counts, then the highest score, the latest of equals.
    """
    chosen = register.find(ask.body.strategy, house.strategies)
    seen = _timely(ask.body.records, ask.at)
    found = chosen.bind(
        lambda strategy: seen.bind(lambda records: highest(strategy, records, ask.body.patient))
    )
    return found.map(lambda one: _answered(ask.body.patient_id, one, ask.at))


async def risk(house: House, desk: Desk, ask: Ask[RiskOfPatient, None]) -> Result[Risk, Fault]:
    """Assess the newest stored reading of each kind at a moment."""
    where, at = ask.where, ask.where.at or ask.at
    known_at = where.known_at or where.as_of
    chosen = register.find(where.strategy, house.strategies).bind(partial(_once, where))
    patient = await then(chosen, lambda _: patients.find(desk, where.patient_id, known_at))
    if isinstance(patient, Failure):
        return Failure(patient.failure())
    read = await vitals.latest(desk, where.patient_id, at, known_at)
    seen, who = snapshot(read, at, house.settings.freshness), context(patient.unwrap())
    found = chosen.bind(lambda strategy: strategy.assess(seen, who))
    told = found.map(lambda one: _answered(where.patient_id, one, at))
    return told.map(lambda one: evolve(one, known_at=min(known_at or ask.at, ask.at)))


def _once(where: RiskOfPatient, strategy: Strategy) -> Result[Strategy, Fault]:
    if where.known_at and where.as_of and where.known_at != where.as_of:
        return Failure(flawed("/as_of", "is another name for known_at, which says otherwise"))
    return Success(strategy)


def context(who: Patient) -> Context:
    """Tell a score what it must know of a patient besides the readings."""
    return Context(
        birth_date=who.birth_date,
        gender=who.gender,
        pregnancy=who.pregnancy,
        spo2_target=who.spo2_target,
    )


def _timely(records: tuple[Sent, ...], now: datetime) -> Result[list[Record], Fault]:
    until = now + AHEAD
    for place, record in enumerate(records):
        if record.recorded_at > until:
            detail = "must not be more than 5 minutes ahead of the server"
            return Failure(flawed(f"/records/{place}/recorded_at", detail))
    return Success([Record(one.recorded_at, one.vitals) for one in records])


def _answered(patient_id: str, found: Assessment, at: datetime) -> Risk:
    return Risk(patient_id=patient_id, **{**vars(found), "evaluated_at": at})
