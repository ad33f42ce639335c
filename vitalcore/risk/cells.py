"""Values that stand for all others: one from every stretch that some range tells apart."""

from collections.abc import Iterable
from decimal import Decimal

from vitalcore.risk.inputs import NATURE, Coding, Input
from vitalcore.risk.range import Range
from vitalcore.risk.table import Condition

#: Readings are kept no finer than three places; what was converted may be.
_STEP = Decimal("0.001")


def representatives(name: Input, conditions: Iterable[Condition]) -> tuple[Decimal | str, ...]:
    """Give one value of every stretch that the conditions on *name* tell apart."""
    nature = NATURE[name]
    if isinstance(nature, Coding):
        return tuple(nature.codes)
    ranges = [one.range for one in conditions if one.input is name and one.range]
    return firsts(ranges, nature.hard.low, nature.hard.high)


def firsts(ranges: Iterable[Range], low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Give *low*, and up to *high* one value at or after every edge of *ranges*, before the next.

    It lies a step after its edge, or half-way to an edge that is nearer than two steps.
    """
    edges = {edge for one in ranges for edge in (one.begins(None), one.ends(None))}
    inside = sorted({(low, 0), *(one for one in edges if (low, 0) <= one < (high, 1))})
    following = (*(value for value, _ in inside[1:]), high)
    return tuple(
        value + min(_STEP, (end - value) / 2) * after
        for (value, after), end in zip(inside, following, strict=True)
    )
