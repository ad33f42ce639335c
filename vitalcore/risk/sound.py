"""What makes a table sound: one band for every value, one level for every total, and a source."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise, product

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Flaw, Invalid
from vitalcore.guard import EPOCH, HORIZON
from vitalcore.kinds import Span
from vitalcore.risk.cells import representatives
from vitalcore.risk.inputs import NATURE, Coding, Input, unit_of
from vitalcore.risk.table import Chart, Condition, Gauge, Outcome, Table
from vitalcore.risk.tiling import tiled


def sound(table: Table) -> Result[Table, Fault]:
    """Give the table back, or everything that is wrong with it and where."""
    flaws = tuple(_flaws(table))
    return Failure(Invalid(flaws)) if flaws else Success(table)


def _flaws(table: Table) -> Iterator[Flaw]:
    for name in ("version", "title", "source"):
        if not getattr(table, name).strip():
            yield Flaw(f"/{name}", "must be given")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", table.name):
        yield Flaw("/name", "must be 1 to 40 of a-z 0-9 _, starting with a letter")
    if not EPOCH.year <= table.year < HORIZON.year:
        yield Flaw("/year", f"must be from {EPOCH.year} to before {HORIZON.year}")
    yield from _parameters(table)
    yield from _outcomes(table)
    for place, override in enumerate(table.overrides):
        yield from _condition(override.when, f"/overrides/{place}/when")
        if override.level not in {one.level for one in table.outcomes}:
            yield Flaw(f"/overrides/{place}/level", "must be the level of an outcome")


def _parameters(table: Table) -> Iterator[Flaw]:
    if not table.parameters:
        yield Flaw("/parameters", "must not be empty")
    if len({one.name for one in table.parameters}) < len(table.parameters):
        yield Flaw("/parameters", "must have names that differ")
    for place, parameter in enumerate(table.parameters):
        if not any(gauge.decides for gauge in parameter.gauges):
            yield Flaw(f"/parameters/{place}/gauges", "must have one that decides")
        for index, gauge in enumerate(parameter.gauges):
            yield from _gauge(gauge, f"/parameters/{place}/gauges/{index}")
    read = [gauge.input for gauge in table.gauges]
    for name in sorted({one for one in read if read.count(one) > 1}):
        yield Flaw("/parameters", f"must score {name} once")


def _gauge(gauge: Gauge, place: str) -> Iterator[Flaw]:
    if gauge.unit != unit_of(gauge.input):
        yield Flaw(f"{place}/unit", f"must be {unit_of(gauge.input) or 'left out'}")
    if gauge.grid is not None and gauge.grid <= 0:
        yield Flaw(f"{place}/grid", "must be above 0")
        return
    for index, chart in enumerate(gauge.charts):
        yield from _chart(gauge, chart, f"{place}/charts/{index}")
    yield from _covered(gauge.charts, f"{place}/charts")


def _chart(gauge: Gauge, chart: Chart, place: str) -> Iterator[Flaw]:
    for index, condition in enumerate(chart.when):
        yield from _condition(condition, f"{place}/when/{index}")
    nature = NATURE[gauge.input]
    if isinstance(nature, Coding):
        yield from _codes(gauge, chart, nature, place)
    else:
        ranges = {f"{place}/bands/{i}": band.range for i, band in enumerate(chart.bands)}
        yield from tiled(ranges, gauge.grid, nature.hard, f"{place}/bands")


def _codes(gauge: Gauge, chart: Chart, nature: Coding, place: str) -> Iterator[Flaw]:
    given = [*(one.code for one in chart.codes), *gauge.unscored]
    if sorted(given) != sorted(nature.codes):
        yield Flaw(f"{place}/codes", f"must name each of {', '.join(nature.codes)} once")


def _condition(condition: Condition, place: str) -> Iterator[Flaw]:
    nature = NATURE[condition.input]
    if isinstance(nature, Coding):
        if not condition.codes or not set(condition.codes) <= set(nature.codes):
            yield Flaw(place, f"must name codes of {', '.join(nature.codes)}")
    elif condition.range is None:
        yield Flaw(place, "must be a range")


def _covered(charts: tuple[Chart, ...], place: str) -> Iterator[Flaw]:
    conditions = [one for chart in charts for one in chart.when]
    asked = tuple(dict.fromkeys(one.input for one in conditions))
    for cell in product(*(representatives(name, conditions) for name in asked)):
        values = dict(zip(asked, cell, strict=True))
        fitting = sum(_fits(chart, values) for chart in charts)
        if fitting != 1:
            yield Flaw(place, f"must be exactly one, and are {fitting}{_where(values)}")


def _fits(chart: Chart, values: dict[Input, Decimal | str]) -> bool:
    return all(one.holds(values[one.input]) for one in chart.when)


def _where(values: dict[Input, Decimal | str]) -> str:
    said = ", ".join(f"{name} {value}" for name, value in values.items())
    return f" where {said}" if said else ""


def _outcomes(table: Table) -> Iterator[Flaw]:
    if any(not p.points for p in table.parameters) or not table.parameters:
        return
    least = sum(min(parameter.points) for parameter in table.parameters)
    plain = {
        f"/outcomes/{place}": one.total
        for place, one in enumerate(table.outcomes)
        if one.single is None
    }
    whole = Span(Decimal(least), Decimal(table.highest))
    yield from tiled(plain, Decimal(1), whole, "/outcomes")
    yield from _rising(table.outcomes)


def _rising(outcomes: Iterable[Outcome]) -> Iterator[Flaw]:
    for index, (one, following) in enumerate(pairwise(outcomes), 1):
        if following.level.rank < one.level.rank:
            yield Flaw(f"/outcomes/{index}", "must not lie below the level of the one before it")
