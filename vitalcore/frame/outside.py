"""Rows of patients for whom a score was not made."""

import numpy as np

from vitalcore.frame.kernels import Rows
from vitalcore.frame.plan import Plan
from vitalcore.frame.rows import Stretch, without
from vitalcore.frame.sheet import Sheet


def outside(plan: Plan, read: Sheet, stretch: Stretch, at: slice) -> Rows | None:
    """Find them by age and pregnancy: -1 there, else 0; None where neither can tell."""
    test = plan.made_for
    found = stretch[test.input].climb(test.steps) if len(test.steps.at) else None
    if plan.table.applies.pregnancy or read.pregnant is None:
        return found
    told = read.pregnant.slice(at.start, at.stop - at.start).fill_null(fill_value=False)
    expecting = -np.asarray(told).astype(np.int8)
    return without(expecting, found)


def unsure(plan: Plan, stretch: Stretch) -> Rows | None:
    """Find where an age that matters is not known: -1 there, else 0; None where none matters."""
    if (plan.table.applies.youngest, plan.table.applies.below) == (None, None):
        return None
    return stretch[plan.aged.input].climb(plan.aged.steps)
