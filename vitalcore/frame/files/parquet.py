"""Parquet in and out, a row group's stretch at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.fs import FileSystem

from vitalcore.frame.files.spoiled import Spoiled
from vitalcore.frame.files.stretch import ROWS, Readings, Stretch, Write, joined


def read(store: FileSystem, path: str) -> Readings:
    """Read a file as it stands; units may be stated in its fields' metadata."""
    try:
        with store.open_input_file(path) as source, pq.ParquetFile(source) as file:
            rows = 0
            for batch in file.iter_batches(ROWS, use_threads=False):
                rows += batch.num_rows
                table = pa.Table.from_batches([batch])
                yield Stretch(table, table, rows / file.metadata.num_rows)
    except pa.ArrowInvalid:
        raise Spoiled(None, "must be a whole Parquet file") from None


@contextmanager
def write(store: FileSystem, path: str) -> Iterator[Write]:
    """Write a file with the columns of the first stretch."""
    with store.open_output_stream(path) as sink:
        writers: list[pq.ParquetWriter] = []

        def put(whole: pa.Table, scores: pa.Table) -> None:
            table = joined(whole, scores)
            if not writers:
                writers.append(pq.ParquetWriter(sink, table.schema))
            writers[0].write_table(table)

        try:
            yield put
        finally:
            for one in writers:
                one.close()
