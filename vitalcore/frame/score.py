"""The command `score`: a file of readings in, the same file with scores out, in bounded memory."""

from argparse import Namespace
from collections.abc import Mapping
from typing import TextIO

import pyarrow as pa
from attrs import frozen
from pyarrow.fs import FileSystem, LocalFileSystem
from returns.result import Success

from vitalcore.fault import Fault, Invalid, NothingToAssess
from vitalcore.frame.evaluate import scored
from vitalcore.frame.files import FORMATS, Format
from vitalcore.frame.files.spoiled import Spoiled
from vitalcore.frame.progress import Progress
from vitalcore.frame.sheet import UNITS, measured, stated
from vitalcore.risk.shipped import TABLES
from vitalcore.risk.table import Table

#: Exit codes: done, and refused.
DONE, REFUSED = 0, 2


@frozen
class Order:
    """What is asked for: which score, of which file, into which, and units unlike the chart's.

    The units *said* are of columns that must be there, or whoever wrote a name wrong is not told.
    """

    table: Table
    source: str
    target: str
    said: Mapping[str, str]
    format: Format


def score(said: Namespace, stream: TextIO) -> int:
    """Score the file *said*, telling *stream* how it goes; a refused file leaves nothing behind."""
    store = LocalFileSystem()
    try:
        asked = order(said)
        rows, totals = copied(store, asked, Progress(stream))
    except (Spoiled, OSError) as refused:
        stream.write(f"{said.file}: {refused}\n")
        return REFUSED
    stream.write(f"{rows:,} rows, {totals:,} with a total, written to {asked.target}\n")
    return DONE


def order(said: Namespace) -> Order:
    """Read what is asked for."""
    stem, dot, ending = said.file.rpartition(".")
    format_ = FORMATS.get(dot + ending.lower())
    if format_ is None:
        raise Spoiled(None, f"must end in one of {', '.join(FORMATS)}")
    table = _table(said.strategy)
    target = said.out or f"{stem}.{table.name}.{ending}"
    other = "." + target.rpartition(".")[2].lower()
    if FORMATS.get(other, format_) != format_:
        raise Spoiled(None, f"--out must not end in {other}: it is written as .{ending.lower()}")
    return Order(table, said.file, target, dict(said.unit), format_)


def _table(name: str) -> Table:
    for table in TABLES:
        if table.name == name:
            return table
    raise Spoiled(None, f"--strategy must be one of {', '.join(one.name for one in TABLES)}")


def copied(
    store: FileSystem, order: Order, progress: Progress, mark: str = "part"
) -> tuple[int, int]:
    """Write beside the target, and put it in its place when it is whole."""
    part = f"{order.target}.{mark}"
    try:
        counts = _scored(store, order, part, progress)
        store.move(part, order.target)
    finally:
        if store.get_file_info(part).is_file:
            store.delete_file(part)
    return counts


def _scored(store: FileSystem, order: Order, part: str, progress: Progress) -> tuple[int, int]:
    rows = totals = 0
    seen: set[str] = set()
    with order.format.write(store, part) as put:
        for stretch in order.format.read(store, order.source):
            scores = _scores(order, stretch.readings)
            put(stretch.whole, scores)
            seen.update(stretch.readings.column_names)
            rows += scores.num_rows
            totals += scores.num_rows - scores[f"{order.table.name}.total"].null_count
            progress.show(stretch.done, rows)
    progress.end()
    _complete(order, rows, seen)
    return rows, totals


def _complete(order: Order, rows: int, seen: set[str]) -> None:
    if not rows:
        raise Spoiled(None, "must hold a row of readings")
    if not seen.intersection(measured(order.table)):
        raise Spoiled(None, _told(NothingToAssess(measured(order.table))))
    if unseen := order.said.keys() - seen:
        raise Spoiled(None, f"has no column {', '.join(sorted(unseen))}, of which --unit speaks")


def _scores(order: Order, readings: pa.Table) -> pa.Table:
    """Score a stretch; every column is named after the score, and levels are texts."""
    names = measured(order.table)
    if order.format.loose and not set(names) & set(readings.column_names):  # they stand elsewhere
        readings = readings.append_column(names[0], pa.nulls(readings.num_rows))
    match scored(order.table, readings, units=_units(order, readings)):
        case Success(pa.Table() as found):
            flat = found.flatten()
        case refused:
            raise Spoiled(None, _told(refused.failure()))
    columns = [_text(column) for column in flat.columns]
    return pa.table(columns, [f"{order.table.name}.{name}" for name in flat.column_names])


def _units(order: Order, readings: pa.Table) -> Mapping[str, str]:
    """Give the units that are said, which the file may not deny, and else those of the charts."""
    for name, unit in order.said.items():
        if (told := stated(readings, name)) not in {None, unit}:
            rule = f"{name} is in {told}, as the file says; --unit must not say otherwise"
            raise Spoiled(None, rule)
    return {**UNITS, **order.said}


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def _told(fault: Fault) -> str:
    """Say what keeps the columns from being scored."""
    if isinstance(fault, NothingToAssess):
        return f"has none of the columns {', '.join(fault.needs)}"
    flaws = fault.flaws if isinstance(fault, Invalid) else ()
    return "; ".join(f"{flaw.pointer.removeprefix('/')} {flaw.detail}" for flaw in flaws)
