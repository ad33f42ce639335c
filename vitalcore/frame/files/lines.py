"""NDJSON in and out: one object a line, given back letter for letter with the scores behind."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedReader
from itertools import batched
from types import MappingProxyType
from typing import Any

import pyarrow as pa
from pyarrow.fs import FileSystem

from vitalcore.frame.files.spoiled import CODED, NUMERIC, Spoiled
from vitalcore.frame.files.stretch import ROWS, Readings, Stretch, Write, once
from vitalcore.frame.sheet import PREGNANT
from vitalcore.risk.inputs import Input

_LONGEST = 1 << 20  # bytes of a line
_BEYOND = 10**300  # no float holds much more
_DIGITS = 310  # a whole number of more is beyond it; Python reads no more than 4,300

#: A line's number, its text, and what it holds.
type _Line = tuple[int, bytes, dict[str, Any]]


def read(store: FileSystem, path: str) -> Readings:
    """Read a file of one object a line; null, or no such name, is missing."""
    with store.open_input_file(path) as source:
        size, text = source.size(), BufferedReader(source)
        for stretch in batched(_objects(text), ROWS, strict=False):
            yield Stretch(stretch, _readings(stretch), text.tell() / size)


@contextmanager
def write(store: FileSystem, path: str) -> Iterator[Write]:
    """Write one object a line."""
    with store.open_output_stream(path) as sink:

        def put(whole: tuple[_Line, ...], scores: pa.Table) -> None:
            for (_, text, row), score in zip(whole, scores.to_pylist(), strict=True):
                once(row, score)
                sink.write(_behind(text.rstrip(), json.dumps(score).encode(), row))

        yield put


def _behind(text: bytes, scores: bytes, row: dict[str, Any]) -> bytes:
    """Put *scores* into the object that *text* is, behind all that it holds."""
    comma = b", " if row else b""
    return text.removesuffix(b"}") + comma + scores.removeprefix(b"{") + b"\n"


def _objects(source: BufferedReader) -> Iterator[_Line]:
    line = 0
    while text := source.readline(_LONGEST):
        line += 1
        yield line, text, _object(text, line)


def _object(text: bytes, line: int) -> dict[str, Any]:
    try:
        found = json.loads(
            text.decode(),
            parse_int=_whole,
            parse_constant=_refused,
            object_pairs_hook=_unique,
        )
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    raise Spoiled(line, f"must be one JSON object without repeated names, below {_LONGEST} bytes")


def _whole(digits: str) -> float:
    return int(digits) if len(digits) < _DIGITS else float(digits)


def _refused(_: str) -> None:
    raise ValueError("NaN and infinity are no JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name is repeated")
    return dict(pairs)


def _readings(stretch: tuple[_Line, ...]) -> pa.Table:
    """Read what stands in any of the lines; without a column there are as many rows."""
    found = pa.Table.from_struct_array(pa.nulls(len(stretch), pa.struct([])))
    for name in dict.fromkeys(name for _, _, row in stretch for name in row):
        if name in _READ:
            found = found.append_column(name, _column(name, stretch))
    return found


def _column(name: str, stretch: tuple[_Line, ...]) -> pa.Array:
    read, kind = _READ[name]
    return pa.array([read(name, row, line) for line, _, row in stretch], kind)


def _number(name: str, row: dict[str, Any], line: int) -> float | None:
    value = row.get(name)
    if value is None:
        return None
    if type(value) in {int, float} and abs(value) < _BEYOND:
        return float(value)
    raise Spoiled(line, f"{name} must be a number")


def _code(name: str, row: dict[str, Any], line: int) -> str | None:
    value = row.get(name)
    if isinstance(value, str):
        return value.encode(errors="replace").decode()  # half a character is no code
    if value is None:
        return None
    if name == Input.SCALE and type(value) is int:
        return str(value)
    raise Spoiled(line, f"{name} must be a text")


def _truth(name: str, row: dict[str, Any], line: int) -> bool | None:
    value = row.get(name)
    if value is None or isinstance(value, bool):
        return value
    raise Spoiled(line, f"{name} must be true or false")


type _Read = Callable[[str, dict[str, Any], int], Any]

#: How a value of each name that is read is read, and what it is then.
_READ: Mapping[str, tuple[_Read, pa.DataType]] = MappingProxyType(
    {
        **dict.fromkeys(NUMERIC, (_number, pa.float64())),
        **dict.fromkeys(CODED, (_code, pa.string())),
        PREGNANT: (_truth, pa.bool_()),
    }
)
