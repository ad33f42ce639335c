"""Lines of a CSV file: a header that names the columns, then a cell for each."""

import csv
import re
from collections.abc import Iterator, Sequence
from functools import partial

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Flaw, Invalid, Unreadable, flawed
from vitalcore.kinds import Kind
from vitalweb.bulk.entry import FIELDS
from vitalweb.bulk.source import Line
from vitalweb.http.reader import parsed

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")  # as JSON has it
_NUMERIC = frozenset({"value", *Kind} - {Kind.ACVPU})


def rows(lines: Iterator[Line]) -> Iterator[tuple[Line, Result[object, Fault]]]:
    """Read each line under the columns of the first; with a header that is wrong there are none."""
    first = next(lines, None)
    if first is None:
        return
    head = first.held.bind(header)
    if isinstance(head, Success):
        columns = head.unwrap()
        for line in lines:
            yield line, line.held.bind(_cells).bind(partial(_under, columns))
    else:
        yield first, Failure(head.failure())


def header(held: bytes) -> Result[tuple[str, ...], Fault]:
    """Read the names of the columns, each known and named once."""
    return _cells(held).bind(_named)


def _cells(held: bytes) -> Result[tuple[str, ...], Fault]:
    try:
        return Success(tuple(next(csv.reader((held.decode(),), strict=True))))
    except UnicodeDecodeError:
        return Failure(Unreadable("is not UTF-8"))
    except csv.Error:
        return Failure(Unreadable("is not CSV"))


def _named(columns: tuple[str, ...]) -> Result[tuple[str, ...], Fault]:
    flaws = [Flaw("", f"names the column {name} twice") for name in FIELDS if _twice(name, columns)]
    if set(columns) - set(FIELDS):
        flaws.append(Flaw("", f"has a column that is not known; known are {', '.join(FIELDS)}"))
    if "patient_id" not in columns:
        flaws.append(Flaw("", "must have the column patient_id"))
    return Failure(Invalid(tuple(flaws))) if flaws else Success(columns)


def _twice(name: str, columns: tuple[str, ...]) -> bool:
    return columns.count(name) > 1


def _under(columns: Sequence[str], cells: Sequence[str]) -> Result[object, Fault]:
    """Put cells under their columns; an empty one is nothing, never 0."""
    if len(cells) != len(columns):
        return Failure(flawed("", f"must have {len(columns)} cells, as the header has"))
    pairs = zip(columns, cells, strict=True)
    return Success({name: _value(name, cell) for name, cell in pairs if cell})


def _value(name: str, cell: str) -> object:
    if name in _NUMERIC and _NUMBER.fullmatch(cell):
        return parsed(cell.encode()).value_or(cell)
    return cell
