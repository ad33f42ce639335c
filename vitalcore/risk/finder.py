"""Where a value lies on its chart: each gauge turned into a function that finds band or code."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from vitalcore.risk.inputs import Input
from vitalcore.risk.table import Band, Chart, Condition, Gauge, Parameter

type Value = Decimal | str
#: What is known, each in its input's unit and within its limits; an absent input is missing.
type Values = Mapping[Input, Value]
type Finder = Callable[[Values], Mark | None]
type Scorer = Callable[[Values], int | None]


@frozen
class Mark:
    """What a chart says of a value: its points, the band or code as *printed*, the rule it fired.

    Worked out once a table, so that explaining a value writes no text.
    """

    points: int
    printed: str
    fired: tuple[str, ...]


@frozen
class Line:
    """One parameter, how it is scored, and how each of its gauges finds its band or code."""

    parameter: Parameter
    score: Scorer
    gauges: tuple[Finder, ...]


def line(parameter: Parameter) -> Line:
    """Make a sound parameter ready."""
    finders = tuple(_gauge(one) for one in parameter.gauges)
    score = _single(finders[0]) if len(finders) == 1 else _highest(parameter, finders)
    return Line(parameter, score, finders)


def _single(find: Finder) -> Scorer:
    def score(values: Values) -> int | None:
        mark = find(values)
        return None if mark is None else mark.points

    return score


def _highest(parameter: Parameter, finders: tuple[Finder, ...]) -> Scorer:
    pairs = tuple(zip(finders, parameter.gauges, strict=True))
    most = max(parameter.points)

    def score(values: Values) -> int | None:
        given, decided, unread = [], False, False
        for find, one in pairs:
            mark = find(values)
            if mark:
                given.append(mark.points)
                decided = decided or one.decides
            elif one.input in values and values[one.input] not in one.unscored:
                unread = True
        best = max(given, default=None)
        return best if best == most or (decided and not unread) else None

    return score


def _gauge(gauge: Gauge) -> Finder:
    if not gauge.charts[0].when:
        return _chart(gauge, gauge.charts[0])
    choices = tuple((_conditions(chart.when), _chart(gauge, chart)) for chart in gauge.charts)

    def find(values: Values) -> Mark | None:
        for holds, inner in choices:
            if holds(values):
                return inner(values)
        return None

    return find


def _chart(gauge: Gauge, chart: Chart) -> Finder:
    return _banded(gauge, chart) if chart.bands else _coded(gauge.input, chart)


def _banded(gauge: Gauge, chart: Chart) -> Finder:
    name = gauge.input
    marks = tuple(_mark(name, str(one.range), one.points) for one in chart.bands)
    closed, strict = begins(chart.bands, gauge.grid)

    def find(values: Values) -> Mark | None:
        value: Any = values.get(name)
        if value is None:
            return None
        return marks[bisect_right(closed, value) + bisect_left(strict, value)]

    return find


def begins(
    bands: Sequence[Band], grid: Decimal | None
) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    """Give where bands begin: the edges that belong to their band, and those that do not.

    Rounding half-up to a grid is the same as reaching an edge half a step before the band, so a
    value is compared as it is given, in exact decimals, and never falls between two bands.
    """
    half = grid / 2 if grid else Decimal(0)
    found = [band.range.begins(grid) for band in bands[1:]]
    return (
        tuple(value - half for value, after in found if not after),
        tuple(value for value, after in found if after),
    )


def _coded(name: Input, chart: Chart) -> Finder:
    marks = {one.code: _mark(name, one.code, one.points) for one in chart.codes}

    def find(values: Values) -> Mark | None:
        code: Any = values.get(name)
        return marks.get(code)

    return find


def _mark(name: Input, printed: str, points: int) -> Mark:
    return Mark(points, printed, (f"{name} {printed}",) if points else ())


def _conditions(when: tuple[Condition, ...]) -> Callable[[Values], bool]:
    def holds(values: Values) -> bool:
        for one in when:
            value = values.get(one.input)
            if value is None or not one.holds(value):
                return False
        return True

    return holds
