"""CSV in and out, a stretch of lines at a time; what is not scored stays as it is written."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.csv as pcsv
from pyarrow.fs import FileSystem

from vitalcore.frame.files.spoiled import CODED, NUMERIC, Spoiled, codes, numbers, truths
from vitalcore.frame.files.stretch import Readings, Stretch, Write, joined
from vitalcore.frame.sheet import PREGNANT

#: Bytes that are read at a time.
BLOCK = 1 << 22

_STRICT = pcsv.ParseOptions(ignore_empty_lines=False)


def read(store: FileSystem, path: str) -> Readings:
    """Read a file with a header; every line must have as many fields."""
    line = 2
    with store.open_input_file(path) as source:
        size = source.size()
        for texts in _texts(store, path, source):
            yield Stretch(texts, _readings(texts, line), source.tell() / size)
            line += texts.num_rows


@contextmanager
def write(store: FileSystem, path: str) -> Iterator[Write]:
    """Write a file with the columns of the first stretch; values are quoted where they must be."""
    options = pcsv.WriteOptions(quoting_style="needed")
    with store.open_output_stream(path) as sink:
        writers: list[pcsv.CSVWriter] = []

        def put(whole: pa.Table, scores: pa.Table) -> None:
            table = joined(whole, scores)
            if not writers:
                writers.append(pcsv.CSVWriter(sink, table.schema, write_options=options))
            writers[0].write_table(table)

        try:
            yield put
        finally:
            for one in writers:
                one.close()


def _texts(store: FileSystem, path: str, source: pa.NativeFile) -> Iterator[pa.Table]:
    try:
        serial = pcsv.ReadOptions(use_threads=False, block_size=BLOCK)
        with store.open_input_file(path) as header:
            names = pcsv.open_csv(header, serial, _STRICT).schema.names
        texts = pcsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
        for batch in pcsv.open_csv(source, serial, _STRICT, texts):
            yield pa.Table.from_batches([batch])
    except pa.ArrowInvalid as refused:
        raise _spoiled(str(refused)) from None


def _spoiled(refused: str) -> Spoiled:
    """Keep the line of Arrow's refusal, and not the patient's data that it quotes."""
    line = re.search(r"Row #([0-9]+)", refused)
    detail = "must be UTF-8 text, and every line must have as many fields as the header"
    return Spoiled(int(line[1]) if line else None, detail)


def _readings(texts: pa.Table, line: int) -> pa.Table:
    columns = [
        (name, texts.column(i).combine_chunks()) for i, name in enumerate(texts.column_names)
    ]
    read = [(n, numbers(n, one, line)) for n, one in columns if n in NUMERIC]
    read += [(n, codes(one)) for n, one in columns if n in CODED]
    read += [(n, truths(n, one, line)) for n, one in columns if n == PREGNANT]
    return pa.table([one for _, one in read], [name for name, _ in read])
