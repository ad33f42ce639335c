"""A table made ready to be asked: points from values, in a few microseconds."""

from collections.abc import Mapping
from decimal import Decimal

from attrs import field, frozen

from vitalcore.risk.finder import Finder, Line, Mark, Values, line
from vitalcore.risk.inputs import Input
from vitalcore.risk.table import Gauge, Outcome, Table


@frozen
class Score:
    """Points by parameter, None where unknown; *total* and *rank* only where all are known.

    *rank* counts the outcomes below the one that holds.
    """

    points: tuple[int | None, ...]
    total: int | None
    rank: int | None


@frozen(kw_only=True)
class Engine:
    """A sound table and what was worked out of it beforehand."""

    table: Table
    lines: tuple[Line, ...] = field(eq=False, repr=False)
    ladder: tuple[tuple[int, ...], ...] = field(eq=False, repr=False)  # rank by total, by top
    needed: frozenset[Input]
    raising: frozenset[Input] = field(repr=False)  # that can only raise: a total needs none of them
    places: Mapping[Input, int] = field(eq=False, repr=False)
    gauges: Mapping[Input, Gauge] = field(eq=False, repr=False)
    finders: Mapping[Input, Finder] = field(eq=False, repr=False)

    def mark(self, name: Input, values: Values) -> Mark | None:
        """Find the band or code of one input."""
        find = self.finders.get(name)
        return find(values) if find else None

    def points(self, values: Values) -> tuple[int | None, ...]:
        """Score every parameter."""
        return tuple([line.score(values) for line in self.lines])

    def score(self, values: Values) -> Score:
        """Score *values*; never a total while one parameter is unknown."""
        points = self.points(values)
        if None in points or not self.needed <= values.keys():
            return Score(points, None, None)
        known = [one for one in points if one is not None]
        total = sum(known)
        return Score(points, total, self.rank(total, max(known), values))

    def rank(self, total: int, top: int, values: Values) -> int:
        """Find the outcome of a total whose highest single points are *top*."""
        rank = self.ladder[total][top]
        return self.raised(rank, values) if self.table.overrides else rank

    def raised(self, rank: int, values: Values) -> int:
        """Raise *rank* as the overrides ask."""
        for one in self.table.overrides:
            value = values.get(one.when.input)
            if value is not None and one.when.holds(value):
                rank = max(rank, self.floor(one.level.rank))
        return rank

    def floor(self, level: int) -> int:
        """Give the first outcome that is no lower than a level."""
        return next(i for i, one in enumerate(self.table.outcomes) if one.level.rank >= level)


def engine(table: Table) -> Engine:
    """Make a sound *table* ready."""
    lines = tuple(line(one) for one in table.parameters)
    needed = _needed(table)
    return Engine(
        table=table,
        lines=lines,
        gauges={gauge.input: gauge for gauge in table.gauges},
        finders={
            gauge.input: find
            for line in lines
            for gauge, find in zip(line.parameter.gauges, line.gauges, strict=True)
        },
        ladder=_ladder(table),
        places={
            gauge.input: place for place, one in enumerate(table.parameters) for gauge in one.gauges
        },
        needed=needed,
        raising=_raising(table) - needed,
    )


def _needed(table: Table) -> frozenset[Input]:
    """Name those whose overrides may hold while they are missing: a total waits for them."""
    always = {*_asked(table), *(one.input for one in table.gauges if one.decides)}
    return frozenset(
        one.when.input for one in table.overrides if one.needed or one.when.input in always
    )


def _raising(table: Table) -> frozenset[Input]:
    raised = [one.input for one in table.gauges if not one.decides]
    return frozenset([*raised, *(one.when.input for one in table.overrides)]) - _asked(table)


def _asked(table: Table) -> frozenset[Input]:
    charts = [chart for gauge in table.gauges for chart in gauge.charts]
    return frozenset(one.input for chart in charts for one in chart.when)


def _ladder(table: Table) -> tuple[tuple[int, ...], ...]:
    highest = max(max(one.points) for one in table.parameters)
    return tuple(
        tuple(_last(table.outcomes, total, top) for top in range(highest + 1))
        for total in range(table.highest + 1)
    )


def _last(outcomes: tuple[Outcome, ...], total: int, top: int) -> int:
    fitting = [
        rank
        for rank, one in enumerate(outcomes)
        if one.total.holds(Decimal(total)) and (one.single is None or top >= one.single)
    ]
    return max(fitting, default=0)
