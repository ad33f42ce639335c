"""What walks through the rows: loops of numpy, or the same loops compiled."""

from importlib.util import find_spec
from typing import Protocol

import numpy as np

from vitalcore.frame.kernels import REFUSED, UNKNOWN, Bits, Column, Rows
from vitalcore.frame.steps import Steps

#: Fewer rows are judged before what was compiled is loaded.
MANY = 1_000_000

#: What fills the gaps at the least and at the most: a parameter a line, one number or one a row.
type Gaps = tuple[Rows, Rows]


class Loops(Protocol):
    """Three walks through the rows; each puts its answer where the caller has room for it."""

    def climb(self, column: Column, void: Rows | None, steps: Steps, out: Rows) -> None:
        """Judge every row; where *void* is -1 it is unknown, whatever it reaches."""

    def settle(self, points: Rows, gaps: Gaps, totals: Rows, tops: Rows) -> None:
        """Add up *points*, a parameter a line, with *gaps* where unknown; and give the highest."""

    def flag(self, rows: Rows, unknown: Bits, refused: Bits) -> None:
        """Set a bit for every row that is unknown, and for every one that is REFUSED."""


class Plain:
    """Loops that need nothing besides numpy."""

    def climb(self, column: Column, void: Rows | None, steps: Steps, out: Rows) -> None:
        """Compare with all edges, block by block."""
        out[:] = steps.climb(column)
        if void is not None:
            out |= void

    def settle(self, points: Rows, gaps: Gaps, totals: Rows, tops: Rows) -> None:
        """Fill the gaps first: -1 + 1 is no points."""
        unknown, shown = (points < 0).view(np.int8), np.maximum(points, UNKNOWN)
        for gap, total, top in zip(gaps, totals, tops, strict=True):
            filled = shown + unknown * (gap + np.int8(1))
            np.add.reduce(filled, axis=0, dtype=total.dtype, out=total)
            np.maximum.reduce(filled, axis=0, out=top)

    def flag(self, rows: Rows, unknown: Bits, refused: Bits) -> None:
        """Compare, and pack."""
        unknown[:] = np.packbits(rows < 0, bitorder="little")
        refused[:] = np.packbits(rows == REFUSED, bitorder="little")


def loops_for(rows: int) -> Loops:
    """Choose compiled loops for many *rows* where numba is installed, else those of numpy."""
    if rows < MANY or find_spec("numba") is None:
        return Plain()
    from vitalcore.frame.swift import Swift  # noqa: PLC0415 -- numba takes a second to import

    return Swift()
