"""A patient's risk over time, from the stored readings."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, flawed
from vitalcore.guard import EPOCH
from vitalcore.kinds import Kind
from vitalcore.reading import Reading
from vitalcore.risk import register
from vitalcore.risk.assessment import Strategy
from vitalcore.risk.context import Context
from vitalcore.risk.history import history, movements
from vitalweb.house import House
from vitalweb.http.endpoints.inference import context
from vitalweb.http.route import Ask
from vitalweb.http.words.risk import RiskHistory, RiskOverTime
from vitalweb.http.words.vitals import MOST_VITALS
from vitalweb.railway import then
from vitalweb.store import patients, vitals
from vitalweb.store.desk import Desk
from vitalweb.store.vitals import Window


async def risk_history(
    house: House, desk: Desk, ask: Ask[RiskOverTime, None]
) -> Result[RiskHistory, Fault]:
    """Assess the stored readings at each of their moments within a range, both ends included."""
    fresh = house.settings.freshness
    chosen = register.find(ask.where.strategy, house.strategies)
    window = chosen.bind(lambda _: _window(ask.where, max(fresh.values())))
    patient = await then(window, lambda _: patients.find(desk, ask.where.patient_id))
    read = (await then(window, lambda wanted: vitals.readings(desk, wanted))).bind(_all)
    return chosen.bind(
        lambda strategy: patient.bind(
            lambda who: read.map(
                lambda some: _series(ask.where, strategy, some, context(who), fresh)
            )
        )
    )


def _window(where: RiskOverTime, longest: timedelta) -> Result[Window, Fault]:
    if where.to < where.from_:
        return Failure(flawed("/to", "must not lie before from"))
    since = max(where.from_ - longest, EPOCH)  # what was read before may still count
    return Success(
        Window(
            patient_id=where.patient_id,
            since=since,
            until=where.to,
            vital_type=None,
            after_at=since,
            after_id=UUID(int=0),
            limit=MOST_VITALS + 1,
        )
    )


def _all(some: Sequence[Reading]) -> Result[Sequence[Reading], Fault]:
    if len(some) <= MOST_VITALS:
        return Success(some)
    detail = f"leaves more than {MOST_VITALS} readings to assess; ask for a shorter range"
    return Failure(flawed("/to", detail))


def _series(
    where: RiskOverTime,
    strategy: Strategy,
    some: Sequence[Reading],
    who: Context,
    freshness: Mapping[Kind, timedelta],
) -> RiskHistory:
    times = {one.recorded_at for one in some if where.from_ <= one.recorded_at}
    judged = list(history(strategy, some, times, who, freshness))
    known = tuple(one.unwrap() for _, one in judged if isinstance(one, Success))
    return RiskHistory(
        patient_id=where.patient_id,
        strategy=strategy.name,
        items=known,
        movements=movements(known),
        unassessed=tuple(at for at, one in judged if not isinstance(one, Success)),
    )
