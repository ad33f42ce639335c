"""A table made ready for the columns at hand: its lines, and the cases that gaps leave open."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from attrs import evolve, frozen

from vitalcore.frame.judged import Forms, Marks, Test, alike, known, made_for, marks, raising
from vitalcore.frame.levels import Ladder, ladders
from vitalcore.frame.steps import width
from vitalcore.frame.walking import Gaps, Loops
from vitalcore.risk.cases import conditions
from vitalcore.risk.cells import representatives
from vitalcore.risk.engine import Engine, engine
from vitalcore.risk.finder import Value
from vitalcore.risk.inputs import Input
from vitalcore.risk.table import Gauge, Override, Parameter, Table


@frozen
class Scale:
    """A gauge: its charts, whether it decides, and whether every value on it has points."""

    input: Input
    charts: tuple[Marks, ...]
    decides: bool
    whole: bool


@frozen
class Line:
    """A parameter: its gauges, and the most points that it can come to."""

    scales: tuple[Scale, ...]
    top: int

    @property
    def plain(self) -> bool:
        """Is it one chart, whose points are the parameter's own?"""
        return len(self.scales) == len(self.scales[0].charts) == 1


@frozen
class Choice:
    """The chart of a gauge in a case, its range, and the points that the case itself assumes."""

    place: int
    least: int
    most: int
    assumed: int | None


@frozen(eq=False)
class Case:
    """One way in which what chooses the charts may turn out, in the rows where *tests* hold.

    *gaps* are the least and the most points of every line, where the rows have no part in them.
    """

    tests: tuple[Test, ...]
    choices: tuple[tuple[Choice, ...], ...]
    gaps: Gaps | None


@frozen
class Raise:
    """An override: the rank of the level to which it raises, which it may do while *needed*."""

    test: Test
    rank: int
    needed: bool


@frozen(kw_only=True)
class Plan:
    """All that is worked out before the first row is looked at."""

    table: Table
    lines: tuple[Line, ...]
    cases: tuple[Case, ...]
    known: tuple[Test, ...]
    overrides: tuple[Raise, ...]
    ladders: tuple[Ladder, ...]
    made_for: Test
    aged: Test
    loops: Loops

    @cached_property
    def places(self) -> Sequence[int] | None:
        """Give the place of each parameter's input, if parameters are known where inputs are."""
        scales = [one for line in self.lines for one in line.scales]
        if not all(line.plain for line in self.lines) or not all(one.whole for one in scales):
            return None
        return [self.table.inputs.index(one.input) for one in scales]

    @property
    def kind(self) -> type[np.signedinteger[Any]]:
        """Give the width in which all points find room."""
        steps = [c.points for line in self.lines for one in line.scales for c in one.charts]
        return max(
            (one.rises.dtype.type for one in steps), key=lambda kind: np.dtype(kind).itemsize
        )


def plan(table: Table, forms: Forms, loops: Loops) -> Plan:
    """Compile a sound *table* for columns of these *forms*, to be walked through by *loops*."""
    ready = engine(table)
    return Plan(
        table=table,
        loops=loops,
        lines=tuple(_line(one, forms) for one in table.parameters),
        cases=tuple(_cases(ready, forms)),
        known=tuple(known(name, forms) for name in table.inputs),
        overrides=tuple(_raise(ready, one, forms) for one in table.overrides),
        ladders=ladders(ready),
        made_for=made_for(table.applies, forms),
        aged=known(Input.AGE, forms),
    )


def settled(table: Table, name: Input, code: str) -> Table:
    """Leave out of *table* all that cannot be where *name* is *code* in every row."""
    return evolve(
        table,
        parameters=tuple(
            evolve(line, gauges=tuple(_settled(one, name, code) for one in line.gauges))
            for line in table.parameters
        ),
    )


def _settled(gauge: Gauge, name: Input, code: str) -> Gauge:
    return evolve(
        gauge,
        charts=tuple(
            evolve(chart, when=tuple(one for one in chart.when if one.input is not name))
            for chart in gauge.charts
            if all(one.holds(code) for one in chart.when if one.input is name)
        ),
    )


def _line(parameter: Parameter, forms: Forms) -> Line:
    scales = (
        Scale(
            one.input,
            tuple(marks(one, chart, forms) for chart in one.charts),
            one.decides,
            not one.unscored,
        )
        for one in parameter.gauges
    )
    return Line(tuple(scales), max(parameter.points))


def _cases(ready: Engine, forms: Forms) -> Iterator[Case]:
    asked = conditions(ready.table)
    names = tuple(dict.fromkeys(one.input for one in asked))
    for values in product(
        *(representatives(name, asked, ready.gauges.get(name)) for name in names)
    ):
        assumed = dict(zip(names, values, strict=True))
        choices = tuple(
            tuple(_choice(ready, one, assumed) for one in parameter.gauges)
            for parameter in ready.table.parameters
        )
        yield Case(
            tuple(alike(name, value, asked, forms) for name, value in assumed.items()),
            choices,
            None if names else _gaps(ready.table, choices),
        )


def _gaps(table: Table, choices: tuple[tuple[Choice, ...], ...]) -> Gaps | None:
    """Bound the lines of a table with one case; what can only add depends on the row."""
    if not all(one.decides for one in table.gauges):
        return None
    kind = width(table.highest)
    least = [[min(one.least for one in line)] for line in choices]
    most = [[max(one.most for one in line)] for line in choices]
    return np.array(least, kind), np.array(most, kind)


def _choice(ready: Engine, gauge: Gauge, assumed: Mapping[Input, Value]) -> Choice:
    place, chart = next(
        (place, chart)
        for place, chart in enumerate(gauge.charts)
        if all(one.holds(assumed[one.input]) for one in chart.when)
    )
    mark = ready.mark(gauge.input, assumed)
    return Choice(place, chart.points[0], chart.points[-1], mark.points if mark else None)


def _raise(ready: Engine, one: Override, forms: Forms) -> Raise:
    rank = ready.table.outcomes[ready.floor(one.level.rank)].level.rank
    return Raise(raising(one, rank, forms), rank, one.when.input in ready.needed)
