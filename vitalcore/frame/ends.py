"""The least and the most that rows can come to, over all cases that their gaps leave open."""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from attrs import field, frozen

from vitalcore.frame.levels import levels
from vitalcore.frame.plan import Case, Choice, Line, Plan
from vitalcore.frame.rows import Seen, Stretch, combined, failed, filled, highest, summed, without
from vitalcore.frame.steps import Rows, width

#: Two sums, or two ranks of levels: at the least, and at the most.
type Pair = tuple[Rows, Rows]


@frozen(eq=False)
class Ends:
    """Totals and ranks of levels, each at the least and at the most."""

    totals: Pair
    ranks: Pair


@frozen(eq=False)
class Bounding:
    """Rows on their way through the cases; a line that several cases share is bounded once."""

    plan: Plan
    seen: Seen
    stretch: Stretch
    raised: Pair | None
    lines: dict[tuple[int, tuple[Choice, ...]], Pair] = field(factory=dict)


def ends(plan: Plan, seen: Seen, stretch: Stretch) -> Ends:
    """Bound totals and levels exactly.

    Points are counted case by case, so inputs that act together are never counted apart.
    """
    rows = Bounding(plan, seen, stretch, _raised(plan, seen, stretch))
    return reduce(_wider, [_case(rows, case) for case in plan.cases])


def _case(rows: Bounding, case: Case) -> Ends:
    each = [_line(rows, place, choices) for place, choices in enumerate(case.choices)]
    low, high = (_end(rows.plan, side) for side in zip(*each, strict=True))
    outside = failed(case.tests, rows.stretch)
    totals = without(low[0], outside), without(high[0], outside)
    ranks = low[1], high[1]
    if rows.raised:
        ranks = np.maximum(low[1], rows.raised[0]), np.maximum(high[1], rows.raised[1])
    return Ends(totals, (without(ranks[0], outside), without(ranks[1], outside)))


def _end(plan: Plan, points: Sequence[Rows]) -> Pair:
    """Add up one side, and give the rank of its level."""
    total = summed(points, width(plan.table.highest))
    return total, levels(plan.ladders, total, points)


def _line(rows: Bounding, place: int, choices: tuple[Choice, ...]) -> Pair:
    if (place, choices) not in rows.lines:
        charted = rows.seen.charted[place]
        points = [_chosen(*one) for one in zip(charted, choices, strict=True)]
        rows.lines[place, choices] = _bounded(rows.plan.lines[place], points, choices)
    return rows.lines[place, choices]


def _chosen(charts: Sequence[Rows], choice: Choice) -> Rows:
    points = charts[choice.place]
    return points if choice.assumed is None else filled(points, choice.assumed)


def _bounded(line: Line, points: Sequence[Rows], choices: Sequence[Choice]) -> Pair:
    """Take what is known, and the ends of the charts where it is not."""
    each = list(zip(line.scales, points, choices, strict=True))
    least = min(choice.least for scale, _, choice in each if scale.decides)
    most = max(choice.most for scale, _, choice in each if scale.decides)
    found = combined(line, points)
    raising = [(rows, choice.most) for scale, rows, choice in each if not scale.decides]
    if not raising:
        return filled(found, least), filled(found, most)
    lowest = highest([np.full_like(found, least), *(rows for rows, _ in raising)])
    greatest = highest([np.full_like(found, most), *(filled(*one) for one in raising)])
    return filled(found, lowest), filled(found, greatest)


def _raised(plan: Plan, seen: Seen, stretch: Stretch) -> Pair | None:
    """Find the ranks to which overrides raise, and to which a needed input may yet raise."""
    if not plan.overrides:
        return None
    low = highest([stretch[one.test.input].climb(one.test.steps) for one in plan.overrides])
    needed = [(one.rank, seen.known[one.test.input]) for one in plan.overrides if one.needed]
    return low, highest([low, *(np.where(known < 0, np.int8(rank), low) for rank, known in needed)])


def _wider(one: Ends, other: Ends) -> Ends:
    return Ends(_widest(one.totals, other.totals), _widest(one.ranks, other.ranks))


def _widest(one: Pair, other: Pair) -> Pair:
    """Take the wider of two; rows outside of a case are no end of it.

    They are -1: less than any sum, and without its sign more than any.
    """
    unsigned = f"u{one[0].itemsize}"
    low = np.minimum(one[0].view(unsigned), other[0].view(unsigned))
    return low.view(one[0].dtype), np.maximum(one[1], other[1])
