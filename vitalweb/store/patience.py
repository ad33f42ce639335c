"""How long somebody waits who must not wait for ever."""

import asyncio
from collections.abc import Awaitable
from typing import Any


async def within[T](seconds: float, work: Awaitable[T]) -> T:
    """Wait so long and no longer, and raise TimeoutError then.

    Work that is late is told to end and not waited for: a call to a silent database goes on.
    """
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    finally:
        if not task.done():
            task.cancel()
            task.add_done_callback(_seen)
    if not done:
        raise TimeoutError
    return task.result()


def _seen(task: "asyncio.Future[Any]") -> None:
    if not task.cancelled():
        task.exception()
