"""Measure the service beside the usual stack and beside PostgreSQL's own limit.

`uv run --group bench python -m benchmarks` sets everything up in a temporary folder, measures
everybody in turn, and prints tables of medians and ratios. All of it takes 25 minutes on two cores.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve, fields

from benchmarks import bulk, measure, meter, plot, requests, results, table
from benchmarks.contender import Contender
from benchmarks.endurance import endured
from benchmarks.indexed import indexed
from benchmarks.plan import QUICK, Plan
from benchmarks.ready import ready
from benchmarks.results import Fact, Results, Run
from benchmarks.stage import stage
from benchmarks.targets import BULK
from benchmarks.weight import weighed


def main() -> None:
    """Measure what was asked for, or show what was measured before."""
    asked = _asked()
    if asked.show:
        sys.stdout.write(table.markdown(results.load(asked.show)) + "\n")
        return
    plan = _plan(asked)
    facts = [*_bulk(plan), *(ready(plan.starts) if plan.starts else ())]
    found = asyncio.run(_measured(plan, asked.keep, facts))
    plot.draw(found, asked.keep.with_suffix(".png"))
    sys.stdout.write(table.markdown(found) + "\n")


async def _measured(plan: Plan, keep: Path, facts: list[Fact]) -> Results:
    """Measure everybody, and keep after each run what is known by then."""
    async with stage(plan) as (everybody, machine):
        found = Results(machine=machine, facts=facts)
        await measure.measure(plan, everybody, lambda run: _told(found, run, keep))
        facts += await indexed(plan, everybody)
        if plan.endurance:
            facts += await endured(everybody.contenders[0], plan.endurance)
        facts += [_peak(one) for one in everybody.contenders]
        ours = [one for one in everybody.contenders if one.name == results.OURS]
        facts += [fact for one in ours for fact in weighed(one)]
    results.save(found, keep)
    return found


def _bulk(plan: Plan) -> Iterator[Fact]:
    found = bulk.measured(plan.bulk, plan.passes) if plan.bulk else {}
    for way, rate in found.items():
        yield Fact(what=f"{way}, {plan.bulk:,} readings", value=rate, unit="rows/s")
        if way != bulk.COPY:
            part = rate / found[bulk.COPY]
            yield Fact(what=f"{way} to {bulk.COPY}", value=part, unit="x", least=BULK)


def _peak(one: Contender) -> Fact:
    what = f"peak memory of a worker, {one.name}, {one.record.readings:,} readings"
    return Fact(what=what, value=meter.peak(one.pid), unit="MB")


def _told(found: Results, run: Run, keep: Path) -> None:
    """Keep a run, and say where the measuring is."""
    found.runs.append(run)
    results.save(found, keep)
    sys.stderr.write(
        f"{run.name:20} {run.readings:>10,} {run.connections:3} {run.who:6}"
        f" {run.rate:9,.0f}/s  p50 {run.p50:7.2f} ms  failed {run.failed}\n"
    )


def _plan(asked: argparse.Namespace) -> Plan:
    plan = QUICK if asked.quick else Plan()
    told = {name: value for name, value in vars(asked).items() if value is not None}
    given = {one.name: told[one.name] for one in fields(Plan) if one.name in told}
    return evolve(plan, **given)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = ", ".join(requests.MEASURED)
    add = parser.add_argument
    add("--quick", action="store_true", help="the small table, one short pass: 2 minutes")
    add("--only", action="append", choices=requests.MEASURED, metavar="NAME", help=f"of {names}")
    add("--passes", type=int, help="how often everybody has their turn (3)")
    add("--seconds", type=int, help="of each run (3)")
    add("--workers", type=int, help="processes of each service (2)")
    add("--sizes", type=int, nargs="+", help="readings in the tables (100000 10000000)")
    add("--connections", type=int, nargs="+", help="how many ask at once (1 16 64)")
    add("--endurance", type=int, help="requests before the memory is looked at; 0 for none (1e6)")
    add("--starts", type=int, help="how often a start is timed; 0 for never (3)")
    add("--bulk", type=int, help="readings of a bulk load; 0 for none (1e6)")
    add("--keep", type=Path, default=Path("benchmarks.json"), help="results; the PNG goes beside")
    add("--show", type=Path, metavar="FILE", help="print the tables of results kept before")
    return parser.parse_args()


if __name__ == "__main__":
    main()
