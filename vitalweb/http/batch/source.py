"""A file of readings, line by line, with no more of it in memory than one line may hold."""

from collections.abc import Iterator, Mapping
from enum import StrEnum, unique
from typing import BinaryIO

from attrs import frozen

from vitalcore.fault import Fault, Unreadable

LONGEST = 65536  # bytes of a line
MARK = b"\xef\xbb\xbf"  # spreadsheets begin a UTF-8 file so


@unique
class Format(StrEnum):
    """How the lines are written."""

    CSV = "csv"
    NDJSON = "ndjson"
    JSON = "json"


#: What a file's name ends in, and what that says of its lines.
SUFFIXES: Mapping[str, Format] = {
    ".csv": Format.CSV,
    ".ndjson": Format.NDJSON,
    ".jsonl": Format.NDJSON,
    ".json": Format.JSON,
}

#: What a body is called that is written so.
MEDIA: Mapping[str, Format] = {
    "application/json": Format.JSON,
    "application/x-ndjson": Format.NDJSON,
    "text/csv": Format.CSV,
}


class Broken(Exception):  # noqa: N818 -- a judgment on what was read
    """Nothing after this line can be read, nor what stands before it trusted."""

    def __init__(self, line: int, fault: Fault) -> None:
        super().__init__()
        self.line = line
        self.fault = fault


@frozen
class Line:
    """A line as it stands in the file; *ends_at* is the place in bytes after it."""

    number: int
    held: bytes | Unreadable
    ends_at: int


def lines(file: BinaryIO) -> Iterator[Line]:
    """Read each line that is not blank; only a line feed ends one."""
    number, ends_at = 0, 0
    while found := file.readline(LONGEST + 1):
        number += 1
        ends_at += len(found) + (_skipped(file, found) if len(found) > LONGEST else 0)
        text = found.removeprefix(MARK) if number == 1 else found
        if len(found) > LONGEST:
            yield Line(number, Unreadable(f"is longer than {LONGEST} bytes"), ends_at)
        elif text.strip():
            yield Line(number, text.rstrip(b"\r\n"), ends_at)


def _skipped(file: BinaryIO, found: bytes) -> int:
    """Pass over the rest of a line that is too long, and say how many bytes that was."""
    skipped = 0
    while found and not found.endswith(b"\n"):
        found = file.readline(LONGEST)
        skipped += len(found)
    return skipped
