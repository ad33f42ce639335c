"""Steps: what a stretch of values comes to, for a whole column at once."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
from attrs import field, frozen

from vitalcore.frame.kernels import Column, Rows, climbed
from vitalcore.frame.loops import FOUR


@frozen(eq=False)
class Steps:
    """*first* below all edges; at every edge of *at* and beyond, what *rises* says is added.

    NaN reaches no edge, so it is what *first* says.
    """

    first: int
    at: Column = field(factory=lambda: np.empty(0, np.int8))
    rises: Rows = field(factory=lambda: np.empty(0, np.int8))

    @cached_property
    def fours(self) -> tuple[Column, Rows]:
        """Give edges and rises in whole fours; the last edge, again, raises nothing more."""
        more = (0, -len(self.at) % FOUR)
        return np.pad(self.at, more, "edge"), np.pad(self.rises, more)

    def climb(self, column: Column) -> Rows:
        """Give every row of *column* its sum."""
        if not len(self.at):
            return np.full(len(column), self.first, self.rises.dtype)
        return climbed(column, self.at, self.rises, self.first)


def steps(first: int, edges: Iterable[tuple[Any, int]]) -> Steps:
    """Rise from *first* to what each of the sorted *edges* says; None is an edge out of reach."""
    at: list[Any] = []
    rises: list[int] = []
    now = first
    for edge, after in edges:
        if edge is not None and after != now:
            at.append(edge)
            rises.append(after - now)
            now = after
    return (
        Steps(first, np.array(at), np.array(rises, width(first + sum(map(abs, rises)))))
        if at
        else Steps(first)
    )


def width(greatest: int) -> type[np.signedinteger[Any]]:
    """Choose the narrowest rows that hold sums from UNKNOWN up to *greatest*."""
    return np.int8 if greatest <= np.iinfo(np.int8).max else np.int32
