"""The two loops that look at every row."""

from typing import Any

import numpy as np
import numpy.typing as npt

#: Small whole numbers, one a row; below 0 is unknown.
type Rows = npt.NDArray[np.signedinteger[Any]]
type Column = npt.NDArray[Any]

#: All bits set: the identity of &, absorbing for |, below all points for max.
UNKNOWN = -1
#: Unknown although something is given.
REFUSED = -2

#: Rows that are compared with all edges before the next ones are fetched: 32 KiB of floats.
_BLOCK = 4096


def climbed(column: Column, at: Column, rises: Rows, first: int) -> Rows:
    """Add to *first* what *rises* at every edge of *at* that a row reaches; NaN reaches none."""
    blocks = 1 if len(column) % _BLOCK else max(len(column) // _BLOCK, 1)
    reached = np.greater_equal(column.reshape(blocks, 1, -1), at[:, None])
    weighed = np.multiply(reached.view(np.int8), rises[:, None])
    found: Rows = np.add.reduce(weighed, axis=1, dtype=rises.dtype, initial=first)
    return found.reshape(-1)


def summed(points: Rows, gaps: Rows, kind: type[np.signedinteger[Any]]) -> tuple[Rows, Rows]:
    """Add up *points*, a parameter a line, with *gaps* where unknown; and give the highest."""
    filled = points + (points < 0).view(np.int8) * (gaps + np.int8(1))
    return np.add.reduce(filled, axis=0, dtype=kind), np.maximum.reduce(filled, axis=0)
