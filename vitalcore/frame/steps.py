"""Steps: what a stretch of values comes to, for a whole column at once."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

#: Small whole numbers, one a row; below 0 is unknown.
type Rows = npt.NDArray[np.signedinteger[Any]]
type Column = npt.NDArray[Any]

#: All bits set: the identity of &, absorbing for |, below all points for max.
UNKNOWN = -1

#: Rows that are compared with all edges before the next ones are fetched: 32 KiB of floats.
_BLOCK = 4096


@frozen(eq=False)
class Steps:
    """*first* below all edges; at every edge of *at* and beyond, what *rises* says is added.

    NaN reaches no edge, so it is what *first* says.
    """

    first: int
    at: Column = field(factory=lambda: np.empty(0, np.int8))
    rises: Rows = field(factory=lambda: np.empty(0, np.int8))

    def climb(self, column: Column) -> Rows:
        """Give every row of *column* its sum."""
        if not len(self.at):
            return np.full(len(column), self.first, self.rises.dtype)
        blocks = 1 if len(column) % _BLOCK else max(len(column) // _BLOCK, 1)
        reached = np.greater_equal(column.reshape(blocks, 1, -1), self.at[:, None])
        weighed = np.multiply(reached.view(np.int8), self.rises[:, None])
        found = np.add.reduce(weighed, axis=1, dtype=self.rises.dtype, initial=self.first)
        return found.reshape(-1)


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
    return Steps(first, np.array(at), np.array(rises, width(first + sum(map(abs, rises))))) if at else Steps(first)


def width(greatest: int) -> type[np.signedinteger[Any]]:
    """Choose the narrowest rows that hold sums from UNKNOWN up to *greatest*."""
    return np.int8 if greatest <= np.iinfo(np.int8).max else np.int32
