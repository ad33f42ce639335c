"""How the missing inputs may turn out: one case for every way in which they choose the charts."""

from collections.abc import Iterable, Iterator
from itertools import product

from attrs import frozen

from vitalcore.risk.cells import representatives
from vitalcore.risk.engine import Engine
from vitalcore.risk.finder import Line, Value, Values
from vitalcore.risk.inputs import Input
from vitalcore.risk.table import Chart, Condition, Gauge, Table

NONE: frozenset[Input] = frozenset()


@frozen
class Case:
    """Everything that chooses a chart is known or assumed; *options* are each parameter's points.

    Within one case the parameters are independent of each other.
    """

    values: Values
    options: tuple[tuple[int, ...], ...]

    @property
    def fewest(self) -> tuple[int, ...]:
        """Take the fewest points of every parameter."""
        return tuple(one[0] for one in self.options)

    @property
    def most(self) -> tuple[int, ...]:
        """Take the most points of every parameter."""
        return tuple(one[-1] for one in self.options)

    def worst(self, place: int, points: int) -> tuple[int, ...]:
        """Take *points*, or more, of the parameter at *place* and the fewest of the others."""
        more = max(points, self.fewest[place])
        return (*self.fewest[:place], more, *self.fewest[place + 1 :])


def conditions(table: Table) -> tuple[Condition, ...]:
    """List what chooses among the charts of *table*."""
    return tuple(one for gauge in table.gauges for chart in gauge.charts for one in chart.when)


def cases(engine: Engine, values: Values, faded: frozenset[Input] = NONE) -> Iterator[Case]:
    """Give every case that *values* leave open; *faded* inputs may still raise what they did."""
    asked = conditions(engine.table)
    absent = tuple(dict.fromkeys(one.input for one in asked if one.input not in values))
    for assumed in product(*(_assumed(engine, name, asked) for name in absent)):
        full = {**values, **dict(zip(absent, assumed, strict=True))}
        yield Case(full, tuple([_options(line, full, faded) for line in engine.lines]))


def _assumed(engine: Engine, name: Input, asked: Iterable[Condition]) -> tuple[Value, ...]:
    return representatives(name, asked, engine.gauges.get(name))


def _options(line: Line, values: Values, faded: frozenset[Input]) -> tuple[int, ...]:
    known = line.score(values)
    options = {known} if known is not None else _open(line, values)
    for gauge in line.parameter.gauges:
        if gauge.input in faded:
            raised = {max(pair) for pair in product(options, _chart(gauge, values).points)}
            options = raised | options if gauge.unscored else raised
    return tuple(sorted(options))


def _open(line: Line, values: Values) -> set[int]:
    """List what an undecided parameter may come to; what can only add counts where it is known."""
    each = tuple(zip(line.parameter.gauges, line.gauges, strict=True))
    raised = max((mark.points for _, find in each if (mark := find(values))), default=0)
    reach = {one for gauge, _ in each if gauge.decides for one in _chart(gauge, values).points}
    return {max(one, raised) for one in reach}


def _chart(gauge: Gauge, values: Values) -> Chart:
    """Find the chart that counts; all that chooses one is among *values*."""
    return next(
        chart for chart in gauge.charts if all(one.holds(values[one.input]) for one in chart.when)
    )


def highest(gauge: Gauge, values: Values) -> int:
    """Give the most points of the charts that may count, by what is known of their conditions."""
    charts = [
        one
        for one in gauge.charts
        if all(each.holds(values[each.input]) for each in one.when if each.input in values)
    ]
    return max(points for one in charts for points in one.points)
