"""Lines of a CSV file: a header that names the columns, then a cell for each."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Flaw, Invalid, Unreadable, flawed
from vitalcore.kinds import Kind
from vitalweb.http.batch.source import Broken, Line
from vitalweb.http.reader import parsed

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")  # as JSON has it
_NUMERIC = frozenset({"value", *Kind} - {Kind.ACVPU})


@frozen
class Sheet:
    """Reads rows under their columns."""

    columns: Sequence[str]

    def said(self, held: bytes) -> Result[object, Fault]:
        """Put cells under their columns; an empty one is nothing, never 0."""
        return _cells(held).bind(self._under)

    def tokens(self, held: bytes) -> Mapping[str, str] | None:
        """Do the same for a row of ASCII without quotes, and nothing for any other."""
        if not held.isascii() or b'"' in held or b"\r" in held:
            return None
        cells = held.decode().split(",")
        if len(cells) != len(self.columns):
            return None
        return {name: cell for name, cell in zip(self.columns, cells, strict=True) if cell}

    def value(self, name: str, cell: str) -> object:
        """Read a cell as JSON would have it; what is no number stays text."""
        if name in _NUMERIC and _NUMBER.fullmatch(cell):
            return parsed(cell.encode()).value_or(cell)
        return cell

    def _under(self, cells: Sequence[str]) -> Result[object, Fault]:
        if len(cells) != len(self.columns):
            return Failure(flawed("", f"must have {len(self.columns)} cells, as the header has"))
        pairs = zip(self.columns, cells, strict=True)
        return Success({name: self.value(name, cell) for name, cell in pairs if cell})


def headed(lines: Iterator[Line], fields: Sequence[str]) -> Sheet:
    """Read the first line as the names of the columns, each of *fields* and named once."""
    first = next(lines, None)
    if first is None:
        return Sheet(())
    held = first.held
    cells: Result[Sequence[str], Fault] = _cells(held) if isinstance(held, bytes) else Failure(held)
    columns = cells.bind(lambda found: _named(found, fields))
    if isinstance(columns, Success):
        return Sheet(columns.unwrap())
    raise Broken(first.number, columns.failure())


def _cells(held: bytes) -> Result[Sequence[str], Fault]:
    try:
        return Success(tuple(next(csv.reader((held.decode(),), strict=True))))
    except UnicodeDecodeError:
        return Failure(Unreadable("is not UTF-8"))
    except csv.Error:
        return Failure(Unreadable("is not CSV"))


def _named(columns: Sequence[str], fields: Sequence[str]) -> Result[Sequence[str], Fault]:
    flaws = [Flaw("", f"names the column {name} twice") for name in fields if _twice(name, columns)]
    if set(columns) - set(fields):
        flaws.append(Flaw("", f"has a column that is not known; known are {', '.join(fields)}"))
    if "patient_id" not in columns:
        flaws.append(Flaw("", "must have the column patient_id"))
    return Failure(Invalid(tuple(flaws))) if flaws else Success(columns)


def _twice(name: str, columns: Sequence[str]) -> bool:
    return columns.count(name) > 1
