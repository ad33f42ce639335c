"""Values that stand for all others: one from every stretch that some range tells apart."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from vitalcore.risk.finder import begins
from vitalcore.risk.inputs import NATURE, Coding, Input
from vitalcore.risk.range import Range
from vitalcore.risk.table import Condition, Gauge

#: Readings are kept no finer than three places; what was converted may be.
_STEP = Decimal("0.001")


type Edge = tuple[Decimal, int]  # 1 where the stretch begins after it


def representatives(
    name: Input, conditions: Iterable[Condition], gauge: Gauge | None = None
) -> tuple[Decimal | str, ...]:
    """Give one value of every stretch that conditions on *name*, or its own *gauge*, tell apart."""
    nature = NATURE[name]
    if isinstance(nature, Coding):
        return tuple(nature.codes)
    asked = edges(one.range for one in conditions if one.input is name and one.range)
    own = _steps(gauge) if gauge else ()
    return firsts({*asked, *own}, nature.hard.low, nature.hard.high)


def edges(ranges: Iterable[Range]) -> Iterator[Edge]:
    """Give both edges of every range."""
    for one in ranges:
        yield one.begins(None)
        yield one.ends(None)


def _steps(gauge: Gauge) -> Iterator[Edge]:
    for chart in gauge.charts:
        closed, strict = begins(chart.bands, gauge.grid)
        yield from ((value, 0) for value in closed)
        yield from ((value, 1) for value in strict)


def firsts(edges: Iterable[Edge], low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Give *low*, and up to *high* one value at or after every one of *edges*, before the next.

    It lies a step after its edge, or half-way to an edge that is nearer than two steps.
    """
    inside = sorted({(low, 0), *(one for one in edges if (low, 0) <= one < (high, 1))})
    following = (*(value for value, _ in inside[1:]), high)
    return tuple(
        value + min(_STEP, (end - value) / 2) * after
        for (value, after), end in zip(inside, following, strict=True)
    )
