"""Several server processes on one port: one that dies is replaced, and all stop together."""

import asyncio
import multiprocessing
import signal
from contextlib import AsyncExitStack
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

import structlog
from attrs import evolve, frozen

from vitalweb import keyring, log, port, serving, watch, worker
from vitalweb.embedded import Embedded
from vitalweb.http.connection import DRAIN
from vitalweb.migrate import migrate
from vitalweb.settings import Settings

PATIENCE = DRAIN + 1.5  # seconds a worker has to end once it is told to
PAUSE = 1.0  # seconds until a worker that died is replaced
_IN_ORDER = (0, -signal.SIGTERM, -signal.SIGINT)  # told before it listened, or after it had closed
_SPAWN = multiprocessing.get_context("spawn")
_log = structlog.get_logger("vitalweb")


@frozen
class Worker:
    """A server process, and the pipe on which it is heard: once when it listens, then its end."""

    process: SpawnProcess
    voice: Connection


def serve(settings: Settings) -> int:
    """Serve in so many processes until told to stop; give 0 if all of them ended in time."""
    log.configure(settings.log_level)
    dsn, own = serving.database(settings)
    migrate(dsn)
    keyring.signing(settings)
    keyring.vault(settings)
    with port.held(settings.host, settings.port) as number:
        return asyncio.run(_supervised(evolve(settings, port=number), dsn, own))


async def _supervised(settings: Settings, dsn: str, own: Embedded | None) -> int:
    told, listening = serving.stopping(), asyncio.Semaphore(0)
    async with AsyncExitStack() as stack:
        if own:
            await stack.enter_async_context(watch.beside(watch.alive(own)))
        start = partial(_started, settings, dsn)
        posts = [asyncio.create_task(_manned(start, listening)) for _ in range(settings.workers)]
        greeting = asyncio.create_task(_greeted(settings, listening))
        asked = asyncio.create_task(told.wait())
        await asyncio.wait({asked, *posts}, return_when=asyncio.FIRST_COMPLETED)
        for task in (asked, greeting, *posts):
            task.cancel()
        ended = await asyncio.gather(*posts, return_exceptions=True)
    for one in ended:
        if isinstance(one, Exception):
            raise one  # a post that cannot be manned is a fault of ours
    return 1 if False in ended else 0


async def _greeted(settings: Settings, listening: asyncio.Semaphore) -> None:
    for _ in range(settings.workers):
        await listening.acquire()
    serving.greet(settings.host, settings.port)


async def _manned(start: "partial[Worker]", listening: asyncio.Semaphore) -> bool:
    """Keep a worker at a post; when cancelled, end it, and say whether it ended in order."""
    while True:
        one = start()
        try:
            while await _heard(one.voice):
                listening.release()
        except asyncio.CancelledError:
            return await _ended(one)
        one.process.join()
        _log.warning("worker died", worker=one.process.pid, code=one.process.exitcode)
        await asyncio.sleep(PAUSE)


def _started(settings: Settings, dsn: str) -> Worker:
    ours, theirs = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=worker.work, args=(settings, dsn, theirs))
    process.start()
    theirs.close()
    return Worker(process, ours)


async def _heard(voice: Connection) -> bool:
    """Wait for the worker's word; false at its end."""
    loop, word = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(voice.fileno(), word.set)
    try:
        await word.wait()
    finally:
        loop.remove_reader(voice.fileno())
    try:
        return bool(voice.recv_bytes())
    except EOFError:
        return False


async def _ended(one: Worker) -> bool:
    one.process.terminate()
    try:
        async with asyncio.timeout(PATIENCE):
            while await _heard(one.voice):
                pass
    except TimeoutError:
        one.process.kill()
    one.process.join()
    return one.process.exitcode in _IN_ORDER
