"""Rows of small whole numbers, and the comparison of a column with edges as numpy runs it."""

from typing import Any

import numpy as np
import numpy.typing as npt

#: Small whole numbers, one a row; below 0 is unknown.
type Rows = npt.NDArray[np.signedinteger[Any]]
type Column = npt.NDArray[Any]
type Bits = npt.NDArray[np.uint8]

#: All bits set: the identity of &, absorbing for |, below all points for max.
UNKNOWN = -1
#: Unknown although something is given.
REFUSED = -2

#: Rows that are compared with all edges before the next ones are fetched: 32 KiB of floats.
_BLOCK = 4096


def climbed(column: Column, at: Column, rises: Rows, first: int) -> Rows:
    """Give *first* and what *rises* at every edge of *at* that a row reaches."""
    blocks = 1 if len(column) % _BLOCK else max(len(column) // _BLOCK, 1)
    reached = np.greater_equal(column.reshape(blocks, 1, -1), at[:, None])
    weighed = np.multiply(reached.view(np.int8), rises[:, None])
    found: Rows = np.add.reduce(weighed, axis=1, dtype=rises.dtype, initial=first)
    return found.reshape(-1)
