"""What a total can still be while inputs are missing, and which to measure next."""

from collections.abc import Iterable
from functools import partial

from attrs import frozen

from vitalcore.risk.cases import Case, cases, conditions
from vitalcore.risk.engine import Engine
from vitalcore.risk.finder import Value, Values
from vitalcore.risk.inputs import Input
from vitalcore.risk.table import Parameter

#: How bad it is at the least: the rank of the outcome, then the total.
type Standing = tuple[int, int]


@frozen(kw_only=True)
class Bounds:
    """The *least* and the *most* the total can be, and the ranks of the outcomes it can lead to."""

    least: int
    most: int
    ranks: tuple[int, ...]  # least first
    missing: tuple[Input, ...]
    next: Input | None


def bounds(engine: Engine, values: Values) -> Bounds:
    """Bound the total exactly: both ends can be reached by what the missing inputs may be.

    *next* is the missing input whose worst result alone would raise the certain outcome highest;
    of equals the one that would raise the certain total most; of equals the chart's first.
    """
    found = tuple(cases(engine, values))
    missing = absent(engine, values)
    return Bounds(
        least=min(sum(case.fewest) for case in found),
        most=max(sum(case.most) for case in found),
        ranks=tuple(sorted({rank for case in found for rank in _ranks(engine, case)})),
        missing=missing,
        next=max(missing, key=partial(_worst, engine, found), default=None),
    )


def absent(engine: Engine, values: Values) -> tuple[Input, ...]:
    """List, in the chart's order, the inputs without which the answer is open."""
    table = engine.table
    open_ = {
        line.parameter.gauges[0].input
        for line in engine.lines
        if line.score(values) is None and not _answered(line.parameter, values)
    }
    asked = {one.input for one in conditions(table)} | engine.needed
    return tuple(name for name in table.inputs if name in open_ | (asked - values.keys()))


def _answered(parameter: Parameter, values: Values) -> bool:
    """Is it another input that keeps *parameter* open?"""
    return any(
        gauge.decides and gauge.input in values and values[gauge.input] not in gauge.unscored
        for gauge in parameter.gauges
    )


def _ranks(engine: Engine, case: Case) -> set[int]:
    """Find every outcome that the case can lead to."""
    sums = {(0, 0)}
    for options in case.options:
        sums = {(total + one, max(top, one)) for total, top in sums for one in options}
    ranks = {engine.rank(total, top, case.values) for total, top in sums}
    return ranks | {max(rank, more) for rank in ranks for more in _raising(engine, case.values)}


def _raising(engine: Engine, values: Values) -> set[int]:
    return {
        engine.floor(one.level.rank)
        for one in engine.table.overrides
        if one.needed and one.when.input not in values
    }


def _worst(engine: Engine, found: Iterable[Case], name: Input) -> Standing:
    """Give the certain standing after the worst result that measuring *name* could show."""
    results: dict[Value | None, Standing] = {}
    for case in found:
        result = case.values.get(name)
        standing = _standing(engine, case, name)
        results[result] = min(standing, results.get(result, standing))
    return max(results.values())


def _standing(engine: Engine, case: Case, name: Input) -> Standing:
    place = engine.places.get(name)
    points = case.fewest if place is None else case.worst(place)
    rank = engine.rank(sum(points), max(points), case.values)
    more = _raising(engine, case.values) if name in engine.needed else ()
    return max((rank, *more)), sum(points)
