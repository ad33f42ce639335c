"""Where a column's values begin to reach an edge."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vitalcore.frame.ordinal import least

EDGES = st.decimals(-1000, 1000, places=3)


@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=lambda one: one.__name__)
@given(edge=EDGES)
@example(edge=Decimal("38.05"))
@example(edge=Decimal(0))
def test_the_least_float_that_reaches_an_edge(dtype: type[np.floating[Any]], edge: Decimal) -> None:
    """It is written as the edge or beyond; the float before it is written below."""
    found = least(np.dtype(dtype), lambda value: value >= edge)
    before = np.nextafter(found, dtype(-np.inf))
    assert Decimal(str(before)) < edge <= Decimal(str(found))


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int64], ids=lambda one: one.__name__)
@given(edge=EDGES)
def test_the_least_whole_number_that_reaches_an_edge(
    dtype: type[np.integer[Any]], edge: Decimal
) -> None:
    """None where the widest does not reach it."""
    limits = np.iinfo(dtype)
    reaching = [
        one for one in range(max(limits.min, -1001), min(limits.max, 1001) + 1) if one >= edge
    ]
    found = least(np.dtype(dtype), lambda value: value >= max(edge, Decimal(limits.min)))
    bounded = [one for one in reaching if one >= limits.min]
    assert found == (min(bounded) if bounded else None)
