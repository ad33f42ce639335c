"""What a total can still be while inputs are missing, and which to measure next."""

from collections.abc import Iterable
from functools import partial

from attrs import frozen

from vitalcore.risk.cases import NONE, Case, cases, highest
from vitalcore.risk.engine import Engine
from vitalcore.risk.finder import Value, Values
from vitalcore.risk.inputs import Input
from vitalcore.risk.missing import absent

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


def bounds(engine: Engine, values: Values, faded: frozenset[Input] = NONE) -> Bounds:
    """Bound the total exactly: both ends can be reached by what the missing inputs may be.

    *faded* are those of *engine.raising* that were seen and have gone stale: what they raised, they
    may raise still. One that was never seen is left out, as the publication does.

    *next* is the missing input whose worst result alone would raise the certain outcome highest;
    of equals the one that would raise the certain total most; of equals the chart's first.
    """
    found = tuple(cases(engine, values, faded))
    missing = absent(engine, values, faded)
    awaited = (engine.needed | faded) - values.keys()
    return Bounds(
        least=min(sum(case.fewest) for case in found),
        most=max(sum(case.most) for case in found),
        ranks=tuple(
            sorted({one for case in found for one in _ranks(engine, values, case, awaited)})
        ),
        missing=missing,
        next=max(missing, key=partial(_worst, engine, values, found, awaited), default=None),
    )


def _ranks(engine: Engine, values: Values, case: Case, awaited: frozenset[Input]) -> set[int]:
    """Find every outcome that the case can lead to.

    An input that is scored, or chooses a chart, and may override besides is taken for two: no
    outcome is left out, and one more may be named.
    """
    sums = {(0, 0)}
    for options in case.options:
        sums = {(total + one, max(top, one)) for total, top in sums for one in options}
    ranks = {engine.rank(total, top, values) for total, top in sums}
    more = _raising(engine, awaited)
    return ranks | {max(rank, one) for rank in ranks for one in more}


def _raising(engine: Engine, awaited: frozenset[Input]) -> set[int]:
    return {
        engine.floor(one.level.rank) for one in engine.table.overrides if one.when.input in awaited
    }


def _worst(
    engine: Engine,
    values: Values,
    found: Iterable[Case],
    awaited: frozenset[Input],
    name: Input,
) -> Standing:
    """Give the certain standing after the worst result that measuring *name* could show."""
    results: dict[Value | None, Standing] = {}
    for case in found:
        result = case.values.get(name)
        standing = _standing(engine, values, case, awaited & {name}, name)
        results[result] = min(standing, results.get(result, standing))
    return max(results.values())


def _standing(
    engine: Engine, values: Values, case: Case, awaited: frozenset[Input], name: Input
) -> Standing:
    points = case.fewest
    place = engine.places.get(name)
    if place is not None and engine.mark(name, case.values) is None:
        points = case.worst(place, highest(engine.gauges[name], case.values))
    rank = engine.rank(sum(points), max(points), values)
    return max((rank, *_raising(engine, awaited))), sum(points)
