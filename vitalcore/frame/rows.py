"""One stretch of rows through a plan: points and what is known, then the bounds of every case."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import frozen

from vitalcore.frame.judged import Test
from vitalcore.frame.kernels import UNKNOWN, Rows
from vitalcore.frame.plan import Line, Plan, Scale
from vitalcore.frame.steps import Steps
from vitalcore.risk.inputs import Input


@frozen(eq=False)
class Values:
    """A stretch of a column; *void* is -1 where a row holds nothing, and None where all do."""

    column: npt.NDArray[Any]
    void: Rows | None = None

    def climb(self, steps: Steps) -> Rows:
        """Judge every row; one that holds nothing as one that cannot be believed."""
        found = steps.climb(self.column)
        if self.void is None:
            return found
        return found | self.void if steps.first == UNKNOWN else found & ~self.void


type Stretch = Mapping[Input, Values]
#: Points by parameter, by gauge, by chart.
type Charted = Sequence[Sequence[Sequence[Rows]]]


@frozen(eq=False)
class Seen:
    """What the rows show: points by parameter, and by input what is unknown or REFUSED."""

    charted: Charted
    points: tuple[Rows, ...]
    known: Mapping[Input, Rows]


def seen(plan: Plan, stretch: Stretch) -> Seen:
    """Look at the rows of *stretch*, each for itself."""
    shown = [
        [[stretch[one.input].climb(c.points) for c in one.charts] for one in line.scales]
        for line in plan.lines
    ]
    charted = [[[_plain(one) for one in charts] for charts in each] for each in shown]
    points = (
        combined(
            line, [_own(one, rows, stretch) for one, rows in zip(line.scales, each, strict=True)]
        )
        for line, each in zip(plan.lines, charted, strict=True)
    )
    return Seen(charted, tuple(points), _known(plan, shown, stretch))


def combined(line: Line, points: Sequence[Rows]) -> Rows:
    """Take the highest points of the gauges, known if one that decides or the highest is."""
    best = highest(points)
    deciding = [one for one, scale in zip(points, line.scales, strict=True) if scale.decides]
    if len(deciding) == len(points):
        return best
    return best | -((highest(deciding) < 0) & (best < line.top)).view(np.int8)


def highest(rows: Iterable[Rows]) -> Rows:
    """Take the greatest of each row."""
    return reduce(np.maximum, rows)


def filled(rows: Rows, gap: Rows | int) -> Rows:
    """Put *gap* where a row is unknown; -1 + 1 is no points."""
    return rows + (rows < 0).view(np.int8) * (np.int8(1) + np.asarray(gap, rows.dtype))


def failed(tests: Iterable[Test], stretch: Stretch) -> Rows | None:
    """Find the rows in which one of *tests* fails: -1 there, None where there is no test."""
    rows = [stretch[one.input].climb(one.steps) for one in tests]
    return reduce(np.bitwise_or, rows) if rows else None


def without(rows: Rows, failed: Rows | None) -> Rows:
    """Make unknown what *failed*."""
    return rows if failed is None else rows | failed


def _plain(rows: Rows) -> Rows:
    """Make what is REFUSED plainly unknown: spread the sign."""
    return rows | (rows >> (8 * rows.itemsize - 1))


def _own(scale: Scale, charts: Sequence[Rows], stretch: Stretch) -> Rows:
    """Take each row's points from the chart that holds there."""
    return reduce(
        np.bitwise_and,
        [
            without(points, failed(chart.when, stretch))
            for chart, points in zip(scale.charts, charts, strict=True)
        ],
    )


def _known(plan: Plan, charted: Charted, stretch: Stretch) -> dict[Input, Rows]:
    told = {
        scale.input: charts[0]
        for line, each in zip(plan.lines, charted, strict=True)
        for scale, charts in zip(line.scales, each, strict=True)
        if scale.whole
    }
    return {
        one.input: told[one.input] if one.input in told else stretch[one.input].climb(one.steps)
        for one in plan.known
    }
