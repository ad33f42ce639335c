"""Readings on their way out: as NDJSON, CSV or Parquet, a few thousand rows at a time."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum, unique
from importlib.util import find_spec
from typing import Any, Protocol

from attrs import asdict, frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, flawed
from vitalcore.patient import NewPatient
from vitalweb.http import codec
from vitalweb.store.rows.readings import Exported

type Row = NewPatient | Exported

READINGS = ("vital_id", "patient_id", "recorded_at", "vital_type", "value")
EVERYTHING = ("patient_id", "name", "gender", "birth_date", *READINGS[2:], "vital_id")


@unique
class ExportFormat(StrEnum):
    """How rows are written."""

    NDJSON = "ndjson"
    CSV = "csv"
    PARQUET = "parquet"


MEDIA: Mapping[str, ExportFormat] = {
    "application/x-ndjson": ExportFormat.NDJSON,
    "text/csv": ExportFormat.CSV,
    "application/vnd.apache.parquet": ExportFormat.PARQUET,
}


class Writer(Protocol):
    """Turns rows into bytes, piece by piece; nothing of what went out is held."""

    def rows(self, some: Sequence[Row]) -> bytes:
        """Write some rows."""

    def end(self) -> bytes:
        """Write what comes after the last row."""


class _Lines:
    def rows(self, some: Sequence[Row]) -> bytes:
        return b"".join(codec.encoded(one) + b"\n" for one in some)

    def end(self) -> bytes:
        return b""


@frozen
class _Sheet:
    columns: Sequence[str]
    _text: io.StringIO

    def rows(self, some: Sequence[Row]) -> bytes:
        sheet = csv.DictWriter(self._text, self.columns, lineterminator="\n")
        sheet.writerows(map(_cells, some))
        return self.end()

    def end(self) -> bytes:
        written = self._text.getvalue().encode()
        self._text.seek(0)
        self._text.truncate()
        return written


def _sheet(columns: Sequence[str]) -> Writer:
    made = _Sheet(columns, io.StringIO())
    csv.DictWriter(made._text, columns, lineterminator="\n").writeheader()  # noqa: SLF001 -- its own page
    return made


def _cells(row: Row) -> Mapping[str, Any]:
    return {name: _cell(value) for name, value in asdict(row).items()}


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


def _parquet(columns: Sequence[str]) -> Writer:
    from vitalweb.http.batch import parquet  # noqa: PLC0415 -- only where it is installed

    return parquet.writer(columns)


_WRITERS: Mapping[ExportFormat, Callable[[Sequence[str]], Writer]] = {
    ExportFormat.NDJSON: lambda _: _Lines(),
    ExportFormat.CSV: _sheet,
    ExportFormat.PARQUET: _parquet,
}


def writer(form: ExportFormat, columns: Sequence[str]) -> Result[Writer, Fault]:
    """Give what writes in a format, where it can be written."""
    if form is ExportFormat.PARQUET and find_spec("pyarrow") is None:
        return Failure(flawed("/format", "needs vitalmonitor[frame], which is not installed here"))
    return Success(_WRITERS[form](columns))
