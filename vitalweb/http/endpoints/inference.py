"""Risk: of records as they are sent, and of a patient as the record has it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from attrs import asdict, fields
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Unknown, flawed
from vitalcore.guard import EPOCH
from vitalcore.patient import Patient
from vitalcore.reading import AHEAD, Reading
from vitalcore.risk import register
from vitalcore.risk.assessment import Assessment, Strategy, worst
from vitalcore.risk.context import Context
from vitalcore.risk.history import history, movements
from vitalcore.risk.plain import plain
from vitalcore.risk.render import markdown, page
from vitalcore.risk.scored import Scored
from vitalcore.snapshot import FRESHNESS, Snapshot, snapshot
from vitalweb.house import House
from vitalweb.http.route import Ask, Nothing
from vitalweb.http.words import (
    MOST_RECORDS,
    MOST_VITALS,
    OneStrategy,
    Record,
    Risk,
    RiskHistory,
    RiskOfPatient,
    RiskOverTime,
    RiskQuestion,
    StrategyFacts,
    StrategyList,
    StrategyPage,
)
from vitalweb.railway import then
from vitalweb.store import patients, vitals
from vitalweb.store.desk import Desk
from vitalweb.store.vitals import Window

#: Readings so long before a range may still count at its start.
LONGEST = max(FRESHNESS.values())


async def vital_risk(house: House, _: Desk, ask: Ask[Nothing, RiskQuestion]) -> Result[Risk, Fault]:
    """Assess each record as it is sent; the highest risk counts, the latest of equals."""
    chosen = register.find(ask.body.strategy, house.strategies)
    seen = _snapshots(ask.body.records, ask.at)
    found = chosen.bind(
        lambda strategy: seen.bind(lambda moments: _highest(strategy, moments, ask.body.patient))
    )
    return found.map(lambda one: _answered(ask.body.patient_id, one, ask.at))


async def risk(house: House, desk: Desk, ask: Ask[RiskOfPatient, None]) -> Result[Risk, Fault]:
    """Assess the newest stored reading of each kind at a moment."""
    where, at = ask.where, ask.where.at or ask.at
    known_at = where.known_at or where.as_of
    chosen = register.find(where.strategy, house.strategies)
    patient = await then(chosen, lambda _: patients.find(desk, where.patient_id, known_at))
    read = await then(patient, lambda _: vitals.latest(desk, where.patient_id, at, known_at))
    found = chosen.bind(
        lambda strategy: patient.bind(
            lambda who: read.bind(lambda some: strategy.assess(snapshot(some, at), _context(who)))
        )
    )
    return found.map(lambda one: _answered(where.patient_id, one, at))


async def risk_history(
    house: House, desk: Desk, ask: Ask[RiskOverTime, None]
) -> Result[RiskHistory, Fault]:
    """Assess the stored readings at each of their moments within a range, both ends included."""
    chosen = register.find(ask.where.strategy, house.strategies)
    window = chosen.bind(lambda _: _window(ask.where))
    patient = await then(window, lambda _: patients.find(desk, ask.where.patient_id))
    read = await then(window, lambda wanted: vitals.readings(desk, wanted))
    return chosen.bind(
        lambda strategy: patient.bind(
            lambda who: read.map(lambda some: _series(ask.where, strategy, some, _context(who)))
        )
    )


async def strategies(house: House, _: Desk, __: Ask[Nothing, None]) -> Result[StrategyList, Fault]:
    """Show the register of strategies."""
    items = tuple(map(_facts, house.strategies))
    return Success(StrategyList(items=items, default=register.DEFAULT))


async def strategy(
    house: House, _: Desk, ask: Ask[OneStrategy, None]
) -> Result[StrategyPage, Fault]:
    """Show one strategy, with its table as data and as a page to read."""
    found = register.find(ask.where.name, house.strategies)
    return found.map(_page).alt(lambda _: Unknown("strategy"))


def _context(who: Patient) -> Context:
    return Context(birth_date=who.birth_date, pregnancy=who.pregnancy, spo2_target=who.spo2_target)


def _window(where: RiskOverTime) -> Result[Window, Fault]:
    if where.to < where.from_:
        return Failure(flawed("/to", "must not lie before from"))
    since = max(where.from_ - LONGEST, EPOCH)
    return Success(
        Window(
            patient_id=where.patient_id,
            since=since,
            until=where.to,
            vital_type=None,
            after_at=since,
            after_id=UUID(int=0),
            limit=MOST_VITALS,
        )
    )


def _series(
    where: RiskOverTime, strategy: Strategy, some: Sequence[Reading], who: Context
) -> RiskHistory:
    times = {one.recorded_at for one in some if where.from_ <= one.recorded_at}
    judged = list(history(strategy, some, times, who))
    known = tuple(one.unwrap() for _, one in judged if isinstance(one, Success))
    return RiskHistory(
        patient_id=where.patient_id,
        strategy=strategy.name,
        items=known,
        movements=movements(known),
        unassessed=tuple(at for at, one in judged if not isinstance(one, Success)),
    )


def _snapshots(records: tuple[Record, ...], now: datetime) -> Result[tuple[Snapshot, ...], Fault]:
    if not 1 <= len(records) <= MOST_RECORDS:
        return Failure(flawed("/records", f"must be 1 to {MOST_RECORDS} records"))
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


def _highest(
    strategy: Strategy, moments: tuple[Snapshot, ...], who: Context
) -> Result[Assessment, Fault]:
    judged = [strategy.assess(moment, who) for moment in moments]
    known = [one.unwrap() for one in judged if isinstance(one, Success)]
    return Success(worst(known)) if known else judged[0]


def _answered(patient_id: str, found: Assessment, at: datetime) -> Risk:
    return Risk(patient_id=patient_id, **{**asdict(found, recurse=False), "evaluated_at": at})


def _facts(one: Strategy) -> StrategyFacts:
    return StrategyFacts(**_named(one))


def _page(one: Strategy) -> StrategyPage:
    table = one.table if isinstance(one, Scored) else None
    return StrategyPage(
        **_named(one),
        table=plain(table) if table else None,
        page=markdown(page(table)) if table else None,
    )


def _named(one: Strategy) -> dict[str, Any]:
    names = [field.name for field in fields(StrategyFacts)]
    return {name: getattr(one, name) for name in names}
