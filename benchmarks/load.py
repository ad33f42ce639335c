"""The load: wrk where it is installed, else a generator of our own, which takes more of the CPU."""

import asyncio
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path

from aiohttp import ClientSession, TCPConnector
from attrs import frozen

from benchmarks.requests import Request

_SCRIPT = Path(__file__).with_name("load.lua")


@frozen
class Figures:
    """What a run showed: requests per second, and milliseconds a request took."""

    rate: float
    p50: float
    p99: float
    failed: int


type Headers = Mapping[str, str]


def generator() -> str:
    """Name what makes the load."""
    return "wrk" if shutil.which("wrk") else "asyncio"


async def run(
    base: str, headers: Headers, row: Sequence[Request], connections: int, seconds: float
) -> Figures:
    """Send the requests of *row* over and over, each connection one at a time."""
    by = by_wrk if generator() == "wrk" else by_asyncio
    return await by(base, headers, row, connections, seconds)


async def by_wrk(
    base: str, headers: Headers, row: Sequence[Request], connections: int, seconds: float
) -> Figures:
    """Let wrk send them."""
    told = [f"-H{name}: {value}" for name, value in headers.items()]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.writelines(f"{one.method} {one.path} {one.body}\n" for one in row)
        file.flush()
        size = ["-t1", f"-c{connections}", f"-d{seconds:g}s", "-s", str(_SCRIPT)]
        process = await asyncio.create_subprocess_exec(
            "wrk", *size, *told, base, "--", file.name, stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await process.communicate()
    (line,) = (one for one in printed.decode().splitlines() if one.startswith("figures "))
    rate, p50, p99, failed = line.split()[1:]
    return Figures(float(rate), float(p50), float(p99), int(failed))


async def by_asyncio(
    base: str, headers: Headers, row: Sequence[Request], connections: int, seconds: float
) -> Figures:
    """Send them from here."""
    left, took = cycle(row), list[tuple[float, bool]]()
    ends = time.perf_counter() + seconds
    async with ClientSession(base, headers=headers, connector=TCPConnector(limit=0)) as session:
        sending = (_send(session, left, ends, took) for _ in range(connections))
        await asyncio.gather(*sending)
    cuts = statistics.quantiles((1000 * one for one, _ in took), n=100)
    failed = sum(not good for _, good in took)
    return Figures(len(took) / seconds, cuts[49], cuts[98], failed)


async def _send(
    session: ClientSession, left: Iterator[Request], ends: float, took: list[tuple[float, bool]]
) -> None:
    while (begun := time.perf_counter()) < ends:
        one = next(left)
        async with session.request(one.method, one.path, data=one.body or None) as answer:
            await answer.read()
        took.append((time.perf_counter() - begun, answer.ok))
