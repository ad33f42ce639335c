"""Everything that is set up for the benchmarks, and taken down after them."""

import asyncio
import os
import platform
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import contender, fill, load, server
from benchmarks.limit import Limit
from benchmarks.measure import Stage
from benchmarks.plan import Plan
from benchmarks.requests import Record
from benchmarks.server import Server


@asynccontextmanager
async def stage(plan: Plan) -> AsyncIterator[tuple[Stage, dict[str, str]]]:
    """Start PostgreSQL, fill it, start everybody on it, and say what the machine is."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(_folder())
        postgres = stack.enter_context(server.started(folder))
        contenders, limits = [], []
        for readings in plan.sizes:
            ours, peer = await _filled(postgres, readings)
            home = folder / str(readings)
            entered = contender.ours(home, Record(ours, readings), plan.workers)
            contenders.append(await stack.enter_async_context(entered))
            entered = contender.peer(Record(peer, readings), plan.workers)
            contenders.append(await stack.enter_async_context(entered))
            limits.append(Limit(postgres.programs, Record(ours, readings)))
        machine = {**_machine(plan), **postgres.settings(), "load": await _load(plan)}
        yield Stage(contenders, limits, postgres.pid), machine


@contextmanager
def _folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="benchmarks-") as made:
        folder = Path(made)
        folder.chmod(0o755)  # root's PostgreSQL runs as another user
        yield folder


async def _filled(postgres: Server, readings: int) -> tuple[str, str]:
    """Fill a database for each at the same time, and give their addresses."""
    ours, peer = postgres.made(f"ours_{readings}"), postgres.made(f"peer_{readings}")
    await asyncio.gather(
        asyncio.to_thread(fill.ours, *ours, readings),
        asyncio.to_thread(fill.peer, *peer, readings),
    )
    return ours[0], peer[0]


async def _load(plan: Plan) -> str:
    most = await load.most(plan.seconds)
    return f"{load.generator()} ({most.rate:,.0f} a second where a server does nothing)"


def _machine(plan: Plan) -> dict[str, str]:
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "cores": str(os.cpu_count()),
        "workers": str(plan.workers),
        "passes": f"{plan.passes} of {plan.seconds} s",
        "Python": platform.python_version(),
    }
