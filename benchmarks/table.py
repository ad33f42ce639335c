"""The results as markdown: first what was aimed at, then everything."""

from collections.abc import Iterator

from benchmarks.requests import MEASURED
from benchmarks.results import LIMIT, OURS, PEER, Fact, Results, Run
from benchmarks.targets import GROWTH, TARGETS, Target
from benchmarks.ward import LARGE, SMALL

NONE = "-"
AIMED = "| what | readings | at once | ours | peer | ours to peer | limit | ours to limit |"
FACTS = "| what | found | aimed at |"
RUNS = (
    "| what | readings | at once | who | requests/s | p50 ms | p99 ms"
    " | CPU us: service + PostgreSQL | failed |"
)


def markdown(results: Results) -> str:
    """Give all tables."""
    parts = (
        _about(results),
        _table(AIMED, (_aimed(results, one) for one in TARGETS)),
        _table(FACTS, _facts(results)),
        _table(RUNS, _everything(results)),
    )
    return "\n\n".join(one for one in parts if one)


def _about(results: Results) -> str:
    return ", ".join(f"{name} {value}" for name, value in results.machine.items())


def _table(head: str, rows: Iterator[str]) -> str:
    body = [one for one in rows if one]
    columns = head.count("|") - 2
    return "\n".join([head, "|---|" + "--:|" * columns, *body]) if body else ""


def _aimed(results: Results, aim: Target) -> str:
    place = (aim.name, aim.readings, aim.connections)
    ours, peer, limit = (results.cell(who, *place) for who in (OURS, PEER, LIMIT))
    if ours is None:
        return ""
    load = f"{aim.name} | {aim.readings:,} | {aim.connections}"
    beside = f"{_rate(peer)} | {_ratio(ours, peer, aim.peer)}"
    below = f"{_rate(limit)} | {_ratio(ours, limit, aim.limit)}"
    return f"| {load} | {_rate(ours)} | {beside} | {below} |"


def _rate(one: Run | None) -> str:
    return f"{one.rate:,.0f}/s" if one else NONE


def _ratio(ours: Run, other: Run | None, least: float | None) -> str:
    if other is None:
        return NONE
    found = ours.rate / other.rate
    shown = f"{found:.3g}x"
    return f"{shown} (>= {least:g}x{'' if found >= least else ', missed'})" if least else shown


def _facts(results: Results) -> Iterator[str]:
    for one in (*_growth(results), *results.facts):
        yield f"| {one.what} | {_number(one.value)} {one.unit} | {_limited(one)} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _limited(one: Fact) -> str:
    if one.least is not None:
        return f">= {one.least:g} {one.unit}{', missed' if one.value < one.least else ''}"
    if one.target is None:
        return NONE
    return f"<= {one.target:g} {one.unit}{', missed' if one.value > one.target else ''}"


def _growth(results: Results) -> Iterator[Fact]:
    """Compare the p50 over the large table with that over the small one."""
    for name, connections in dict.fromkeys((one.name, one.connections) for one in TARGETS):
        small, large = (results.cell(OURS, name, size, connections) for size in (SMALL, LARGE))
        if small and large:
            what = f"{name} at {connections}: p50 at {LARGE:,} readings to that at {SMALL:,}"
            yield Fact(what=what, value=large.p50 / small.p50, unit="x", target=GROWTH)


def _everything(results: Results) -> Iterator[str]:
    places = dict.fromkeys((one.name, one.readings, one.connections) for one in results.runs)
    for place in sorted(places, key=lambda one: (list(MEASURED).index(one[0]), *one[1:])):
        for who in (OURS, PEER, LIMIT):
            if one := results.cell(who, *place):
                yield _line(one)


def _line(one: Run) -> str:
    place = f"| {one.name} | {one.readings:,} | {one.connections} | {one.who} | {one.rate:,.0f}"
    if one.who == LIMIT:  # pgbench tells its mean alone
        return f"{place} | mean {one.p50:.2f} | {NONE} | {NONE} | {one.failed} |"
    cost = f"{one.service_us:,.0f} + {one.postgres_us:,.0f}"
    return f"{place} | {one.p50:.2f} | {one.p99:.2f} | {cost} | {one.failed} |"
