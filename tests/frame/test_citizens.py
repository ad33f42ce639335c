"""Frames of other libraries go in and come out through Arrow."""

import duckdb
import pandas as pd
import polars as pl

from vitalcore.frame import UNITS, scored
from vitalcore.risk.tables.news2 import NEWS2

READINGS = {
    "patient_id": ["P1", "P2", "P3"],
    "RR": [16, 25, None],
    "SpO2": [97.0, 91.5, 95.0],
    "O2": [0.0, 2.0, 0.0],
    "SBP": [120, 90, 120],
    "HR": [80, 131, 80],
    "ACVPU": ["A", "V", "A"],
    "BT": [37.0, 38.05, 36.05],
}
TOTALS = [0, 17, None]


def test_pandas() -> None:
    """A DataFrame is scored, and the scores are joined to it by their rows."""
    ward = pd.DataFrame(READINGS)
    found = scored(NEWS2, ward, units=UNITS).unwrap()
    joined = ward.join(found.select(["total", "level"]).to_pandas())
    assert (
        list(joined["total"].astype("Int64").astype(object).where(joined["total"].notna(), None))
        == TOTALS
    )
    assert list(joined["level"].dropna()) == ["LOW", "HIGH"]


def test_polars() -> None:
    """A DataFrame with a categorical column is scored, and the scores are put beside it."""
    ward = pl.DataFrame(READINGS, schema_overrides={"ACVPU": pl.Categorical})
    found = pl.DataFrame(scored(NEWS2, ward, units=UNITS).unwrap())
    joined = pl.concat([ward, found.unnest("points")], how="horizontal")
    assert joined["total"].to_list() == TOTALS
    assert joined["temperature"].to_list() == [0, 1, 0]


def test_duckdb() -> None:
    """A relation is scored, and the scores are queried where they lie."""
    ward = duckdb.from_arrow(pl.DataFrame(READINGS).to_arrow())
    found = scored(NEWS2, ward, units=UNITS).unwrap()
    worst = duckdb.sql("SELECT total, points.spo2, missing.RR FROM found ORDER BY total")
    assert found.num_rows == len(TOTALS)
    assert worst is not None
    assert worst.fetchall() == [(0, 0, False), (17, 2, False), (None, 1, True)]
