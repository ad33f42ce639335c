"""Room for the answers of a table: whole numbers and bitmaps, filled in stretch by stretch."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from attrs import Factory, frozen

from vitalcore.frame.kernels import Rows
from vitalcore.risk.level import Level

_LEVELS = pa.array([level.value for level in Level])


@frozen(eq=False)
class Room:
    """Columns of *rows* rows by name: numbers, and bits for what is true or known."""

    rows: int
    numbers: dict[str, Rows] = Factory(dict)
    bits: dict[str, npt.NDArray[np.uint8]] = Factory(dict)

    def put(self, name: str, start: int, lines: Rows) -> None:
        """Fill in *lines* of numbers from the row *start* on."""
        if name not in self.numbers:
            self.numbers[name] = np.empty((len(lines), self.rows), lines.dtype)
        self.numbers[name][:, start : start + lines.shape[1]] = lines

    def mark(self, name: str, start: int, lines: npt.NDArray[np.bool]) -> None:
        """Fill in *lines* of bits from the row *start* on, which is a multiple of 8."""
        packed = np.packbits(lines, axis=-1, bitorder="little")
        if name not in self.bits:
            self.bits[name] = np.empty((len(lines), (self.rows + 7) // 8), np.uint8)
        self.bits[name][:, start // 8 : start // 8 + packed.shape[1]] = packed

    def number(self, name: str, known: str, line: int = 0, known_line: int = 0) -> pa.Array:
        """Give a line of numbers, null where the bit *known* is not set."""
        numbers, valid = self.numbers[name][line], self.bits[known][known_line]
        return self._array(pa.from_numpy_dtype(numbers.dtype), valid, numbers)

    def level(self, name: str, known: str, line: int) -> pa.Array:
        """Give a line of ranks as the names of their levels."""
        return pa.DictionaryArray.from_arrays(self.number(name, known, line), _LEVELS, safe=False)

    def truth(self, name: str, line: int, known: tuple[str, int] | None = None) -> pa.Array:
        """Give a line of bits."""
        valid = None if known is None else self.bits[known[0]][known[1]]
        return self._array(pa.bool_(), valid, self.bits[name][line])

    def _array(self, kind: pa.DataType, valid: Any, content: npt.NDArray[Any]) -> pa.Array:
        buffers = [None if valid is None else pa.py_buffer(valid), pa.py_buffer(content)]
        return pa.Array.from_buffers(kind, self.rows, buffers)


def struct(columns: Mapping[str, pa.Array]) -> pa.Array:
    """Put columns together under their names."""
    return pa.StructArray.from_arrays(list(columns.values()), list(columns))
