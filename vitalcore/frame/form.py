"""How a column holds an input, and the steps that a judgment of its values takes in it."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
from attrs import frozen

from vitalcore.frame.ordinal import least
from vitalcore.frame.steps import Steps, steps
from vitalcore.kinds import Span
from vitalcore.risk.range import Edge
from vitalcore.risk.units import CONVERSIONS

#: What stands for a stretch of values: the edge at which it begins, or a code.
type Place = Edge | str
#: What a stretch comes to: points, the rank of a level, or one of HOLDS and FAILS.
type Verdict = Callable[[Any], int]

HOLDS, FAILS = 0, -1


@frozen
class Numbers:
    """Numbers of *dtype* in *unit*, believed within *hard* of the unit *wanted*."""

    dtype: "np.dtype[Any]"
    unit: str
    wanted: str
    hard: Span

    def steps(
        self, missing: int, breaks: Iterable[Edge], verdict: Verdict, refused: int | None = None
    ) -> Steps:
        """Apply *verdict* between *breaks*, and *refused* to what cannot be believed."""
        beyond = missing if refused is None else refused
        low, high = (self.hard.low, 0), (self.hard.high, 1)
        edges = [(one, verdict(one)) for one in sorted({low, *breaks}) if low <= one < high]
        inside = [(self._first(one), said) for one, said in [*edges, (high, beyond)]]
        return steps(missing, [(self._lowest(), beyond), *inside])

    def _lowest(self) -> Any:
        """Give the value that all numbers reach, and NaN does not."""
        return self.dtype.type(-np.inf if self.dtype.kind == "f" else np.iinfo(self.dtype).min)

    def _first(self, edge: Edge) -> Any:
        return _least(self.dtype, self.unit, self.wanted, edge)


@frozen
class Codes:
    """Whole numbers of *dtype*, each the place of its code in *order*; others are no code."""

    dtype: "np.dtype[Any]"
    order: tuple[str, ...]
    allowed: frozenset[str]

    def steps(
        self, missing: int, _: Iterable[Edge], verdict: Verdict, refused: int | None = None
    ) -> Steps:
        """Apply *verdict* to every code that is allowed, and *refused* to what is none."""
        beyond = missing if refused is None else refused
        said = [verdict(code) if code in self.allowed else beyond for code in self.order]
        top = int(np.iinfo(self.dtype).max)  # no row holds a place beyond it
        places = enumerate([*said, beyond][: top + 1])
        return steps(missing, [(self.dtype.type(place), found) for place, found in places])


@frozen
class Absent:
    """There is no such column."""

    def steps(self, missing: int, _: Iterable[Edge], __: Verdict, ___: int | None = None) -> Steps:
        """Know nothing of any row; and nothing is refused."""
        return Steps(missing)


type Form = Numbers | Codes | Absent


@cache
def _least(dtype: "np.dtype[Any]", unit: str, wanted: str, edge: Edge) -> Any:
    value, after = edge
    conversion = CONVERSIONS.get((unit, wanted), _same)

    def beyond(given: Decimal) -> bool:
        found = conversion(given)
        return found > value if after else found >= value

    return least(dtype, beyond)


def _same(value: Decimal) -> Decimal:
    return value
