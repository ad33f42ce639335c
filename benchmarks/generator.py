"""The generator of a machine without wrk: plain sockets in a process of its own.

`python -m benchmarks.generator` reads what to send as JSON, and prints what it saw as JSON.
"""

import asyncio
import itertools
import json
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any, cast

import uvloop

from benchmarks.requests import Request

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_LAST = b"0\r\n\r\n"  # of an answer in chunks


class Connection(asyncio.Protocol):
    """One of those who ask: sends, waits for the whole answer, and sends again until it *ends*."""

    def __init__(self, left: Iterator[bytes], seen: list[tuple[float, bool]], ends: float) -> None:
        """Send what is *left*, and note the seconds that it took in *seen*."""
        self.left, self.seen, self.ends, self.answer = left, seen, ends, b""
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self.transport = cast("asyncio.Transport", transport)
        self.ask()

    def ask(self) -> None:
        """Send the next request."""
        self.answer = b""
        self.began = time.perf_counter()
        self.transport.write(next(self.left))

    def data_received(self, data: bytes) -> None:
        """Note an answer once it is whole, and ask again."""
        self.answer += data
        if not whole(self.answer):
            return
        if self.noted(good=self.answer[9:10] == b"2") < self.ends:
            self.ask()
        else:
            self.done.set_result(None)

    def connection_lost(self, _: Exception | None) -> None:
        """Note that no answer will come, if one was still to come."""
        if not self.done.done():
            self.noted(good=False)
            self.done.set_result(None)

    def noted(self, *, good: bool) -> float:
        """Note an answer, and say when it was."""
        now = time.perf_counter()
        self.seen.append((now - self.began, good))
        return now


def whole(answer: bytes) -> bool:
    """Has all of an answer come?"""
    head = answer.find(_END)
    if head < 0:
        return False
    place = answer.lower().find(_LENGTH, 0, head)
    if place < 0:
        return answer.endswith(_LAST)
    length = int(answer[place + len(_LENGTH) :].split(b"\r", 1)[0])
    return len(answer) >= head + len(_END) + length


def rows(told: dict[str, Any]) -> Iterator[bytes]:
    """Give what goes over the sockets, over and over."""
    head = "".join(f"{name}: {value}\r\n" for name, value in told["headers"].items())
    row = [Request(**one) for one in told["row"]]
    for passed in itertools.count():
        for one in row:
            body = one.sent(passed).encode()
            first = f"{one.method} {one.path} HTTP/1.1\r\nHost: {told['host']}\r\n{head}"
            yield f"{first}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def sent(told: dict[str, Any]) -> dict[str, float]:
    """Send for so many seconds from so many connections, and wait for what is still to come."""
    left, seen = rows(told), list[tuple[float, bool]]()
    loop, place = asyncio.get_running_loop(), (told["host"], told["port"])
    began = time.perf_counter()
    ends = began + told["seconds"]
    made = [
        await loop.create_connection(lambda: Connection(left, seen, ends), *place)
        for _ in range(told["connections"])
    ]
    await asyncio.gather(*(one.done for _, one in made))
    spent = time.perf_counter() - began
    for transport, _ in made:
        transport.abort()
    cuts = statistics.quantiles((1000 * each for each, _ in seen), n=100)
    failed = sum(not good for _, good in seen)
    figures = {"sent": len(seen), "seconds": spent, "p50": cuts[49], "p99": cuts[98]}
    return {**figures, "failed": failed}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(uvloop.run(sent(json.load(sys.stdin)))))
