"""A file in slices of a few lines, each read into what can be laid beside the record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import Any, BinaryIO, Protocol

from attrs import Factory, define, frozen
from returns.result import Result, Success

from vitalcore.fault import Fault
from vitalcore.identity import bucket
from vitalcore.reading import kept
from vitalweb.http.batch import array, entry, sheet, source
from vitalweb.http.batch.entry import Entry
from vitalweb.http.batch.named import Named
from vitalweb.http.batch.objects import Objects
from vitalweb.http.batch.quick import Quick, quick
from vitalweb.http.batch.source import Format, Line
from vitalweb.store.imports import StagedPatient, StagedVital
from vitalweb.store.rows.values import stored

FEW = 500  # lines of a slice; reading them takes a few milliseconds


class Reader(Protocol):
    """Reads the lines of one format: strictly, or as parts where a line is plain."""

    def said(self, held: bytes) -> Result[object, Fault]:
        """Read what a line says."""

    def tokens(self, held: bytes) -> Mapping[str, Any] | None:
        """Give the parts of a plain line by their names."""

    def value(self, name: str, token: Any) -> object:
        """Read a part."""


@define
class Slice:
    """Some lines: what they hold, which of them were refused, and where they end in the file."""

    lines: int = 0
    ends_at: int = 0
    patients: list[StagedPatient] = Factory(list)
    vitals: list[StagedVital] = Factory(list)
    refused: list[tuple[int, Fault]] = Factory(list)

    def take(self, other: "Slice") -> None:
        """Add the lines that follow."""
        self.patients += other.patients
        self.vitals += other.vitals


@frozen
class File:
    """A file of readings, how it is written, and which fields its lines may have."""

    held: BinaryIO
    form: Format
    fields: Sequence[str]

    @property
    def describes(self) -> bool:
        """May a line take a patient in?"""
        return "birth_date" in self.fields


@frozen
class _Lines:
    reader: Reader
    quick: Quick
    fields: Sequence[str]
    at: datetime

    def read(self, some: Sequence[Line]) -> Slice:
        made = Slice(lines=len(some), ends_at=some[-1].ends_at)
        for line in some:
            self._add(made, line)
        return made

    def _add(self, made: Slice, line: Line) -> None:
        if not isinstance(line.held, bytes):
            made.refused.append((line.number, line.held))
            return
        tokens = self.reader.tokens(line.held)
        found = self.quick.read(line.number, tokens) if tokens else None
        if found is None:
            self._strictly(made, line.number, line.held)
        else:
            made.vitals += found

    def _strictly(self, made: Slice, number: int, held: bytes) -> None:
        read = self.reader.said(held).bind(lambda said: entry.read(said, self.at, self.fields))
        if isinstance(read, Success):
            found: Entry = read.unwrap()
            if found.patient:
                made.patients.append(StagedPatient(number, found.patient))
            made.vitals += [staged(number, one) for one in found.readings]
        else:
            made.refused.append((number, read.failure()))


def slices(file: File, at: datetime) -> Iterator[Slice]:
    """Read a file that arrives at a moment; Broken if it cannot be read to its end."""
    lines, reader = _READERS[file.form](file)
    taker = _Lines(reader, quick(reader, at), file.fields, at)
    return (taker.read(some) for some in batched(lines, FEW, strict=False))


def staged(line: int, one: Named) -> StagedVital:
    """Give the columns under which a reading is laid beside the record."""
    new = one.vital
    home, value = bucket(new.patient_id), stored(kept(new.value))
    return line, one.vital_id, home, new.patient_id, new.recorded_at, new.vital_type, value


def _csv(file: File) -> tuple[Iterator[Line], Reader]:
    lines = source.lines(file.held)
    return lines, sheet.headed(lines, file.fields)


_READERS: Mapping[Format, Callable[[File], tuple[Iterator[Line], Reader]]] = {
    Format.CSV: _csv,
    Format.NDJSON: lambda file: (source.lines(file.held), Objects()),
    Format.JSON: lambda file: (array.elements(file.held), Objects()),
}
