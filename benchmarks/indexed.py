"""How far the peer comes with an index over patient and time, which somebody may think of later.

Without it a day is found by the patient or by the time alone, as columns usually are indexed.
"""

from statistics import median

import psycopg

from benchmarks.contender import Contender
from benchmarks.measure import Stage, answered
from benchmarks.plan import Plan
from benchmarks.results import PEER, Fact

READS = ("GET a day (1,440)", "GET 10")
CONNECTIONS = 16


async def indexed(plan: Plan, stage: Stage) -> list[Fact]:
    """Give the peer on the largest table that index, and compare anew."""
    both = [one for one in stage.contenders if one.record.readings == plan.sizes[-1]]
    for one in both:
        if one.name == PEER:
            _index(one)
    return [await _compared(plan, stage, both, name) for name in READS if name in plan.only]


def _index(peer: Contender) -> None:
    with psycopg.connect(peer.record.dsn, autocommit=True) as conn:
        conn.execute("CREATE INDEX ON vitals (patient_id, recorded_at)")
        conn.execute("ANALYZE vitals")


async def _compared(plan: Plan, stage: Stage, both: list[Contender], name: str) -> Fact:
    rates: dict[str, list[float]] = {one.name: [] for one in both}
    for _ in range(plan.passes):
        for one in both:
            run = await answered(one, name, CONNECTIONS, plan.seconds, stage.postgres)
            rates[one.name].append(run.rate)
    ours, peer = (median(rates[one.name]) for one in both)
    load = f"{name} at {CONNECTIONS}, {plan.sizes[-1]:,} readings"
    what = f"{load}: ours to the peer once it has an index over patient and time"
    return Fact(what=what, value=ours / peer, unit="x")
