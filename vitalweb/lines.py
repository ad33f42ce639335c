"""Lines on their way to a file that several processes may write to."""

import asyncio
from collections.abc import Iterator, Sequence
from select import PIPE_BUF
from typing import BinaryIO

from attrs import Factory, define


@define(eq=False)  # a logger keeps its lock by its file
class Lines:
    """A file to which the lines of one round of the event loop go together, at its end."""

    _file: BinaryIO
    _waiting: list[bytes] = Factory(list)

    def write(self, line: bytes) -> int:
        """Take a line."""
        self._waiting.append(line)
        return len(line)

    def flush(self) -> None:
        """Have what was taken written, at once where no loop runs."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._pour()
        else:
            if len(self._waiting) == 1:
                loop.call_soon(self._pour)

    def _pour(self) -> None:
        lines, self._waiting = self._waiting, []
        for piece in pieces(lines):
            self._file.write(piece)
            self._file.flush()


def pieces(lines: Sequence[bytes]) -> Iterator[bytes]:
    """Join lines as far as a pipe takes them whole, so that no other process parts one."""
    piece = b""
    for line in lines:
        if piece and len(piece) + len(line) > PIPE_BUF:
            yield piece
            piece = b""
        piece += line
    if piece:
        yield piece
