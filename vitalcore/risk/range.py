"""A stretch of values as a chart prints it: <=8, 9-11, >=25, 10-<20, >91-<95, 0."""

import re
from decimal import Decimal

from attrs import frozen

_NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,3})?"
_BELOW = re.compile(rf"<(=?)({_NUMBER})")
_ABOVE = re.compile(rf">(=?)({_NUMBER})")
_BETWEEN = re.compile(rf"(>?)({_NUMBER})-(<?)({_NUMBER})")

#: Where a range begins, or where the next one must: a value, and 1 if it comes just after it.
type Edge = tuple[Decimal, int]

_NOWHERE: Edge = (Decimal("-Infinity"), 0)
_NO_END: Edge = (Decimal("Infinity"), 1)


@frozen
class Range:
    """From *low* to *high*, both included unless *above* or *below* says otherwise."""

    low: Decimal | None = None
    high: Decimal | None = None
    above: bool = False  # low itself is outside
    below: bool = False  # high itself is outside

    def begins(self, grid: Decimal | None) -> Edge:
        """Give the edge at which it starts, for values on *grid* or, without one, for all."""
        if self.low is None:
            return _NOWHERE
        return (self.low + grid * self.above, 0) if grid else (self.low, int(self.above))

    def ends(self, grid: Decimal | None) -> Edge:
        """Give the edge at which the next range must begin."""
        if self.high is None:
            return _NO_END
        return (
            (self.high + grid * (not self.below), 0) if grid else (self.high, int(not self.below))
        )

    def holds(self, value: Decimal) -> bool:
        """Is *value*, already on the grid, inside?"""
        return self.begins(None) <= (value, 0) < self.ends(None)

    def reaches(self, low: Decimal, high: Decimal) -> bool:
        """Is any value from *low* to *high*, both included, inside?"""
        return max(self.begins(None), (low, 0)) < min(self.ends(None), (high, 1))

    def __str__(self) -> str:
        if self.low is None:
            return f"<{'' if self.below else '='}{self.high}"
        if self.high is None:
            return f">{'' if self.above else '='}{self.low}"
        if self.low == self.high:
            return f"{self.low}"
        return f"{'>' if self.above else ''}{self.low}-{'<' if self.below else ''}{self.high}"


def read(text: str) -> Range | None:
    """Read a range as it is printed; None for what is no range."""
    if found := _BELOW.fullmatch(text):
        return Range(high=Decimal(found[2]), below=not found[1])
    if found := _ABOVE.fullmatch(text):
        return Range(low=Decimal(found[2]), above=not found[1])
    if found := _BETWEEN.fullmatch(text):
        return Range(Decimal(found[2]), Decimal(found[4]), bool(found[1]), bool(found[3]))
    return Range(Decimal(text), Decimal(text)) if re.fullmatch(_NUMBER, text) else None
