"""A stretch of rows, from the caller's columns to its place among the answers."""

import numpy as np
import pyarrow as pa

from vitalcore.frame.answer import Room, struct
from vitalcore.frame.ends import Ends, ends
from vitalcore.frame.kernels import Rows
from vitalcore.frame.outside import outside, unsure
from vitalcore.frame.plan import Plan
from vitalcore.frame.rows import Seen, seen
from vitalcore.frame.sheet import Sheet
from vitalcore.risk.inputs import Input


def fill(room: Room, plan: Plan, read: Sheet, at: slice) -> None:
    """Judge the rows *at*, which begin at a multiple of 8, and put the answers in their place."""
    names = (*plan.table.inputs, Input.AGE)
    stretch = {name: read.sources[name].values(at) for name in names}
    look = seen(plan, stretch, room.lines("points", len(plan.lines), plan.kind, at))
    fails = outside(plan, read, stretch, at)
    room.flag("missing", "refused", at, [look.known[name] for name in plan.table.inputs])
    _ends(room, at, ends(plan, look, stretch), fails)
    _points(room, at, plan, look, fails)
    _applies(room, at, fails, unsure(plan, stretch))


def _ends(room: Room, at: slice, found: Ends, fails: Rows | None) -> None:
    room.lines("ends", 2, found.totals.dtype.type, at)[:] = found.totals
    room.lines("levels", 2, np.int8, at)[:] = found.ranks
    certain = found.ranks[0] == found.ranks[1]
    room.mark("level", at, certain[None] if fails is None else (certain & (fails >= 0))[None])


def _points(room: Room, at: slice, plan: Plan, look: Seen, fails: Rows | None) -> None:
    """Tell which points are known, and where all are and so the total is."""
    _hold(room, at, plan, look, fails)
    needed = [look.known[one.test.input] for one in plan.overrides if one.needed]
    room.hold("needed", at, needed)
    whole = [room.bytes("points", len(look.points), at), room.bytes("needed", len(needed), at)]
    room.bytes("total", 1, at)[:] = np.bitwise_and.reduce(np.concatenate(whole), axis=0)


def _hold(room: Room, at: slice, plan: Plan, look: Seen, fails: Rows | None) -> None:
    if fails is None and plan.places is not None:  # told already, by what is missing
        missing = room.bytes("missing", len(plan.table.inputs), at)
        np.invert(missing[plan.places], out=room.bytes("points", len(look.points), at))
        return
    if fails is not None:
        look.points[:] |= fails
    room.hold("points", at, look.points)


def _applies(room: Room, at: slice, fails: Rows | None, unsure: Rows | None) -> None:
    """Tell for whom the score was made; only of those for whom it was not, it may be unsure."""
    if fails is None:
        room.bytes("applies", 1, at)[:] = 255
    else:
        room.hold("applies", at, [fails])
    if unsure is None:
        room.bytes("sure", 1, at)[:] = 255
    else:
        room.hold("sure", at, [unsure if fails is None else np.where(fails < 0, 0, unsure)])


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
            "applies": room.truth("applies", 0, "sure"),
        }
    )
