"""Values that stand for all others: one from every stretch that some range tells apart."""

from collections.abc import Iterable
from decimal import Decimal

from vitalcore.risk.inputs import NATURE, Coding, Input
from vitalcore.risk.range import Range
from vitalcore.risk.table import Condition

#: No value is kept finer than three places.
_STEP = Decimal("0.001")


def representatives(name: Input, conditions: Iterable[Condition]) -> tuple[Decimal | str, ...]:
    """Give one value of every stretch that the conditions on *name* tell apart."""
    nature = NATURE[name]
    if isinstance(nature, Coding):
        return tuple(nature.codes)
    ranges = [one.range for one in conditions if one.input is name and one.range]
    return firsts(ranges, nature.hard.low, nature.hard.high)


def firsts(ranges: Iterable[Range], low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Give *low*, and up to *high* the first value at or after every edge of *ranges*."""
    edges = {edge for one in ranges for edge in (one.begins(None), one.ends(None))}
    values = {value + _STEP * after for value, after in edges if value.is_finite()}
    return tuple(sorted({low, *(value for value in values if low <= value <= high)}))
