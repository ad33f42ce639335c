"""NEWS2 over columns: vitalcore.frame beside numpy.select, Polars and DuckDB, on one core.

All four answer the same question from the same float64 columns with gaps and impossible values:
points of the seven parameters, total where all are known, least and most where not, and level. The
library tells besides which values were missing, which were refused, and the levels still possible.
Run it as `python -m benchmarks.frame [ROWS]`, ten million if unsaid; the times are the processor's.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any
from unittest.mock import patch

import duckdb
import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from vitalcore.frame import UNITS, scored, walking
from vitalcore.risk.tables.news2 import NEWS2

#: Hard limits, then the edges half a step before each band, and the points of the bands.
CHART: Mapping[str, tuple[tuple[float, float], tuple[float, ...], tuple[int, ...]]] = {
    "RR": ((0, 100), (8.5, 11.5, 20.5, 24.5), (3, 1, 0, 2, 3)),
    "SpO2": ((0, 100), (91.5, 93.5, 95.5), (3, 2, 1, 0)),
    "O2": ((0, 50), (5e-324,), (0, 2)),
    "SBP": ((0, 400), (90.5, 100.5, 110.5, 219.5), (3, 2, 1, 0, 3)),
    "HR": ((0, 300), (40.5, 50.5, 90.5, 110.5, 130.5), (3, 1, 0, 1, 2, 3)),
    "BT": ((10, 50), (35.05, 36.05, 38.05, 39.05), (3, 1, 0, 1, 2)),
}
CODES = ("A", "C", "V", "P", "U")
SUMS = ("total", "least", "most")


def ward(rows: int) -> pa.Table:
    """Make up readings: two in a hundred are missing, one in a thousand is impossible."""
    dice = np.random.default_rng(2017)
    usual = {
        "RR": (18, 5), "SpO2": (95, 3), "O2": (0, 1.5), "SBP": (125, 20), "HR": (85, 18),
        "BT": (37.2, 0.8),
    }  # fmt: skip
    columns = {}
    for name, (mean, spread) in usual.items():
        (low, high), _, _ = CHART[name]
        value = np.clip(dice.normal(mean, spread, rows), low, high).round(1 if name == "BT" else 0)
        value[dice.random(rows) < 0.001] = 999
        columns[name] = pa.array(value, mask=dice.random(rows) < 0.02)
    letters = pa.array(dice.choice(5, rows, p=[0.9, 0.04, 0.03, 0.02, 0.01]).astype(np.int8))
    columns["ACVPU"] = pa.DictionaryArray.from_arrays(letters, pa.array(CODES))
    return pa.table(columns)


def ours(readings: pa.Table) -> pa.Table:
    """Answer as users of the library do."""
    return scored(NEWS2, readings, units=UNITS).unwrap()


def by_select(columns: Mapping[str, npt.NDArray[Any]]) -> tuple[Any, ...]:
    points = []
    for name, ((low, high), edges, marks) in CHART.items():
        value = columns[name]
        unknown = ~((value >= low) & (value <= high))
        bands = [value < edge for edge in edges]
        points.append(np.select([unknown, *bands], [-1, *marks[:-1]], marks[-1]))
    points.append(np.select([columns["ACVPU"] < 0, columns["ACVPU"] == 0], [-1, 0], 3))
    mosts = [max(marks) for _, _, marks in CHART.values()] + [3]
    least = sum(np.maximum(one, 0) for one in points)
    most = sum(np.where(one < 0, top, one) for one, top in zip(points, mosts, strict=True))
    unknown = np.logical_or.reduce([one < 0 for one in points])
    single = np.logical_or.reduce([one == 3 for one in points])
    level = np.select([unknown, least >= 7, least >= 5, single], [-1, 3, 2, 1], 0)
    return points, np.where(unknown, -1, least), least, most, level


def by_polars() -> list[list[pl.Expr]]:
    points = []
    for name, ((low, high), edges, marks) in CHART.items():
        value = pl.col(name)
        chain: Any = pl.when(~value.is_between(low, high)).then(pl.lit(None, pl.Int8))
        for edge, mark in zip(edges, marks[:-1], strict=True):
            chain = chain.when(value < edge).then(pl.lit(mark, pl.Int8))
        known = chain.otherwise(pl.lit(marks[-1], pl.Int8))
        points.append(pl.when(value.is_not_null()).then(known).alias(name))
    alert = pl.when(pl.col("ACVPU") == "A").then(pl.lit(0, pl.Int8)).otherwise(pl.lit(3, pl.Int8))
    points.append(pl.when(pl.col("ACVPU").is_not_null()).then(alert).alias("ACVPU"))
    mosts = {name: max(marks) for name, (_, _, marks) in CHART.items()} | {"ACVPU": 3}
    whole = [pl.col(name) for name in mosts]
    sums = [
        sum(whole[1:], whole[0]).alias("total"),
        pl.sum_horizontal(one.fill_null(0) for one in whole).alias("least"),
        pl.sum_horizontal(pl.col(n).fill_null(most) for n, most in mosts.items()).alias("most"),
        pl.any_horizontal(one == 3 for one in whole).alias("single"),
    ]
    level = (
        pl.when(pl.col("total") >= 7).then(pl.lit(3, pl.Int8))
        .when(pl.col("total") >= 5).then(pl.lit(2, pl.Int8))
        .when(pl.col("total").is_not_null() & pl.col("single")).then(pl.lit(1, pl.Int8))
        .when(pl.col("total").is_not_null()).then(pl.lit(0, pl.Int8))
    )  # fmt: skip
    return [points, sums, [level.alias("level")]]


def by_duckdb() -> str:
    points = []
    for name, ((low, high), edges, marks) in CHART.items():
        bands = " ".join(
            f"WHEN {name} < {edge!r}::DOUBLE THEN {mark}::TINYINT"
            for edge, mark in zip(edges, marks[:-1], strict=True)
        )
        points.append(
            f"CASE WHEN {name} BETWEEN {low} AND {high} THEN CASE {bands}"
            f" ELSE {marks[-1]}::TINYINT END END AS p_{name}"
        )
    points.append(
        "CASE WHEN ACVPU = 'A' THEN 0::TINYINT WHEN ACVPU IS NOT NULL THEN 3::TINYINT END"
        " AS p_ACVPU"
    )
    mosts = {f"p_{name}": max(marks) for name, (_, _, marks) in CHART.items()} | {"p_ACVPU": 3}
    least = " + ".join(f"coalesce({name}, 0::TINYINT)" for name in mosts)
    most = " + ".join(f"coalesce({name}, {top}::TINYINT)" for name, top in mosts.items())
    single = " OR ".join(f"{name} = 3" for name in mosts)
    return f"""
        SELECT *, CASE WHEN total >= 7 THEN 3::TINYINT WHEN total >= 5 THEN 2::TINYINT
                       WHEN total IS NULL THEN NULL WHEN {single} THEN 1::TINYINT
                       ELSE 0::TINYINT END AS level
        FROM (SELECT *, {" + ".join(mosts)} AS total, {least} AS least, {most} AS most
              FROM (SELECT {", ".join(points)} FROM readings))
    """  # noqa: S608 -- nothing goes in but the chart above


def by_case(readings: pa.Table, sql: str) -> pa.Table:
    found = duckdb.from_arrow(readings).query("readings", sql)
    assert found is not None
    return found.to_arrow_table()


def polars(frame: pl.DataFrame) -> pl.DataFrame:
    points, *sums = by_polars()
    asked = frame.lazy().select(points)
    for more in sums:
        asked = asked.with_columns(more)
    return asked.collect(engine="streaming")


def plain(readings: pa.Table) -> dict[str, npt.NDArray[Any]]:
    columns = {name: readings[name].to_numpy() for name in CHART}
    return columns | {"ACVPU": readings["ACVPU"].chunk(0).indices.to_numpy()}


def read_once(columns: Mapping[str, npt.NDArray[Any]]) -> None:
    for column in columns.values():
        column.max()


def seconds(run: Callable[[], Any], times: int) -> float:
    """Give the processor time of the fastest of some runs: others may share the machine."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        run()
        spent.append(time.process_time() - began)
    return min(spent)


def agree(readings: pa.Table, sql: str) -> None:
    """Stop unless all give the same points, sums and levels for every row."""
    found, frame = ours(readings), polars(pl.DataFrame(readings))
    database = by_case(readings, sql)
    arrays = dict(zip(SUMS, by_select(plain(readings))[1:4], strict=True))
    for name in SUMS:
        expected = found[name].fill_null(-1).to_numpy()
        assert (frame[name].fill_null(-1).to_numpy() == expected).all(), name
        assert (database[name].fill_null(-1).to_numpy() == expected).all(), name
        assert (arrays[name] == expected).all(), name
    read = [line.gauges[0].input.value for line in NEWS2.parameters]
    for name, each in zip(read, found["points"].chunk(0).flatten(), strict=True):
        marks = each.fill_null(-1).to_numpy()
        assert (frame[name].fill_null(-1).to_numpy() == marks).all(), name
        assert (database[f"p_{name}"].fill_null(-1).to_numpy() == marks).all(), name
    rank = found["level"].chunk(0).indices.fill_null(-1).to_numpy()
    whole = found["total"].is_valid().to_numpy()
    for level in (frame["level"].fill_null(-1), database["level"].fill_null(-1)):
        assert (level.to_numpy()[whole] == rank[whole]).all()


def alone() -> None:
    """Keep to one core, and Polars and DuckDB to one thread; Polars is told before it starts."""
    if pl.thread_pool_size() != 1:
        told = {**os.environ, "POLARS_MAX_THREADS": "1"}
        again = [sys.executable, "-m", "benchmarks.frame", *sys.argv[1:]]
        os.execve(sys.executable, again, told)  # noqa: S606 -- this very program
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    duckdb.sql("SET threads = 1")


def uncompiled(readings: pa.Table) -> pa.Table:
    with patch.object(walking, "MANY", len(readings) + 1):
        return ours(readings)


def main(rows: int) -> None:
    alone()
    sql = by_duckdb()
    agree(ward(walking.MANY), sql)
    readings = ward(rows)
    frame, columns = pl.DataFrame(readings), plain(readings)
    spent = {
        "reading the columns once": seconds(lambda: read_once(columns), 5),
        "vitalcore.frame": seconds(lambda: ours(readings), 9),
        "Polars, streaming": seconds(lambda: polars(frame), 9),
        "vitalcore.frame, no numba": seconds(lambda: uncompiled(readings), 3),
        "DuckDB, CASE": seconds(lambda: by_case(readings, sql), 1),
        "numpy.select": seconds(lambda: by_select(columns), 1),
    }
    for name, each in spent.items():
        ratio = each / spent["vitalcore.frame"]
        speed = f"{rows / each / 1e6:8.1f} million rows/s {each / rows * 1e9:7.1f} ns a row"
        print(f"{name:26} {speed} {ratio:6.2f} of ours")
    share = spent["vitalcore.frame"] / spent["reading the columns once"]
    print(f"vitalcore.frame takes {share:.1f} times as long as reading the columns once")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000_000)
