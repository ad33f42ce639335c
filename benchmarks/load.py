"""The load: wrk where it is installed, else a generator of our own, which takes more of the CPU."""

import asyncio
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from aiohttp import ClientSession, TCPConnector
from attrs import frozen

from benchmarks.requests import Request, Row

_SCRIPT = Path(__file__).with_name("load.lua")
WARM = 0.3  # seconds of a run whose figures nobody looks at


@frozen
class Figures:
    """What a run showed: how many requests in how many seconds, milliseconds each, how many bad."""

    sent: int
    seconds: float
    p50: float
    p99: float
    failed: int

    @property
    def rate(self) -> float:
        """Give the good answers a second."""
        return (self.sent - self.failed) / self.seconds


type Headers = Mapping[str, str]


def generator() -> str:
    """Name what makes the load."""
    return "wrk" if shutil.which("wrk") else "asyncio"


async def run(base: str, headers: Headers, row: Row, connections: int, seconds: float) -> Figures:
    """Send the requests of *row* over and over, each connection one at a time."""
    by = by_wrk if generator() == "wrk" else by_asyncio
    return await by(base, headers, row, connections, seconds)


async def by_wrk(
    base: str, headers: Headers, row: Row, connections: int, seconds: float
) -> Figures:
    """Let wrk send them; it counts whole seconds."""
    told = [f"-H{name}: {value}" for name, value in headers.items()]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.writelines(f"{one.method} {one.path} {one.version or '-'} {one.body}\n" for one in row)
        file.flush()
        size = ["-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s", str(_SCRIPT)]
        process = await asyncio.create_subprocess_exec(
            "wrk", *size, *told, base, "--", file.name, stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await process.communicate()
    (line,) = (one for one in printed.decode().splitlines() if one.startswith("figures "))
    sent, took, p50, p99, failed = line.split()[1:]
    return Figures(int(sent), float(took), float(p50), float(p99), int(failed))


async def by_asyncio(
    base: str, headers: Headers, row: Row, connections: int, seconds: float
) -> Figures:
    """Send them from here."""
    left, took = _endless(row), list[tuple[float, bool]]()
    began = time.perf_counter()
    async with ClientSession(base, headers=headers, connector=TCPConnector(limit=0)) as session:
        sending = (_send(session, left, began + seconds, took) for _ in range(connections))
        await asyncio.gather(*sending)
    spent = time.perf_counter() - began
    cuts = statistics.quantiles((1000 * one for one, _ in took), n=100)
    failed = sum(not good for _, good in took)
    return Figures(len(took), spent, cuts[49], cuts[98], failed)


def _endless(row: Row) -> Iterator[tuple[Request, str]]:
    return ((one, one.sent(passed)) for passed in count() for one in row)


async def _send(
    session: ClientSession,
    left: Iterator[tuple[Request, str]],
    ends: float,
    took: list[tuple[float, bool]],
) -> None:
    while (begun := time.perf_counter()) < ends:
        one, body = next(left)
        async with session.request(one.method, one.path, data=body or None) as answer:
            await answer.read()
        took.append((time.perf_counter() - begun, answer.ok))
