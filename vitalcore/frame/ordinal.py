"""The least value of a column's type beyond an edge, as the scalar evaluator reads it."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np

#: Does a number, read as a person would write it, lie beyond the edge?
type Beyond = Callable[[Decimal], bool]
type Ordinal = Callable[[int], Any]


def least(dtype: "np.dtype[Any]", beyond: Beyond) -> Any:
    """Find the least value of *dtype* that is *beyond*, or None where its greatest is not.

    *beyond* is asked about the shortest decimal that stands for the value, as the scalar evaluator
    sees it. So 38.05 reaches 38.05 in a column of any width, although no binary float is 38.05;
    and whatever *beyond* converts or rounds before it compares is in the answer.
    """
    low, high, value = _scale(dtype)
    if not beyond(Decimal(str(value(high)))):
        return None
    while low < high:
        middle = (low + high) // 2
        if beyond(Decimal(str(value(middle)))):
            high = middle
        else:
            low = middle + 1
    return value(high)


@cache
def _scale(dtype: "np.dtype[Any]") -> tuple[int, int, Ordinal]:
    """Number the finite values of *dtype* in their order."""
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        return int(limits.min), int(limits.max), dtype.type
    bits = np.dtype(f"i{dtype.itemsize}").type
    greatest = int(np.finfo(dtype).max.view(bits))

    def value(ordinal: int) -> Any:
        found = bits(abs(ordinal)).view(dtype.type)
        return -found if ordinal < 0 else found

    return -greatest, greatest, value
