"""What a caller brings, column by column: its form, and stretches of it as plain arrays."""

from collections.abc import Callable
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from vitalcore.fault import Flaw
from vitalcore.frame.form import Absent, Codes, Form, Numbers
from vitalcore.frame.rows import Values
from vitalcore.risk.inputs import NATURE, SCALE_1, Coding, Input, Quantity
from vitalcore.risk.units import units_of

type Prepare = Callable[[pa.Array], pa.Array]


@frozen(eq=False)
class Source:
    """A column of the caller's, and how a stretch of it becomes plain numbers.

    One that does not *lie* ready is prepared stretch by stretch.
    """

    form: Form
    column: pa.ChunkedArray
    prepare: Prepare
    lies: bool = True

    def values(self, at: slice) -> Values:
        """Take the rows *at*, without a copy where they lie in one piece."""
        rows = at.stop - at.start
        if isinstance(self.form, Absent):
            return Values(np.broadcast_to(np.int8(0), rows), np.zeros(rows // 8 + 1, np.uint8))
        if self._whole:
            return self._whole.stretch(at)
        piece = self.column.slice(at.start, rows)
        whole = piece.chunk(0) if piece.num_chunks == 1 else piece.combine_chunks()
        return _lying(self.prepare(whole))

    @cached_property
    def _whole(self) -> Values | None:
        ready = self.lies and self.column.num_chunks == 1
        return _lying(self.prepare(self.column.chunk(0))) if ready else None


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
    return Source(form, column, _floating if decimal else _same, lies=not decimal)


def _coded(name: Input, nature: Coding, column: pa.ChunkedArray) -> Source | Flaw:
    order = tuple(nature.codes)
    fits = _texts(column.type) or (name is Input.SCALE and pa.types.is_integer(column.type))
    if not fits:
        return Flaw(f"/{name}", f"must hold codes: {', '.join(order)}")
    if _ready(column) and name is not Input.SCALE:
        return _indexed(column, frozenset(order))
    form = Codes(np.dtype(np.int32), order, frozenset(order))
    return Source(
        form, column, _placed(order, SCALE_1 if name is Input.SCALE else None), lies=False
    )


def _ready(column: pa.ChunkedArray) -> bool:
    """Do the indices of one dictionary say all? Where it holds a null, a valid one may be none."""
    one = pa.types.is_dictionary(column.type) and column.num_chunks == 1
    return one and not column.chunk(0).dictionary.null_count


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


def _lying(piece: pa.Array) -> Values:
    dtype = np.dtype(piece.type.to_pandas_dtype())
    there, content = piece.buffers()
    return Values(
        np.frombuffer(content, dtype, len(piece), piece.offset * dtype.itemsize),
        np.frombuffer(there, np.uint8) if piece.null_count else None,
        piece.offset,
    )
