"""Rows of patients for whom a score was not made."""

import numpy as np

from vitalcore.frame.kernels import Rows
from vitalcore.frame.plan import Plan
from vitalcore.frame.rows import Stretch
from vitalcore.frame.sheet import Sheet


def outside(plan: Plan, read: Sheet, stretch: Stretch, start: int) -> Rows:
    """Find them by age and pregnancy, where these are told: -1 there, else 0."""
    test = plan.made_for
    found = stretch[test.input].climb(test.steps)
    if plan.table.applies.pregnancy or read.pregnant is None:
        return found
    told = read.pregnant.slice(start, len(found)).fill_null(fill_value=False)
    return found | -np.asarray(told).astype(np.int8)


def unsure(plan: Plan, stretch: Stretch) -> Rows:
    """Find where an age that matters is not known: -1 there, else 0."""
    ages = plan.table.applies.youngest, plan.table.applies.below
    found = stretch[plan.aged.input].climb(plan.aged.steps)
    return found if ages != (None, None) else np.zeros_like(found)
