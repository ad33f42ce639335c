"""From totals to levels: which level a total means, given the highest points in one parameter."""

import numpy as np
from attrs import frozen

from vitalcore.frame.kernels import Rows
from vitalcore.frame.steps import Steps, steps, width
from vitalcore.frame.walking import Loops
from vitalcore.risk.engine import Engine


@frozen
class Ladder:
    """The rank of the level for every total, where one parameter shows *single* or more."""

    single: int
    steps: Steps


def ladders(ready: Engine) -> tuple[Ladder, ...]:
    """Make one ladder for every number of single points that a level asks for, least first."""
    asked = {one.single for one in ready.table.outcomes if one.single is not None}
    reached = sorted({0, *(one for one in asked if one < len(ready.ladder[0]))})
    return tuple(Ladder(one, _climbing(ready, one)) for one in reached)


def rising(ready: Engine) -> bool:
    """Does no level fall as points rise? Else the ends of a total are not the ends of the level."""
    ranks = np.array([[_rank(ready, one) for one in row] for row in ready.ladder])
    return bool((np.diff(ranks, axis=0) >= 0).all() and (np.diff(ranks, axis=1) >= 0).all())


def levels(loops: Loops, upwards: tuple[Ladder, ...], total: Rows, top: Rows) -> Rows:
    """Find the rank of the level of every *total* in which *top* points are the highest."""
    found: Rows = np.empty(len(total), np.int8)
    loops.climb(total, None, upwards[0].steps, found)
    for one in upwards[1:]:
        more = np.empty_like(found)
        loops.climb(total, None, one.steps, more)
        found ^= (found ^ more) & -(top >= one.single).view(np.int8)
    return found


def _climbing(ready: Engine, single: int) -> Steps:
    kind = width(ready.table.highest)
    ranks = [_rank(ready, row[single]) for row in ready.ladder]
    return steps(ranks[0], [(kind(total), rank) for total, rank in enumerate(ranks)])


def _rank(ready: Engine, outcome: int) -> int:
    return ready.table.outcomes[outcome].level.rank
