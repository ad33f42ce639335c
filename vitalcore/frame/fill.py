"""A stretch of rows, from the caller's columns to its place among the answers."""

from collections.abc import Iterable
from functools import reduce

import numpy as np
import pyarrow as pa

from vitalcore.frame.answer import Room, struct
from vitalcore.frame.ends import Ends, ends
from vitalcore.frame.outside import outside, unsure
from vitalcore.frame.plan import Plan
from vitalcore.frame.rows import Seen, Stretch, seen, without
from vitalcore.frame.sheet import Sheet
from vitalcore.frame.steps import Rows
from vitalcore.risk.inputs import Input


def fill(room: Room, plan: Plan, read: Sheet, start: int, rows: int) -> None:
    """Judge *rows* from *start* on, a multiple of 8, and put the answers in their place."""
    names = (*plan.table.inputs, Input.AGE)
    stretch = {name: read.sources[name].values(start, rows) for name in names}
    look = seen(plan, stretch)
    fails = outside(plan, read, stretch, start)
    elsewhere = fails if fails.any() else None
    points = [without(one, elsewhere) for one in look.points]
    needed = [look.known[one.test.input] for one in plan.overrides if one.needed]
    _points(room, start, plan, points)
    _ends(room, start, ends(plan, look, stretch), reduce(np.bitwise_or, [*points, *needed]), fails)
    _inputs(room, start, plan, look, stretch)
    room.mark("applies", start, fails >= 0)
    room.mark("sure", start, (fails < 0) | (unsure(plan, stretch) >= 0))


def told(room: Room, plan: Plan) -> pa.Table:
    """Give all answers as one table."""
    lines = [line.name for line in plan.table.parameters]
    points = {name: room.number(f"points {name}", f"points {name}") for name in lines}
    missing = {name.value: room.truth(f"missing {name}") for name in plan.table.inputs}
    refused = {name.value: room.truth(f"refused {name}") for name in plan.table.inputs}
    return pa.table(
        {
            "points": struct(points),
            "total": room.number("total", "total"),
            "least": room.number("least", "applies"),
            "most": room.number("most", "applies"),
            "level": room.level("level_least", "level"),
            "level_least": room.level("level_least", "applies"),
            "level_most": room.level("level_most", "applies"),
            "missing": struct(missing),
            "refused": struct(refused),
            "applies": room.truth("applies", "sure"),
        }
    )


def _points(room: Room, start: int, plan: Plan, points: Iterable[Rows]) -> None:
    for line, rows in zip(plan.table.parameters, points, strict=True):
        room.put(f"points {line.name}", start, rows)
        room.mark(f"points {line.name}", start, rows >= 0)


def _ends(room: Room, start: int, found: Ends, open_: Rows, fails: Rows) -> None:
    room.put("total", start, found.totals[0] | -(open_ < 0).view(np.int8))
    room.mark("total", start, open_ >= 0)
    for name, total, rank in zip(("least", "most"), found.totals, found.ranks, strict=True):
        room.put(name, start, total)
        room.put(f"level_{name}", start, rank)
    room.mark("level", start, (found.ranks[0] == found.ranks[1]) & (fails >= 0))


def _inputs(room: Room, start: int, plan: Plan, look: Seen, stretch: Stretch) -> None:
    for name in plan.table.inputs:
        unknown = look.known[name] < 0
        room.mark(f"missing {name}", start, unknown)
        room.mark(f"refused {name}", start, stretch[name].refused(unknown))
