"""Risk: of records as they are sent, and of a patient as the record has it."""

from datetime import datetime

from attrs import asdict
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Unknown, flawed
from vitalcore.reading import AHEAD, Reading
from vitalcore.risk import register
from vitalcore.risk.assessment import Assessment, Strategy, worst
from vitalcore.snapshot import Snapshot, snapshot
from vitalweb.house import House
from vitalweb.http.railway import then
from vitalweb.http.route import Ask, Nothing
from vitalweb.http.words import (
    OneStrategy,
    Record,
    Risk,
    RiskOfPatient,
    RiskQuestion,
    StrategyFacts,
    StrategyList,
)
from vitalweb.store import vitals
from vitalweb.store.desk import Desk


async def vital_risk(_: House, __: Desk, ask: Ask[Nothing, RiskQuestion]) -> Result[Risk, Fault]:
    """Assess each record as it is sent; the highest risk counts, the latest of equals."""
    chosen = register.find(ask.body.strategy)
    seen = _snapshots(ask.body.records, ask.at)
    found = chosen.bind(lambda strategy: seen.bind(lambda moments: _highest(strategy, moments)))
    return found.map(lambda one: _answered(ask.body.patient_id, one, ask.at))


async def risk(_: House, desk: Desk, ask: Ask[RiskOfPatient, None]) -> Result[Risk, Fault]:
    """Assess the newest stored reading of each kind at a moment."""
    patient_id, at = ask.where.patient_id, ask.where.at or ask.at
    chosen = register.find(ask.where.strategy)
    known = await then(chosen, lambda _: vitals.latest(desk, patient_id, at))
    found = chosen.bind(lambda strategy: known.bind(lambda r: strategy.assess(snapshot(r, at))))
    return found.map(lambda one: _answered(patient_id, one, at))


async def strategies(_: House, __: Desk, ___: Ask[Nothing, None]) -> Result[StrategyList, Fault]:
    """Show the register of strategies."""
    items = tuple(map(_facts, register.STRATEGIES))
    return Success(StrategyList(items=items, default=register.DEFAULT))


async def strategy(_: House, __: Desk, ask: Ask[OneStrategy, None]) -> Result[StrategyFacts, Fault]:
    """Show one strategy."""
    return register.find(ask.where.name).map(_facts).alt(lambda _: Unknown("strategy"))


def _snapshots(records: tuple[Record, ...], now: datetime) -> Result[tuple[Snapshot, ...], Fault]:
    for place, record in enumerate(records):
        if record.recorded_at > now + AHEAD:
            detail = "must not be more than 5 minutes ahead of the server"
            return Failure(flawed(f"/records/{place}/recorded_at", detail))
    return Success(tuple(map(_snapshot, records)))


def _snapshot(record: Record) -> Snapshot:
    at = record.recorded_at
    readings = (
        Reading(kind=kind, value=value, recorded_at=at) for kind, value in record.vitals.items()
    )
    return snapshot(readings, at)


def _highest(strategy: Strategy, moments: tuple[Snapshot, ...]) -> Result[Assessment, Fault]:
    judged = [strategy.assess(moment) for moment in moments]
    known = [one.unwrap() for one in judged if isinstance(one, Success)]
    return Success(worst(known)) if known else judged[0]


def _answered(patient_id: str, found: Assessment, at: datetime) -> Risk:
    return Risk(patient_id=patient_id, **{**asdict(found, recurse=False), "evaluated_at": at})


def _facts(one: Strategy) -> StrategyFacts:
    return StrategyFacts(
        name=one.name, version=one.version, title=one.title, source=one.source, inputs=one.inputs
    )
