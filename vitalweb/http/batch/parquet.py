"""Rows as a Parquet file, which goes out a row group at a time."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, override

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import asdict, field, frozen

from vitalweb.http.batch.outgoing import Row

GROUP = 20_000  # rows of a row group; what the footer says of each is held to the end
#: An ACVPU letter stands in a column of its own, for a column has one type.
LETTER = "letter"
_TYPES: Mapping[str, Any] = {
    "recorded_at": pa.timestamp("us", "UTC"),
    "birth_date": pa.date32(),
    "value": pa.decimal128(9, 3),
}


class _Sink(io.RawIOBase):
    """Holds what was written until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[bytes] = []
        self.place = 0

    @override
    def writable(self) -> bool:
        return True

    @override
    def tell(self) -> int:
        return self.place

    @override
    def write(self, piece: Any) -> int:
        self.held.append(bytes(piece))
        self.place += len(self.held[-1])
        return len(self.held[-1])

    def taken(self) -> bytes:
        found = b"".join(self.held)
        self.held.clear()
        return found


@frozen
class Parquet:
    """Writes rows under *columns*."""

    sink: _Sink
    out: Any
    schema: Any
    _waiting: list[Any] = field(factory=list, init=False)  # columns of rows, which take little room

    def rows(self, some: Sequence[Row]) -> bytes:
        """Write a row group once there are rows for one."""
        self._waiting.append(pa.Table.from_pylist([_row(one) for one in some], self.schema))
        if sum(map(len, self._waiting)) >= GROUP:
            self._write()
        return self.sink.taken()

    def end(self) -> bytes:
        """Write what is left, and the footer, which says where everything lies."""
        if self._waiting:
            self._write()
        self.out.close()
        return self.sink.taken()

    def _write(self) -> None:
        self.out.write_table(pa.concat_tables(self._waiting))
        self._waiting.clear()


def writer(columns: Sequence[str]) -> Parquet:
    """Begin a file."""
    sink = _Sink()
    schema = pa.schema([(one, _TYPES.get(one, pa.string())) for one in (*columns, LETTER)])
    return Parquet(sink, pq.ParquetWriter(sink, schema), schema)


def _row(row: Row) -> Mapping[str, Any]:
    said = {name: _plain(value) for name, value in asdict(row).items()}
    if "value" in said and not isinstance(said["value"], Decimal):
        said[LETTER] = said.pop("value")
    return said


def _plain(value: object) -> object:
    return value if not hasattr(value, "hex") or not hasattr(value, "bytes_le") else str(value)
