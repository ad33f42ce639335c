"""Scores over columns: the tables of vitalcore.risk, Arrow in and Arrow out.

Needs the extra `frame` (numpy and pyarrow), which nothing else in vitalcore imports.
"""

from vitalcore.frame.evaluate import scored
from vitalcore.frame.sheet import PREGNANT, UNITS

__all__ = ["PREGNANT", "UNITS", "scored"]
