"""One stretch of rows through a plan: points and what is known, then the bounds of every case."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, reduce

import numpy as np
from attrs import frozen

from vitalcore.frame.judged import Test
from vitalcore.frame.kernels import UNKNOWN, Bits, Column, Rows
from vitalcore.frame.plan import Line, Plan, Scale
from vitalcore.frame.steps import Steps
from vitalcore.frame.walking import Loops
from vitalcore.risk.inputs import Input


@frozen(eq=False)
class Values:
    """A column as it lies in memory; every row holds something, unless bits *there* deny it.

    They begin at the bit *offset*.
    """

    column: Column
    there: Bits | None = None
    offset: int = 0

    def stretch(self, at: slice) -> "Values":
        """Take the rows *at*, without a copy."""
        return Values(self.column[at], self.there, self.offset + at.start)

    @cached_property
    def void(self) -> Rows | None:
        """Give -1 where a row holds nothing; None where all do."""
        if self.there is None:
            return None
        first, rest = divmod(self.offset, 8)
        count = rest + len(self.column)
        there = np.unpackbits(self.there[first:], count=count, bitorder="little")[rest:]
        return np.subtract(there, np.uint8(1)).view(np.int8)

    def climb(self, steps: Steps) -> Rows:
        """Judge every row; one that holds nothing as one that cannot be believed."""
        found = steps.climb(self.column)
        if self.void is None:
            return found
        return found | self.void if steps.first == UNKNOWN else found & ~self.void

    def chart(self, loops: Loops, steps: Steps, out: Rows) -> Rows:
        """Put every row's points on a chart into *out*."""
        loops.climb(self.column, self.void, steps, out)
        return out


type Stretch = Mapping[Input, Values]
#: Points by parameter, by gauge, by chart.
type Charted = Sequence[Sequence[Sequence[Rows]]]


@frozen(eq=False)
class Seen:
    """What the rows show: points by parameter, and by input what is unknown or REFUSED."""

    charted: Charted
    points: Rows
    known: Mapping[Input, Rows]


def seen(plan: Plan, stretch: Stretch, points: Rows) -> Seen:
    """Look at the rows of *stretch*, each for itself, and put what they come to into *points*."""
    charted = [_charted(plan, *each, stretch) for each in zip(plan.lines, points, strict=True)]
    for line, each, found in zip(plan.lines, charted, points, strict=True):
        if not line.plain:
            scales = zip(line.scales, each, strict=True)
            own = [_own(scale, charts, stretch) for scale, charts in scales]
            found[:] = _unless_unread(line, combined(line, own), own, each)
    return Seen(charted, points, _known(plan, charted, stretch))


def _charted(plan: Plan, line: Line, found: Rows, stretch: Stretch) -> list[list[Rows]]:
    """Judge every row on every chart of *line*; the only one finds the points themselves."""
    return [
        [
            stretch[scale.input].chart(
                plan.loops, chart.points, found if line.plain else np.empty_like(found)
            )
            for chart in scale.charts
        ]
        for scale in line.scales
    ]


def combined(line: Line, points: Sequence[Rows]) -> Rows:
    """Take the highest points of the gauges, known if one that decides or the highest is."""
    best = highest(points)
    deciding = [one for one, scale in zip(points, line.scales, strict=True) if scale.decides]
    if len(deciding) == len(points):
        return best
    return best | -((highest(deciding) < 0) & (best < line.top)).view(np.int8)


def _unless_unread(
    line: Line, found: Rows, own: Sequence[Rows], charted: Sequence[Sequence[Rows]]
) -> Rows:
    """Make unknown what another value may raise, of which nobody knows on which chart it counts."""
    choices = [(mine, all_) for mine, all_ in zip(own, charted, strict=True) if len(all_) > 1]
    if len(own) == 1 or not choices:
        return found
    unread = reduce(np.bitwise_or, [(mine < 0) & (highest(all_) >= 0) for mine, all_ in choices])
    return found | -(unread & (found < line.top)).view(np.int8)


def highest(rows: Iterable[Rows]) -> Rows:
    """Take the greatest of each row."""
    return reduce(np.maximum, rows)


def filled(rows: Rows, gap: Rows | int) -> Rows:
    """Put *gap* where a row is unknown."""
    return np.where(rows < 0, np.asarray(gap, rows.dtype), rows)


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
            without(_plain(points), failed(chart.when, stretch))
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
