"""Room for the answers of a table: whole numbers and bitmaps, filled in stretch by stretch."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from attrs import Factory, frozen

from vitalcore.frame.kernels import Bits, Rows
from vitalcore.frame.walking import Loops
from vitalcore.risk.level import Level

_LEVELS = pa.array([level.value for level in Level])


@frozen(eq=False)
class Room:
    """Columns of *rows* rows by name: numbers, and bits for what is true or known."""

    rows: int
    loops: Loops
    numbers: dict[str, Rows] = Factory(dict)
    bits: dict[str, Bits] = Factory(dict)

    def lines(self, name: str, count: int, kind: type[np.signedinteger[Any]], at: slice) -> Rows:
        """Give the place of the rows *at* in *count* lines of numbers."""
        if name not in self.numbers:
            self.numbers[name] = _room((count, self.rows), np.dtype(kind))
        return self.numbers[name][:, at]

    def bytes(self, name: str, count: int, at: slice) -> Bits:
        """Give the place of the rows *at* in *count* lines of bits; they begin at a whole byte."""
        if name not in self.bits:
            self.bits[name] = _room((count, (self.rows + 7) // 8), np.dtype(np.uint8))
        return self.bits[name][:, at.start // 8 : (at.stop + 7) // 8]

    def mark(self, name: str, at: slice, lines: npt.NDArray[np.bool]) -> None:
        """Set the bits of what is true."""
        self.bytes(name, len(lines), at)[:] = np.packbits(lines, axis=-1, bitorder="little")

    def flag(self, unknown: str, refused: str, at: slice, lines: Rows | Sequence[Rows]) -> None:
        """Set the bits of what is unknown, and of what is REFUSED."""
        bits = self.bytes(unknown, len(lines), at), self.bytes(refused, len(lines), at)
        for line, *flags in zip(lines, *bits, strict=True):
            self.loops.flag(line, *flags)

    def hold(self, name: str, at: slice, lines: Rows | Sequence[Rows]) -> None:
        """Set the bits of what is known."""
        known = self.bytes(name, len(lines), at)
        rest = np.empty(known.shape[1], np.uint8)
        for line, bits in zip(lines, known, strict=True):
            self.loops.flag(line, bits, rest)
        np.invert(known, out=known)

    def number(self, name: str, known: str, line: int = 0, known_line: int = 0) -> pa.Array:
        """Give a line of numbers, null where the bit *known* is not set."""
        numbers, valid = self.numbers[name][line], self.bits[known][known_line]
        return self._array(pa.from_numpy_dtype(numbers.dtype), valid, numbers)

    def level(self, name: str, known: str, line: int) -> pa.Array:
        """Give a line of ranks as the names of their levels."""
        return pa.DictionaryArray.from_arrays(self.number(name, known, line), _LEVELS, safe=False)

    def truth(self, name: str, line: int, known: str | None = None) -> pa.Array:
        """Give a line of bits, null where the bit *known* is not set."""
        valid = None if known is None else self.bits[known][0]
        return self._array(pa.bool_(), valid, self.bits[name][line])

    def _array(self, kind: pa.DataType, valid: Any, content: npt.NDArray[Any]) -> pa.Array:
        buffers = [None if valid is None else pa.py_buffer(valid), pa.py_buffer(content)]
        return pa.Array.from_buffers(kind, self.rows, buffers)


def _room(shape: tuple[int, int], kind: "np.dtype[Any]") -> npt.NDArray[Any]:
    """Take room from Arrow, which keeps what it was given back for the next time."""
    size = shape[0] * shape[1] * kind.itemsize
    return np.ndarray(shape, kind, pa.allocate_buffer(size))


def struct(columns: Mapping[str, pa.Array]) -> pa.Array:
    """Put columns together under their names."""
    return pa.StructArray.from_arrays(list(columns.values()), list(columns))
