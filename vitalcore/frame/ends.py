"""The least and the most that rows can come to, over all cases that their gaps leave open."""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from attrs import field, frozen

from vitalcore.frame.kernels import Rows
from vitalcore.frame.levels import levels
from vitalcore.frame.plan import Case, Choice, Line, Plan
from vitalcore.frame.rows import Seen, Stretch, combined, failed, filled, highest, without
from vitalcore.frame.steps import width
from vitalcore.frame.walking import Gaps


@frozen(eq=False)
class Ends:
    """Totals and ranks of levels, each in two lines: at the least, and at the most."""

    totals: Rows
    ranks: Rows


@frozen(eq=False)
class Bounded:
    """Points of a parameter, and at the least and at the most what unknown ones may be."""

    points: Rows
    least: Rows
    most: Rows


@frozen(eq=False)
class Bounding:
    """Rows on their way through the cases; a line that several cases share is bounded once."""

    plan: Plan
    seen: Seen
    stretch: Stretch
    raised: Rows | None
    lines: dict[tuple[int, tuple[Choice, ...]], Bounded] = field(factory=dict)


def ends(plan: Plan, seen: Seen, stretch: Stretch) -> Ends:
    """Bound totals and levels exactly.

    Points are counted case by case, so inputs that act together are never counted apart.
    """
    rows = Bounding(plan, seen, stretch, _raised(plan, seen, stretch))
    return reduce(_wider, [_case(rows, case) for case in plan.cases])


def _case(rows: Bounding, case: Case) -> Ends:
    points, gaps = (rows.seen.points, case.gaps) if case.gaps else _open(rows, case)
    found = _settled(rows.plan, points, gaps)
    ranks = found.ranks if rows.raised is None else np.maximum(found.ranks, rows.raised)
    outside = failed(case.tests, rows.stretch)
    return Ends(without(found.totals, outside), without(ranks, outside))


def _open(rows: Bounding, case: Case) -> tuple[Rows, Gaps]:
    """Give the points of all lines in a *case*, and what fills their gaps at both ends."""
    lines = [_line(rows, place, choices) for place, choices in enumerate(case.choices)]
    least, most = [one.least for one in lines], [one.most for one in lines]
    return np.stack([one.points for one in lines]), (_lines(least), _lines(most))


def _lines(gaps: Sequence[Rows]) -> Rows:
    return np.stack(np.broadcast_arrays(*gaps))


def _settled(plan: Plan, points: Rows, gaps: Gaps) -> Ends:
    """Put *gaps* where points are unknown, and give the totals and the ranks of their levels."""
    both = (2, points.shape[1])
    totals, tops = np.empty(both, width(plan.table.highest)), np.empty(both, points.dtype)
    plan.loops.settle(points, gaps, totals, tops)
    ranks = levels(plan.loops, plan.ladders, totals.reshape(-1), tops.reshape(-1))
    return Ends(totals, ranks.reshape(both))


def _line(rows: Bounding, place: int, choices: tuple[Choice, ...]) -> Bounded:
    if (place, choices) not in rows.lines:
        charted = rows.seen.charted[place]
        points = [_chosen(*one) for one in zip(charted, choices, strict=True)]
        rows.lines[place, choices] = _bounded(rows.plan.lines[place], points, choices)
    return rows.lines[place, choices]


def _chosen(charts: Sequence[Rows], choice: Choice) -> Rows:
    points = charts[choice.place]
    return points if choice.assumed is None else filled(points, choice.assumed)


def _bounded(line: Line, points: Sequence[Rows], choices: Sequence[Choice]) -> Bounded:
    """Give the ends of the charts that decide, raised by what the others show."""
    each = list(zip(line.scales, points, choices, strict=True))
    least = min(choice.least for scale, _, choice in each if scale.decides)
    most = max(choice.most for scale, _, choice in each if scale.decides)
    raised = [rows for scale, rows, _ in each if not scale.decides]
    return Bounded(
        combined(line, points),
        highest([np.array([least], width(most)), *raised]),
        highest([np.array([most], width(most)), *raised]),
    )


def _raised(plan: Plan, seen: Seen, stretch: Stretch) -> Rows | None:
    """Find the ranks to which overrides raise, and to which a needed input may yet raise."""
    if not plan.overrides:
        return None
    low = highest([stretch[one.test.input].climb(one.test.steps) for one in plan.overrides])
    needed = [(one.rank, seen.known[one.test.input]) for one in plan.overrides if one.needed]
    high = highest([low, *(np.where(known < 0, np.int8(rank), low) for rank, known in needed)])
    return np.stack([low, high])


def _wider(one: Ends, other: Ends) -> Ends:
    return Ends(_widest(one.totals, other.totals), _widest(one.ranks, other.ranks))


def _widest(one: Rows, other: Rows) -> Rows:
    """Take the wider of two; rows outside of a case are no end of it.

    They are -1: less than any sum, and without its sign more than any.
    """
    unsigned = f"u{one.itemsize}"
    low = np.minimum(one[0].view(unsigned), other[0].view(unsigned))
    return np.stack([low.view(one.dtype), np.maximum(one[1], other[1])])
