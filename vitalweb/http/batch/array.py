"""The elements of a JSON array, with no more of it in memory than one of them may hold."""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from attrs import define
from returns.result import Success

from vitalcore.fault import Fault, Unreadable, flawed
from vitalweb.http.batch.source import LONGEST, MARK, Broken, Line
from vitalweb.http.reader import parsed

_BLOCK = 4 * LONGEST  # bytes read at once
_BLANK = rb"[ \t\r\n]*"
_OPENED = re.compile(rb"(?:" + MARK + rb")?" + _BLANK + rb"\[" + _BLANK + rb"(\]?)")
_FLAT = re.compile(_BLANK + rb'(\{(?:[^{}"\\]+|"[^"\\]*")*+\})' + _BLANK + rb"([,\]])")
_BEFORE = re.compile(_BLANK)
_AFTER = re.compile(_BLANK + rb"([,\]])")
_SCANNER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


@define
class _Window:
    """What has been read of the file and not been passed yet."""

    file: BinaryIO
    data: bytes = b""
    at: int = 0  # in the data
    passed: int = 0  # bytes before the data
    ended: bool = False

    def fill(self) -> None:
        """See to it that one element at least lies in the window as a whole."""
        while not self.ended and len(self.data) - self.at <= LONGEST:
            block = self.file.read(_BLOCK)
            self.ended = not block
            self.passed += self.at
            self.data, self.at = self.data[self.at :] + block, 0

    @property
    def place(self) -> int:
        """Give the place in bytes of the file."""
        return self.passed + self.at


def elements(file: BinaryIO) -> Iterator[Line]:
    """Give each element as the bytes it stands in, counted from 1; the array must be whole."""
    window = _Window(file)
    more = _opened(window)
    number = 0
    while more:
        number += 1
        window.fill()
        held, more = _flat(window) or _odd(window, number)
        yield Line(number, held, window.place)
    _closed(window, number)


def _opened(window: _Window) -> bool:
    window.fill()
    found = _OPENED.match(window.data)
    if found is None:
        raise Broken(1, _no_array(window))
    window.at = found.end()
    return not found[1]


def _no_array(window: _Window) -> Fault:
    known = window.ended and isinstance(parsed(window.data), Success)
    return flawed("", "must be a list") if known else Unreadable("the body is not a JSON array")


def _flat(window: _Window) -> tuple[bytes, bool] | None:
    """Pass over an object with nothing nested or escaped in it."""
    found = _FLAT.match(window.data, window.at)
    if found is None or found.end(1) - found.start(1) > LONGEST:
        return None
    window.at = found.end()
    return found[1], found[2] == b","


def _odd(window: _Window, number: int) -> tuple[bytes, bool]:
    """Pass over any other element, which is judged once it is known where it ends."""
    window.at = _BEFORE.match(window.data, window.at).end()  # type: ignore[union-attr]  # nothing is a match too
    text = window.data[window.at : window.at + LONGEST].decode("utf-8", "surrogateescape")
    try:
        _, end = _SCANNER.raw_decode(text)
    except (json.JSONDecodeError, RecursionError):
        raise Broken(number, _broken(window)) from None
    held = text[:end].encode("utf-8", "surrogateescape")
    after = _AFTER.match(window.data, window.at + len(held))
    if after is None:
        raise Broken(number, _broken(window))
    window.at = after.end()
    return held, after[1] == b","


def _broken(window: _Window) -> Fault:
    return Unreadable(f"the body is not JSON: in the element at byte {window.place}")


def _closed(window: _Window, number: int) -> None:
    window.fill()
    if window.data[window.at :].strip(b" \t\r\n") or not window.ended:
        raise Broken(number, Unreadable("the body is not JSON: more follows the array's end"))
