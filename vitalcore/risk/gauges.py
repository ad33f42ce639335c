"""What makes parameters sound: one band or code for every value, in the unit of the input."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from vitalcore.kinds import PLACES
from vitalcore.risk.check import Check, each, rule
from vitalcore.risk.conditions import condition, covered
from vitalcore.risk.inputs import NATURE, Coding, Quantity, unit_of
from vitalcore.risk.range import Range
from vitalcore.risk.table import Chart, Gauge, Parameter, Table
from vitalcore.risk.tiling import joined, reaching

#: The steps in which bands may be printed.
_STEPS = tuple(map(Decimal, ("1", "0.1", "0.01", "0.001")))


def parameters(table: Table) -> Iterator[Check]:
    """Check the parameters of *table*, and how each of their inputs is scored."""
    yield rule("/parameters", "must not be empty", broken=not table.parameters)
    names = [one.name for one in table.parameters]
    twice = len(set(names)) < len(names)
    reads = each("/parameters", len(names), "name")
    yield rule("/parameters", "must have names that differ", *reads, broken=twice)
    for place, parameter in enumerate(table.parameters):
        yield from _parameter(parameter, f"/parameters/{place}/gauges")
    yield from _once(table)
    yield from _standing_in(table)
    worth = any(table.parameters) and not any(
        max(one.points, default=0) for one in table.parameters
    )
    reads = each("/parameters", len(names), "gauges")
    yield rule("/parameters", "must give points for something", *reads, broken=worth)


def _parameter(parameter: Parameter, place: str) -> Iterator[Check]:
    reads = each(place, len(parameter.gauges), "decides")
    decided = any(gauge.decides for gauge in parameter.gauges)
    yield rule(place, "must have one that decides", *reads, broken=not decided)
    for index, gauge in enumerate(parameter.gauges):
        yield from _gauge(gauge, f"{place}/{index}")


def _standing_in(table: Table) -> Iterator[Check]:
    """Check that what is scored beside others chooses no chart: it would count twice."""
    charts = [chart for gauge in table.gauges for chart in gauge.charts]
    chosen = {one.input for chart in charts for one in chart.when}
    for place, parameter in enumerate(table.parameters):
        for index, gauge in enumerate(parameter.gauges):
            inside = f"/parameters/{place}/gauges/{index}/input"
            detail = f"must not be {gauge.input}, by which a chart is chosen, beside another"
            broken = len(parameter.gauges) > 1 and gauge.input in chosen
            yield rule(inside, detail, "/parameters", broken=broken)


def _once(table: Table) -> Iterator[Check]:
    reads = tuple(
        place
        for index, one in enumerate(table.parameters)
        for place in each(f"/parameters/{index}/gauges", len(one.gauges), "input")
    )
    scored = [gauge.input for gauge in table.gauges]
    for name in sorted({one for one in scored if scored.count(one) > 1}):
        yield rule("/parameters", f"must score {name} once", *reads, broken=True)


def _gauge(gauge: Gauge, place: str) -> Iterator[Check]:
    unit, grid, read = f"{place}/unit", f"{place}/grid", f"{place}/input"
    wanted = unit_of(gauge.input)
    yield rule(unit, f"must be {wanted or 'left out'}", unit, read, broken=gauge.unit != wanted)
    yield rule(grid, "must be above 0", broken=gauge.grid is not None and gauge.grid <= 0)
    fine = gauge.grid is not None and 0 < gauge.grid < PLACES
    yield rule(grid, f"must not be finer than {PLACES}", broken=fine)
    yield from _fitting(gauge, place)
    for index, chart in enumerate(gauge.charts):
        yield from _chart(gauge, chart, place, f"{place}/charts/{index}")
    reads = each(f"{place}/charts", len(gauge.charts), "when")
    yield Check(reads, covered(gauge.charts, f"{place}/charts"))


def _fitting(gauge: Gauge, place: str) -> Iterator[Check]:
    """Check that nothing is said of a number that fits codes alone, and the reverse."""
    read = f"{place}/input"
    for name, given, codes in _said(gauge):
        alien = isinstance(NATURE[gauge.input], Coding) != codes
        detail = f"must be left out: {gauge.input} is {'a number' if codes else 'coded'}"
        inside = f"{place}/{name}"
        yield rule(inside, detail, inside, read, broken=alien and given)


def _said(gauge: Gauge) -> Iterator[tuple[str, bool, bool]]:
    """Give what may be said of an input, whether it is, and whether of codes."""
    yield "grid", gauge.grid is not None, False
    yield "unscored", bool(gauge.unscored), True
    for index, chart in enumerate(gauge.charts):
        yield f"charts/{index}/bands", bool(chart.bands), False
        yield f"charts/{index}/codes", bool(chart.codes), True


def _chart(gauge: Gauge, chart: Chart, place: str, inside: str) -> Iterator[Check]:
    for index, one in enumerate(chart.when):
        yield condition(one, f"{inside}/when/{index}")
    nature = NATURE[gauge.input]
    if isinstance(nature, Coding):
        yield _coded(gauge, chart, nature, place, inside)
    else:
        yield from _banded(gauge, chart, nature, place, inside)


def _coded(gauge: Gauge, chart: Chart, nature: Coding, place: str, inside: str) -> Check:
    given = [*(one.code for one in chart.codes), *gauge.unscored]
    named = bool(chart.codes) and sorted(given) == sorted(nature.codes)
    reads = (f"{place}/input", f"{place}/unscored", f"{inside}/codes")
    detail = f"must name each of {', '.join(nature.codes)} once"
    detail = detail if chart.codes else "must give points to a code"
    return rule(f"{inside}/codes", detail, *reads, broken=not named)


def _banded(
    gauge: Gauge, chart: Chart, nature: Quantity, place: str, inside: str
) -> Iterator[Check]:
    bands = f"{inside}/bands"
    ranges = {f"{bands}/{index}": band.range for index, band in enumerate(chart.bands)}
    grid = _grid(gauge, ranges.values())
    yield Check((bands,), joined(ranges, grid))
    yield Check((bands, f"{place}/input"), reaching(ranges, grid, nature.hard, bands))


def _grid(gauge: Gauge, ranges: Collection[Range]) -> Decimal | None:
    """Give the grid, or for one that must be mended the widest on which the bands are printed."""
    if gauge.grid is None or gauge.grid >= PLACES:
        return gauge.grid
    bounds = [bound for one in ranges for bound in (one.low, one.high) if bound is not None]
    return next((step for step in _STEPS if not any(bound % step for bound in bounds)), None)
