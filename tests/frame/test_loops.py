"""The loops that numba compiles say what those of numpy say."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.frame.test_scored import columns
from tests.frame.wards import judged, rows
from vitalcore.frame import UNITS, loops, scored, swift, walking
from vitalcore.risk.shipped import TABLES
from vitalcore.risk.table import Table
from vitalcore.risk.tables.news2 import NEWS2


@contextmanager
def many(*, compiled: bool) -> Iterator[None]:
    """However few rows there are, walk through them with the loops for many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walking, "MANY", 0)
        for name in () if compiled else ("climb", "settle", "flag"):
            patch.setattr(swift, f"_{name}", getattr(loops, name))
        yield


def ward(count: int) -> pa.Table:
    """A ward on which everything happens: gaps, impossible values and every letter."""
    dice = np.random.default_rng(7)
    usual = {"RR": (18, 6), "SpO2": (94, 4), "O2": (1, 2), "SBP": (110, 40), "HR": (85, 30)}
    told = {
        name: pa.array(np.round(dice.normal(*of, count), 1), mask=dice.random(count) < 0.1)
        for name, of in {**usual, "BT": (37, 2)}.items()
    }
    return pa.table({**told, "ACVPU": pa.array(dice.choice([*"ACVPU", "?"], count))})


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_the_loops_as_they_are_written_say_what_the_scalar_evaluator_says(
    table: Table, data: st.DataObject
) -> None:
    """Row for row, over all shipped tables, before anything is compiled."""
    beds = data.draw(rows(table))
    with many(compiled=False):
        found = scored(table, columns(beds), units=UNITS).unwrap()
    found.validate(full=True)
    assert found.to_pylist() == [judged(table, row) for row in beds]


def test_compiled_loops_say_what_those_of_numpy_say() -> None:
    """Over some thousand rows, in two stretches of which neither ends at a whole byte."""
    beds = ward(9_003)
    plain = scored(NEWS2, beds, units=UNITS).unwrap()
    with many(compiled=True), pytest.MonkeyPatch.context() as patch:
        patch.setattr("vitalcore.frame.evaluate.CHUNK", 4_096)
        compiled = scored(NEWS2, beds, units=UNITS).unwrap()
    assert compiled.to_pylist() == plain.to_pylist()


def test_few_rows_are_not_compiled_for() -> None:
    """Nor are many where numba is not installed."""
    assert isinstance(walking.loops_for(walking.MANY), swift.Swift)
    assert isinstance(walking.loops_for(walking.MANY - 1), walking.Plain)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walking, "find_spec", lambda _: None)
        assert isinstance(walking.loops_for(walking.MANY), walking.Plain)


def test_what_cannot_be_kept_is_compiled_anew(tmp_path: Path) -> None:
    """A loop without a file that could be written beside is compiled in every process."""
    told: dict[str, object] = {}
    exec(compile("def loop(rows):\n    rows[0] = 7\n", str(tmp_path / "none"), "exec"), told)  # noqa: S102 -- a function without a file
    rows_ = np.zeros(1, np.int8)
    swift._compiled(told["loop"])(rows_)  # type: ignore[arg-type]  # what exec leaves has no type
    assert rows_[0] == 7
