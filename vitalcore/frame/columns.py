"""What a caller brings, column by column: its form, and stretches of it as plain arrays."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from vitalcore.fault import Flaw
from vitalcore.frame.form import Absent, Codes, Form, Numbers
from vitalcore.frame.kernels import Rows
from vitalcore.frame.rows import Values
from vitalcore.risk.inputs import NATURE, Coding, Input, Quantity
from vitalcore.risk.units import units_of

type Prepare = Callable[[pa.Array], pa.Array]

#: SpO2 Scale 1 is used wherever no Scale 2 is prescribed (RCP 2017).
SCALE_1 = "1"


@frozen(eq=False)
class Source:
    """A column of the caller's, and how a stretch of it becomes plain numbers."""

    form: Form
    column: pa.ChunkedArray
    prepare: Prepare

    def values(self, start: int, rows: int) -> Values:
        """Take *rows* from *start* on, without a copy where they lie in one piece."""
        if isinstance(self.form, Absent):
            return Values(np.broadcast_to(np.int8(0), rows), np.broadcast_to(np.int8(-1), rows))
        piece = self.column.slice(start, rows)
        whole = piece.chunk(0) if piece.num_chunks == 1 else piece.combine_chunks()
        ready = self.prepare(whole)
        return Values(_plain(ready), _void(ready))


def absent() -> Source:
    """Stand in for a column that is not there."""
    return Source(Absent(), pa.chunked_array([], pa.null()), _same)


def source(name: Input, column: pa.ChunkedArray, unit: str | None) -> Source | Flaw:
    """Take a column of input *name* in *unit*, or say what keeps it from being read."""
    nature = NATURE[name]
    if pa.types.is_null(column.type):
        return absent()
    if isinstance(nature, Coding):
        return _coded(name, nature, column)
    return _numeric(name, nature, column, unit)


def _numeric(
    name: Input, nature: Quantity, column: pa.ChunkedArray, unit: str | None
) -> Source | Flaw:
    if unit not in units_of(name):
        return Flaw(f"/{name}", f"must state its unit: one of {', '.join(units_of(name))}")
    decimal = pa.types.is_decimal(column.type)
    stored = pa.float64() if decimal else column.type
    if not (pa.types.is_integer(stored) or stored in (pa.float32(), pa.float64())):
        return Flaw(f"/{name}", "must hold whole numbers, decimals or floats of 32 or 64 bits")
    dtype = np.dtype(stored.to_pandas_dtype())
    form = Numbers(dtype, unit, nature.unit, nature.hard)
    return Source(form, column, _floating if decimal else _same)


def _coded(name: Input, nature: Coding, column: pa.ChunkedArray) -> Source | Flaw:
    order = tuple(nature.codes)
    fits = _texts(column.type) or (name is Input.SCALE and pa.types.is_integer(column.type))
    if not fits:
        return Flaw(f"/{name}", f"must hold codes: {', '.join(order)}")
    if pa.types.is_dictionary(column.type) and name is not Input.SCALE and column.num_chunks == 1:
        return _indexed(column, frozenset(order))
    form = Codes(np.dtype(np.int32), order, frozenset(order))
    return Source(form, column, _placed(order, SCALE_1 if name is Input.SCALE else None))


def _texts(kind: pa.DataType) -> bool:
    held = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(
        pa.types.is_string(held) or pa.types.is_large_string(held) or pa.types.is_string_view(held)
    )


def _indexed(column: pa.ChunkedArray, allowed: frozenset[str]) -> Source:
    """Take a dictionary column by its indices: they are not looked up row by row."""
    order = tuple(column.chunk(0).dictionary.to_pylist())
    dtype = np.dtype(column.type.index_type.to_pandas_dtype())
    return Source(Codes(dtype, order, allowed), column, lambda piece: piece.indices)


def _placed(order: tuple[str, ...], default: str | None) -> Prepare:
    """Look every code up: its place in *order*, beyond the last for what is no code."""
    wanted = pa.array(order)

    def places(piece: pa.Array) -> pa.Array:
        read = piece.cast(pa.string())
        texts = read if default is None else read.fill_null(default)
        found = pc.index_in(texts, wanted).fill_null(len(order))
        return pc.if_else(texts.is_valid(), found, pa.scalar(None, pa.int32()))

    return places


def _same(piece: pa.Array) -> pa.Array:
    return piece


def _floating(piece: pa.Array) -> pa.Array:
    return piece.cast(pa.float64())


def _plain(piece: pa.Array) -> npt.NDArray[Any]:
    dtype = np.dtype(piece.type.to_pandas_dtype())
    return np.frombuffer(piece.buffers()[1], dtype, len(piece), piece.offset * dtype.itemsize)


def _void(piece: pa.Array) -> Rows | None:
    if not piece.null_count:
        return None
    first, rest = divmod(piece.offset, 8)
    bits = np.frombuffer(piece.buffers()[0], np.uint8)[first : first + len(piece) // 8 + 2]
    there = np.unpackbits(bits, bitorder="little")[rest : rest + len(piece)]
    return np.subtract(there, np.uint8(1)).view(np.int8)
