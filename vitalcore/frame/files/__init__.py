"""Files of readings, a stretch at a time: Parquet, CSV and NDJSON, in and out."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType

from attrs import frozen
from pyarrow.fs import FileSystem

from vitalcore.frame.files import delimited, lines, parquet
from vitalcore.frame.files.stretch import Readings, Write


@frozen
class Format:
    """How a file is read and written; a *loose* one may have other columns in every stretch."""

    read: Callable[[FileSystem, str], Readings]
    write: Callable[[FileSystem, str], AbstractContextManager[Write]]
    loose: bool = False


#: By the ending of a file's name.
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        ".parquet": Format(parquet.read, parquet.write),
        ".csv": Format(delimited.read, delimited.write),
        ".ndjson": Format(lines.read, lines.write, loose=True),
        ".jsonl": Format(lines.read, lines.write, loose=True),
    }
)
