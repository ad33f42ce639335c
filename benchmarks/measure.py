"""The measuring itself: everybody in turn, pass after pass, so that all see the same machine."""

import asyncio
from collections.abc import Callable, Sequence

from attrs import frozen

from benchmarks import load, meter
from benchmarks.contender import Contender
from benchmarks.limit import SCRIPTS, Limit
from benchmarks.plan import Plan
from benchmarks.requests import MEASURED, STATELESS, Row
from benchmarks.results import LIMIT, Run

PAUSE = 0.3  # seconds, in which what the last run left in flight comes to its end
WARM = 0.3  # seconds of a run whose figures nobody looks at
WARMING = 16  # connections of it


@frozen
class Stage:
    """Everybody who is measured, and PostgreSQL's first process."""

    contenders: Sequence[Contender]
    limits: Sequence[Limit]
    postgres: int


async def measure(plan: Plan, stage: Stage, told: Callable[[Run], None]) -> None:
    """Tell every run of the plan."""
    for name in (one for one in MEASURED if one in plan.only):
        contenders = [one for one in stage.contenders if _concerned(plan, name, one)]
        limits = stage.limits if name in SCRIPTS else ()
        for one in contenders:
            await load.by_our_own(*await _asked(one, name), WARMING, WARM)
        for connections in plan.connections:
            for _ in range(plan.passes):
                for one in contenders:
                    told(await answered(one, name, connections, plan.seconds, stage.postgres))
                for limit in limits:
                    told(await reached(limit, name, connections, plan.seconds))


async def answered(one: Contender, name: str, connections: int, seconds: int, postgres: int) -> Run:
    """Send one kind of request to a contender, with a fresh token and the current versions."""
    await asyncio.sleep(PAUSE)
    asked = await _asked(one, name)
    before = meter.cpu(one.pid), meter.cpu(postgres)
    seen = await load.run(*asked, connections, seconds)
    spent = meter.cpu(one.pid) - before[0], meter.cpu(postgres) - before[1]
    microseconds = 1e6 / max(1, seen.sent)
    return Run(
        who=one.name,
        name=name,
        readings=one.record.readings,
        connections=connections,
        rate=seen.rate,
        p50=seen.p50,
        p99=seen.p99,
        failed=seen.failed,
        service_us=spent[0] * microseconds,
        postgres_us=spent[1] * microseconds,
    )


async def reached(limit: Limit, name: str, connections: int, seconds: int) -> Run:
    """Let pgbench do what the request does; its mean stands for the percentiles."""
    await asyncio.sleep(PAUSE)
    seen = await limit.run(name, connections, seconds)
    return Run(
        who=LIMIT,
        name=name,
        readings=limit.record.readings,
        connections=connections,
        rate=seen.rate,
        p50=seen.p50,
        p99=seen.p99,
        failed=seen.failed,
        service_us=0,
        postgres_us=0,
    )


async def _asked(one: Contender, name: str) -> tuple[str, load.Headers, Row]:
    row = MEASURED[name](one.record)
    while row[0].version is not None and row != (row := await _later(one, name)):
        pass  # what the last run left in flight is still changing versions
    return one.base, await one.headers(), row


async def _later(one: Contender, name: str) -> Row:
    await asyncio.sleep(PAUSE)
    return MEASURED[name](one.record)


def _concerned(plan: Plan, name: str, one: Contender) -> bool:
    return name not in STATELESS or one.record.readings == plan.sizes[0]
