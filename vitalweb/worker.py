"""One of several server processes, from both sides; it ends with the process that started it."""

import asyncio
import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import structlog
import uvloop
from attrs import frozen

from vitalweb import log, metrics, serving
from vitalweb.http.connection import DRAIN
from vitalweb.settings import Settings

PATIENCE = DRAIN + 1.5  # seconds a worker has to end once it is told to
_IN_ORDER = (0, -signal.SIGTERM, -signal.SIGINT)  # told before it listened, or after it had closed
_SPAWN = multiprocessing.get_context("spawn")
_log = structlog.get_logger("vitalweb")


@frozen
class Post:
    """The place of a worker among the others, and the folder in which all of them count."""

    number: int
    figures: Path


@frozen
class Worker:
    """A server process, and the pipe on which it is heard: once when it listens, then its end."""

    process: SpawnProcess
    voice: Connection


def work(settings: Settings, dsn: str, post: Post, voice: Connection) -> None:
    """Serve until told to stop, and say on *voice* when requests can come."""

    def ready(_: str, __: int) -> None:
        _watch_parent()
        _log.info("worker listens")
        voice.send_bytes(b"listening")

    metrics.share(post.figures, post.number)
    log.configure(settings.log_level, worker=os.getpid())
    serve = serving.run(settings, dsn, ready=ready, seals=post.number == 0)
    asyncio.run(serve, loop_factory=uvloop.new_event_loop)


def started(settings: Settings, dsn: str, post: Post) -> Worker:
    """Start a worker."""
    ours, theirs = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=work, args=(settings, dsn, post, theirs))
    process.start()
    theirs.close()
    return Worker(process, ours)


async def heard(voice: Connection) -> bool:
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


async def ended(one: Worker) -> bool:
    """Tell a worker to stop, and say whether it ended in order and in time."""
    one.process.terminate()
    try:
        async with asyncio.timeout(PATIENCE):
            while await heard(one.voice):
                pass
    except TimeoutError:
        one.process.kill()
    one.process.join()
    return one.process.exitcode in _IN_ORDER


def _watch_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        asyncio.get_running_loop().add_reader(parent.sentinel, _orphaned, parent.sentinel)


def _orphaned(sentinel: int) -> None:
    asyncio.get_running_loop().remove_reader(sentinel)
    signal.raise_signal(signal.SIGTERM)
