"""Room for the answers of a table: whole numbers and bitmaps, filled in stretch by stretch."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from attrs import Factory, frozen

from vitalcore.frame.steps import Rows
from vitalcore.risk.level import Level

_LEVELS = pa.array([level.value for level in Level])


@frozen(eq=False)
class Room:
    """Columns of *rows* rows by name: numbers, and bits for what is true or known."""

    rows: int
    numbers: dict[str, Rows] = Factory(dict)
    bits: dict[str, npt.NDArray[np.uint8]] = Factory(dict)

    def put(self, name: str, start: int, rows: Rows) -> None:
        """Fill in numbers from the row *start* on."""
        if name not in self.numbers:
            self.numbers[name] = np.empty(self.rows, rows.dtype)
        self.numbers[name][start : start + len(rows)] = rows

    def mark(self, name: str, start: int, true: npt.NDArray[np.bool]) -> None:
        """Fill in bits from the row *start* on, which is a multiple of 8."""
        packed = np.packbits(true, bitorder="little")
        if name not in self.bits:
            self.bits[name] = np.empty((self.rows + 7) // 8, np.uint8)
        self.bits[name][start // 8 : start // 8 + len(packed)] = packed

    def number(self, name: str, known: str) -> pa.Array:
        """Give a column of numbers, null where bit *known* is not set."""
        numbers = self.numbers[name]
        return self._array(pa.from_numpy_dtype(numbers.dtype), known, numbers)

    def level(self, name: str, known: str) -> pa.Array:
        """Give a column of ranks as the names of their levels."""
        return pa.DictionaryArray.from_arrays(self.number(name, known), _LEVELS, safe=False)

    def truth(self, name: str, known: str | None = None) -> pa.Array:
        """Give a column of bits."""
        return self._array(pa.bool_(), known, self.bits[name])

    def _array(self, kind: pa.DataType, known: str | None, content: npt.NDArray[Any]) -> pa.Array:
        valid = None if known is None else pa.py_buffer(self.bits[known])
        return pa.Array.from_buffers(kind, self.rows, [valid, pa.py_buffer(content)])


def struct(columns: Mapping[str, pa.Array]) -> pa.Array:
    """Put columns together under their names."""
    return pa.StructArray.from_arrays(list(columns.values()), list(columns))
