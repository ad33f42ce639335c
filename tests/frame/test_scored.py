from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.frame.wards import judged, rows
from vitalcore.frame import UNITS, scored
from vitalcore.risk.inputs import NATURE, Coding, Input
from vitalcore.risk.shipped import TABLES
from vitalcore.risk.table import Table


def columns(ward: Iterable[dict[Input, Any]]) -> pa.Table:
    read = list(ward)
    kinds = {n: pa.string() if isinstance(NATURE[n], Coding) else pa.float64() for n in read[0]}
    return pa.table({n.value: pa.array([row[n] for row in read], kinds[n]) for n in read[0]})


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_columns_say_what_the_scalar_evaluator_says(table: Table, data: st.DataObject) -> None:
    """Row for row: bands, edges on both sides, off the grid, missing and impossible values."""
    ward = data.draw(rows(table))
    found = scored(table, columns(ward), units=UNITS).unwrap().to_pylist()
    assert found == [judged(table, row) for row in ward]
