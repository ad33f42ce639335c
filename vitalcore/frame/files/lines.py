"""NDJSON in and out: one object a line, given back with the scores beside what it held."""

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


def read(store: FileSystem, path: str) -> Readings:
    """Read a file of one object a line; null, or no such name, is missing."""
    with store.open_input_file(path) as source:
        size, text = source.size(), BufferedReader(source)
        for stretch in batched(_objects(text), ROWS, strict=False):
            rows = [row for _, row in stretch]
            yield Stretch(rows, _readings(stretch), text.tell() / size)


@contextmanager
def write(store: FileSystem, path: str) -> Iterator[Write]:
    """Write one object a line."""
    with store.open_output_stream(path) as sink:

        def put(whole: list[dict[str, Any]], scores: pa.Table) -> None:
            for row, score in zip(whole, scores.to_pylist(), strict=True):
                once(row, score)
                sink.write(json.dumps({**row, **score}, ensure_ascii=False).encode() + b"\n")

        yield put


def _objects(source: BufferedReader) -> Iterator[tuple[int, dict[str, Any]]]:
    line = 0
    while text := source.readline(_LONGEST):
        line += 1
        yield line, _object(text, line)


def _object(text: bytes, line: int) -> dict[str, Any]:
    try:
        found = json.loads(text.decode(), parse_constant=_refused, object_pairs_hook=_unique)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    raise Spoiled(line, f"must be one JSON object without repeated names, below {_LONGEST} bytes")


def _refused(_: str) -> None:
    raise ValueError("NaN and infinity are no JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name is repeated")
    return dict(pairs)


def _readings(stretch: tuple[tuple[int, dict[str, Any]], ...]) -> pa.Table:
    names = dict.fromkeys(name for _, row in stretch for name in row)
    return pa.table({name: _column(name, stretch) for name in names if name in _READ})


def _column(name: str, stretch: tuple[tuple[int, dict[str, Any]], ...]) -> pa.Array:
    read, kind = _READ[name]
    return pa.array([read(name, row, line) for line, row in stretch], kind)


def _number(name: str, row: dict[str, Any], line: int) -> float | None:
    value = row.get(name)
    if value is None:
        return None
    if type(value) in {int, float} and abs(value) < _BEYOND:
        return float(value)
    raise Spoiled(line, f"{name} must be a number")


def _code(name: str, row: dict[str, Any], line: int) -> str | None:
    value = row.get(name)
    if value is None or isinstance(value, str):
        return value
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
