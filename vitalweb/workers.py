"""Several server processes on one port: one that dies is replaced, and all stop together."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from attrs import evolve, field, frozen

from vitalweb import keyring, log, metrics, port, serving, watch, worker
from vitalweb.embedded import Embedded
from vitalweb.migrate import migrate
from vitalweb.settings import Settings
from vitalweb.worker import Post, Worker

PAUSE = 1.0  # seconds until a worker that died is replaced
_log = structlog.get_logger("vitalweb")

type Start = Callable[[Post], Worker]


@frozen(kw_only=True)
class Stage:
    """How far the service is: so many workers listen, its addresses are told, it shall stop."""

    told: asyncio.Event
    greeted: asyncio.Event = field(factory=asyncio.Event)
    listening: asyncio.Semaphore = field(factory=lambda: asyncio.Semaphore(0))


def serve(settings: Settings) -> int:
    """Serve in so many processes until told to stop; give 0 if all of them ended in time."""
    log.configure(settings.log_level)
    dsn, own = serving.database(settings)
    migrate(dsn)
    keyring.signing(settings)
    keyring.vault(settings)
    with port.held(settings.host, settings.port) as number, TemporaryDirectory() as figures:
        start = partial(worker.started, evolve(settings, port=number), dsn)
        posts = [Post(place, Path(figures)) for place in range(settings.workers)]
        return asyncio.run(_supervised(evolve(settings, port=number), start, posts, own))


async def _supervised(
    settings: Settings, start: Start, places: Sequence[Post], own: Embedded | None
) -> int:
    stage = Stage(told=serving.stopping())
    async with AsyncExitStack() as stack:
        if own:
            await stack.enter_async_context(watch.beside(watch.alive(own)))
        posts = [asyncio.create_task(_manned(start, place, stage)) for place in places]
        greeting = asyncio.create_task(_greeted(settings, stage))
        asked = asyncio.create_task(stage.told.wait())
        await asyncio.wait({asked, *posts}, return_when=asyncio.FIRST_COMPLETED)
        for task in (asked, greeting, *posts):
            task.cancel()
        ended = await asyncio.gather(*posts, return_exceptions=True)
    for one in ended:
        if isinstance(one, Exception):
            raise one  # a post that cannot be manned is a fault of ours
    return 1 if False in ended else 0


async def _greeted(settings: Settings, stage: Stage) -> None:
    for _ in range(settings.workers):
        await stage.listening.acquire()
    stage.greeted.set()
    serving.greet(settings.host, settings.port)


async def _manned(start: Start, post: Post, stage: Stage) -> bool:
    """Keep a worker at a post; when cancelled, end it, and say whether it ended in order.

    A worker that dies before the service was whole would die again: then all of them stop.
    """
    while True:
        one = start(post)
        try:
            while await worker.heard(one.voice):
                stage.listening.release()
        except asyncio.CancelledError:
            return await worker.ended(one)
        one.process.join()
        metrics.forget(post.figures, post.number)
        _log.warning("worker died", worker=one.process.pid, code=one.process.exitcode)
        if not stage.greeted.is_set():
            return stage.told.is_set()  # Ctrl-C reaches the workers as well
        await asyncio.sleep(PAUSE)
