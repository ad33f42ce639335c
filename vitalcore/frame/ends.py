"""The least and the most that rows can come to, over all cases that their gaps leave open."""

from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np
from attrs import field, frozen

from vitalcore.frame.levels import levels
from vitalcore.frame.plan import Case, Choice, Line, Plan
from vitalcore.frame.rows import Seen, Stretch, combined, failed, highest, without
from vitalcore.frame.steps import UNKNOWN, Rows, width

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
    least, most = [one[0] for one in each], [one[1] for one in each]
    totals = _sum(rows.plan, least), _sum(rows.plan, most)
    ranks = levels(rows.plan.ladders, totals[0], least), levels(rows.plan.ladders, totals[1], most)
    if rows.raised:
        ranks = np.maximum(ranks[0], rows.raised[0]), np.maximum(ranks[1], rows.raised[1])
    outside = failed(case.tests, rows.stretch)
    return Ends(_elsewhere(totals, outside), _elsewhere(ranks, outside))


def _line(rows: Bounding, place: int, choices: tuple[Choice, ...]) -> Pair:
    if (place, choices) not in rows.lines:
        charted = rows.seen.charted[place]
        points = [_chosen(*one) for one in zip(charted, choices, strict=True)]
        rows.lines[place, choices] = _bounded(rows.plan.lines[place], points, choices)
    return rows.lines[place, choices]


def _chosen(charts: Sequence[Rows], choice: Choice) -> Rows:
    points = charts[choice.place]
    return points if choice.assumed is None else np.where(points < 0, choice.assumed, points)


def _bounded(line: Line, points: Sequence[Rows], choices: Sequence[Choice]) -> Pair:
    """Take what is known, and the ends of the charts where it is not.

    Unknown is -1: less than any points, and without its sign more than any.
    """
    each = list(zip(line.scales, points, choices, strict=True))
    least = min(choice.least for scale, _, choice in each if scale.decides)
    most = max(choice.most for scale, _, choice in each if scale.decides)
    raising = [_capped(rows, choice.most) for scale, rows, choice in each if not scale.decides]
    cap = highest([np.int8(most), *raising])
    return np.maximum(highest(points), np.int8(least)), _capped(combined(line, points), cap)


def _capped(points: Rows, most: Rows | int) -> Rows:
    unsigned = points.view(f"u{points.itemsize}")
    return np.minimum(unsigned, np.asarray(most, unsigned.dtype)).view(points.dtype)


def _sum(plan: Plan, points: Iterable[Rows]) -> Rows:
    first, *others = points
    total = first.astype(width(plan.table.highest))
    for one in others:
        np.add(total, one, out=total)
    return total


def _raised(plan: Plan, seen: Seen, stretch: Stretch) -> Pair | None:
    """Find the ranks to which overrides raise, and to which a needed input may yet raise."""
    if not plan.overrides:
        return None
    low = highest([stretch[one.test.input].climb(one.test.steps) for one in plan.overrides])
    open_ = [
        np.where(seen.known[one.test.input] < 0, np.int8(one.rank), np.int8(UNKNOWN))
        for one in plan.overrides
        if one.needed
    ]
    return low, highest([low, *open_])


def _elsewhere(pair: Pair, outside: Rows | None) -> Pair:
    """Make rows outside of a case no end of it: more than any at the least, less at the most."""
    return without(pair[0], outside), without(pair[1], outside)


def _wider(one: Ends, other: Ends) -> Ends:
    return Ends(_widest(one.totals, other.totals), _widest(one.ranks, other.ranks))


def _widest(one: Pair, other: Pair) -> Pair:
    unsigned = f"u{one[0].itemsize}"
    low = np.minimum(one[0].view(unsigned), other[0].view(unsigned))
    return low.view(one[0].dtype), np.maximum(one[1], other[1])
