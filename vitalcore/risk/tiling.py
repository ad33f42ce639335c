"""Ranges that follow one another without a gap or an overlap, or what keeps them from it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from vitalcore.fault import Flaw
from vitalcore.kinds import Span
from vitalcore.risk.range import Range


def joined(ranges: Mapping[str, Range], grid: Decimal | None) -> Iterator[Flaw]:
    """Find what keeps *ranges*, by their places, from following one another."""
    for where, one in ranges.items():
        yield from stretch(one, grid, where)
    for (_, one), (where, following) in pairwise(ranges.items()):
        yield from _joint(one, following, grid, where)


def reaching(
    ranges: Mapping[str, Range], grid: Decimal | None, whole: Span, place: str
) -> Iterator[Flaw]:
    """Find what keeps *ranges* that follow one another from reaching over the *whole*."""
    if not ranges:
        yield Flaw(place, "must not be empty")
        return
    first, last = next(iter(ranges)), next(reversed(tuple(ranges)))
    if ranges[first].begins(grid) > (whole.low, 0):
        yield Flaw(first, f"leaves a gap: it must reach down to {whole.low}")
    if ranges[last].ends(grid) <= (whole.high, 0):
        yield Flaw(last, f"leaves a gap: it must reach up to {whole.high}")


def stretch(one: Range, grid: Decimal | None, place: str) -> Iterator[Flaw]:
    """Find what is wrong with one range, whatever stands beside it."""
    if one.ends(grid) <= one.begins(grid):
        yield Flaw(place, "is empty")
    if grid and any(bound % grid for bound in (one.low, one.high) if bound is not None):
        yield Flaw(place, f"must have its bounds on the grid of {grid}")


def _joint(one: Range, following: Range, grid: Decimal | None, place: str) -> Iterator[Flaw]:
    if following.begins(grid) <= one.begins(grid):
        yield Flaw(place, "is unsorted: it must begin above the one before it")
    elif following.begins(grid) < one.ends(grid):
        yield Flaw(place, "overlaps the one before it")
    elif following.begins(grid) > one.ends(grid):
        yield Flaw(place, "leaves a gap to the one before it")
