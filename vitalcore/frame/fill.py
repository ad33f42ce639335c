"""A stretch of rows, from the caller's columns to its place among the answers."""

from functools import reduce

import numpy as np
import pyarrow as pa

from vitalcore.frame.answer import Room, struct
from vitalcore.frame.ends import Ends, ends
from vitalcore.frame.kernels import REFUSED, Rows
from vitalcore.frame.outside import outside, unsure
from vitalcore.frame.plan import Plan
from vitalcore.frame.rows import Seen, seen
from vitalcore.frame.sheet import Sheet
from vitalcore.risk.inputs import Input


def fill(room: Room, plan: Plan, read: Sheet, start: int, rows: int) -> None:
    """Judge *rows* from *start* on, a multiple of 8, and put the answers in their place."""
    names = (*plan.table.inputs, Input.AGE)
    stretch = {name: read.sources[name].values(start, rows) for name in names}
    look = seen(plan, stretch)
    fails = outside(plan, read, stretch, start)
    _points(room, start, plan, look, fails)
    _ends(room, start, ends(plan, look, stretch), fails)
    _inputs(room, start, plan, look)
    sure = (fails < 0) | (unsure(plan, stretch) >= 0)
    room.mark("applies", start, np.stack([fails >= 0, sure]))


def _points(room: Room, start: int, plan: Plan, look: Seen, fails: Rows) -> None:
    points = np.stack(look.points)
    if fails.any():
        points |= fails
    needed = [look.known[one.test.input] for one in plan.overrides if one.needed]
    open_ = np.bitwise_or.reduce(points, axis=0)
    room.put("points", start, points)
    room.mark("points", start, points >= 0)
    room.mark("total", start, reduce(np.bitwise_or, needed, open_)[None] >= 0)


def _ends(room: Room, start: int, found: Ends, fails: Rows) -> None:
    room.put("ends", start, np.stack(found.totals))
    room.put("levels", start, np.stack(found.ranks))
    room.mark("level", start, ((found.ranks[0] == found.ranks[1]) & (fails >= 0))[None])


def _inputs(room: Room, start: int, plan: Plan, look: Seen) -> None:
    known = np.stack([look.known[name] for name in plan.table.inputs])
    room.mark("missing", start, known < 0)
    room.mark("refused", start, known == REFUSED)


def told(room: Room, plan: Plan) -> pa.Table:
    """Give all answers as one table."""
    lines = enumerate(plan.table.parameters)
    inputs = list(enumerate(plan.table.inputs))
    return pa.table(
        {
            "points": struct({one.name: room.number("points", "points", i, i) for i, one in lines}),
            "total": room.number("ends", "total"),
            "least": room.number("ends", "applies"),
            "most": room.number("ends", "applies", 1),
            "level": room.level("levels", "level", 0),
            "level_least": room.level("levels", "applies", 0),
            "level_most": room.level("levels", "applies", 1),
            "missing": struct({name.value: room.truth("missing", i) for i, name in inputs}),
            "refused": struct({name.value: room.truth("refused", i) for i, name in inputs}),
            "applies": room.truth("applies", 0, ("applies", 1)),
        }
    )
