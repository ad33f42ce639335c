"""The load: wrk where it is installed, else a generator of our own; and how much it can make."""

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import cattrs
from attrs import frozen

from benchmarks.requests import API, Request, Row

_SCRIPT = Path(__file__).with_name("load.lua")
_PIPE = asyncio.subprocess.PIPE
_HOME = Path(__file__).parent.parent
CONNECTIONS = 64  # when the load itself is measured


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
    return "wrk" if shutil.which("wrk") else "our own"


async def run(base: str, headers: Headers, row: Row, connections: int, seconds: int) -> Figures:
    """Send the requests of *row* over and over, each connection one at a time."""
    by = by_wrk if generator() == "wrk" else by_our_own
    return await by(base, headers, row, connections, seconds)


async def by_wrk(base: str, headers: Headers, row: Row, connections: int, seconds: int) -> Figures:
    """Let wrk send them."""
    told = [f"-H{name}: {value}" for name, value in headers.items()]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.writelines(f"{one.method} {one.path} {one.version or '-'} {one.body}\n" for one in row)
        file.flush()
        size = ["-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(_SCRIPT)]
        command = ("wrk", *size, *told, base, "--", file.name)
        process = await asyncio.create_subprocess_exec(*command, stdout=_PIPE)
        printed, _ = await process.communicate()
    (line,) = (one for one in printed.decode().splitlines() if one.startswith("figures "))
    sent, took, p50, p99, failed = line.split()[1:]
    return Figures(int(sent), float(took), float(p50), float(p99), int(failed))


async def by_our_own(
    base: str, headers: Headers, row: Row, connections: int, seconds: float
) -> Figures:
    """Let a process of our own send them."""
    place = urlsplit(base)
    told = {
        "host": place.hostname,
        "port": place.port,
        "headers": dict(headers),
        "row": cattrs.unstructure(row),
        "connections": connections,
        "seconds": seconds,
    }
    command = (sys.executable, "-m", "benchmarks.generator")
    process = await asyncio.create_subprocess_exec(*command, stdin=_PIPE, stdout=_PIPE, cwd=_HOME)
    printed, _ = await process.communicate(json.dumps(told).encode())
    return cattrs.structure(json.loads(printed), Figures)


async def most(seconds: int) -> Figures:
    """Measure what the load reaches where the server does nothing."""
    command = (sys.executable, "-m", "benchmarks.bare")
    server = await asyncio.create_subprocess_exec(*command, stdout=_PIPE, cwd=_HOME)
    try:
        assert server.stdout
        port = (await server.stdout.readline()).decode().strip()
        row = [Request("GET", f"{API}/patients/1000")]
        return await run(f"http://127.0.0.1:{port}", {}, row, CONNECTIONS, seconds)
    finally:
        server.terminate()
        await server.wait()
