"""The words of the tests of scores: values that the inputs of a table may have."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import strategies as st

from vitalcore.kinds import Consciousness, Kind
from vitalcore.reading import Reading
from vitalcore.risk.finder import Value
from vitalcore.risk.inputs import NATURE, Coding, Input
from vitalcore.risk.shipped import TABLES
from vitalcore.risk.table import Condition, Gauge, Table

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)

#: Every band edge is tried from both sides, on the grid, off it, and at half a step.
_ASIDE = tuple(map(Decimal, ("0", "0.001", "0.04", "0.05", "0.06", "0.4", "0.5", "0.6", "1")))

tables = st.sampled_from(TABLES)


def numbers(name: Input, table: Table) -> st.SearchStrategy[Decimal]:
    """Numbers inside the limits of an input, most of them near an edge of *table*."""
    hard = NATURE[name].hard  # type: ignore[union-attr]  # asked of numeric inputs only
    anywhere = st.decimals(hard.low, hard.high, places=3)
    near = [
        edge + side
        for edge in edges(name, table)
        for aside in _ASIDE
        for side in (aside, -aside)
        if hard.low <= edge + side <= hard.high
    ]
    return st.sampled_from(near) | anywhere if near else anywhere


def edges(name: Input, table: Table) -> list[Decimal]:
    """The bounds of all bands and conditions on one input."""
    charts = [chart for gauge in table.gauges for chart in gauge.charts]
    ranges = [one.range for chart in charts for one in chart.when if one.input is name]
    ranges += [
        band.range for g in table.gauges if g.input is name for c in g.charts for band in c.bands
    ]
    return [one for r in ranges if r for one in (r.low, r.high) if one is not None]


def inputs_of(name: Input, table: Table) -> st.SearchStrategy[Value]:
    """Values of one input; an age in whole years."""
    nature = NATURE[name]
    if isinstance(nature, Coding):
        return st.sampled_from(sorted(nature.codes))
    if name is Input.AGE:
        return st.integers(0, 100).map(Decimal)
    return numbers(name, table)


def rows(table: Table) -> st.SearchStrategy[dict[Input, Value]]:
    """Values of all inputs of *table*."""
    return st.fixed_dictionaries({name: inputs_of(name, table) for name in table.inputs})


def partial_rows(table: Table) -> st.SearchStrategy[dict[Input, Value]]:
    """Values of some inputs of *table*."""
    return st.fixed_dictionaries({}, optional={n: inputs_of(n, table) for n in table.inputs})


tables_and_rows = tables.flatmap(lambda one: st.tuples(st.just(one), rows(one)))
tables_and_partial_rows = tables.flatmap(lambda one: st.tuples(st.just(one), partial_rows(one)))


def on_grid(value: Decimal, grid: Decimal | None) -> Decimal:
    """Round half-up as a nurse would, in decimals."""
    return value if grid is None else (value / grid).quantize(Decimal(1), ROUND_HALF_UP) * grid


def plainly(gauge: Gauge, values: Mapping[Input, Value]) -> int | None:
    """Score one input the slow way: round, then try one band after the other."""
    value = values.get(gauge.input)
    charts = [c for c in gauge.charts if all(_met(one, values) for one in c.when)]
    if value is None or not charts:
        return None
    if isinstance(value, str):
        return next((one.points for one in charts[0].codes if one.code == value), None)
    rounded = on_grid(value, gauge.grid)
    return next(band.points for band in charts[0].bands if band.range.holds(rounded))


def _met(condition: Condition, values: Mapping[Input, Value]) -> bool:
    value = values.get(condition.input)
    return value is not None and condition.holds(value)


def reading(kind: Kind, value: str | int, minutes: int = 5) -> Reading:
    """A reading so many minutes before AT."""
    told = Consciousness(str(value)) if kind is Kind.ACVPU else Decimal(str(value))
    return Reading(kind=kind, value=told, recorded_at=AT - timedelta(minutes=minutes))


#: A set of observations that scores nothing on NEWS2.
WELL: Mapping[Kind, str | int] = {
    Kind.RR: 16,
    Kind.SPO2: 97,
    Kind.O2: 0,
    Kind.SBP: 120,
    Kind.HR: 70,
    Kind.ACVPU: "A",
    Kind.BT: 37,
}


def readings(changed: Mapping[Kind, str | int | None], minutes: int = 5) -> list[Reading]:
    """The readings of somebody well, changed; None leaves one out."""
    said = {**WELL, **changed}
    return [reading(kind, value, minutes) for kind, value in said.items() if value is not None]
