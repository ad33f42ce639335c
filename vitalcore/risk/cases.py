"""How the missing inputs may turn out: one case for every way in which they choose the charts."""

from collections.abc import Iterator
from itertools import product

from attrs import frozen

from vitalcore.risk.cells import representatives
from vitalcore.risk.engine import Engine
from vitalcore.risk.finder import Line, Values
from vitalcore.risk.table import Chart, Condition, Gauge, Table


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

    def worst(self, place: int) -> tuple[int, ...]:
        """Take the most points of the parameter at *place* and the fewest of the others."""
        return (*self.fewest[:place], self.options[place][-1], *self.fewest[place + 1 :])


def conditions(table: Table) -> tuple[Condition, ...]:
    """List what chooses among the charts of *table*."""
    return tuple(one for gauge in table.gauges for chart in gauge.charts for one in chart.when)


def cases(engine: Engine, values: Values) -> Iterator[Case]:
    """Give every case that *values* leave open."""
    asked = conditions(engine.table)
    absent = tuple(dict.fromkeys(one.input for one in asked if one.input not in values))
    for assumed in product(*(representatives(name, asked) for name in absent)):
        full = {**values, **dict(zip(absent, assumed, strict=True))}
        yield Case(full, _options(engine, full))


def _options(engine: Engine, values: Values) -> tuple[tuple[int, ...], ...]:
    return tuple(
        (known,) if (known := line.score(values)) is not None else _open(line, values)
        for line in engine.lines
    )


def _open(line: Line, values: Values) -> tuple[int, ...]:
    """List what an undecided parameter may come to; what can only add counts where it is known."""
    each = tuple(zip(line.parameter.gauges, line.gauges, strict=True))
    raised = max((mark.points for _, find in each if (mark := find(values))), default=0)
    reach = {one for gauge, _ in each if gauge.decides for one in _chart(gauge, values).points}
    return tuple(sorted({max(one, raised) for one in reach}))


def _chart(gauge: Gauge, values: Values) -> Chart:
    return next(
        chart for chart in gauge.charts if all(one.holds(values[one.input]) for one in chart.when)
    )
