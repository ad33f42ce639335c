"""Lines of a round go together, none is parted, none is lost."""

import asyncio
from io import BytesIO
from itertools import pairwise
from select import PIPE_BUF
from typing import override

from hypothesis import given
from hypothesis import strategies as st

from vitalweb.lines import Lines, pieces

LINES = st.lists(st.integers(1, 2 * PIPE_BUF).map(lambda size: b"x" * (size - 1) + b"\n"))


class Seen(BytesIO):
    """A file that remembers each write of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []

    @override
    def write(self, some: object, /) -> int:
        assert isinstance(some, bytes)
        self.writes.append(some)
        return len(some)


def told(lines: Lines, *some: bytes) -> None:
    """Write lines as the logger does."""
    for line in some:
        lines.write(line)
        lines.flush()


@given(LINES)
def test_no_line_is_parted_and_none_is_lost(lines: list[bytes]) -> None:
    """What a pipe takes whole goes together; a longer line goes alone."""
    found = list(pieces(lines))
    assert b"".join(found) == b"".join(lines)
    assert all(one.endswith(b"\n") for one in found)
    assert all(len(one) <= PIPE_BUF or one.count(b"\n") == 1 for one in found)
    assert all(len(one + other.partition(b"\n")[0]) >= PIPE_BUF for one, other in pairwise(found))


async def test_a_round_is_written_at_its_end() -> None:
    """In one write, and the next round in the next."""
    file = Seen()
    lines = Lines(file)
    told(lines, b"one\n", b"two\n")
    assert file.writes == []
    await asyncio.sleep(0)
    told(lines, b"three\n")
    await asyncio.sleep(0)
    assert file.writes == [b"one\ntwo\n", b"three\n"]


def test_without_a_loop_a_line_is_written_at_once() -> None:
    """With what a loop that has ended left behind."""
    file = Seen()
    lines = Lines(file)
    told(lines, b"one\n")
    assert file.writes == [b"one\n"]

    lines.write(b"left\n")
    told(lines, b"three\n")
    assert file.writes == [b"one\n", b"left\nthree\n"]
