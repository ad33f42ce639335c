"""The loops, compiled by numba, which the extra `fast` brings.

The first run after an installation compiles for some seconds; numba keeps what it compiled beside
the source or among the user's caches, and later runs load it.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from vitalcore.frame import loops
from vitalcore.frame.kernels import Bits, Column, Rows
from vitalcore.frame.steps import Steps
from vitalcore.frame.walking import Gaps

_ALL = np.empty(0, np.int8)


def _compiled(loop: Callable[..., None]) -> Callable[..., None]:
    try:
        kept: Any = numba.njit(cache=True)(loop)
    except RuntimeError:  # neither place can be written to: every process compiles for itself
        kept = numba.njit(loop)
    return kept  # type: ignore[no-any-return]  # numba says nothing of its types


_climb, _settle, _flag = (_compiled(one) for one in (loops.climb, loops.settle, loops.flag))


class Swift:
    """Loops that numba compiled."""

    def climb(self, column: Column, void: Rows | None, steps: Steps, out: Rows) -> None:
        """See Loops."""
        at, rises = steps.fours
        _climb(column, _ALL if void is None else void, at, rises, steps.first, out)

    def settle(self, points: Rows, gaps: Gaps, totals: Rows, tops: Rows) -> None:
        """See Loops."""
        for gap, total, top in zip(gaps, totals, tops, strict=True):
            _settle(points, gap, total, top)

    def flag(self, rows: Rows, unknown: Bits, refused: Bits) -> None:
        """See Loops."""
        _flag(rows, unknown, refused)
