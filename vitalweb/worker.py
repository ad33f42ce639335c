"""One of several server processes; it ends with the process that started it."""

import asyncio
import multiprocessing
import os
import signal
from multiprocessing.connection import Connection

import structlog

from vitalweb import log, serving
from vitalweb.settings import Settings

_log = structlog.get_logger("vitalweb")


def work(settings: Settings, dsn: str, voice: Connection) -> None:
    """Serve until told to stop, and say on *voice* when requests can come."""

    def ready(_: str, __: int) -> None:
        _watch_parent()
        _log.info("worker listens")
        voice.send_bytes(b"listening")

    log.configure(settings.log_level)
    structlog.contextvars.bind_contextvars(worker=os.getpid())
    asyncio.run(serving.run(settings, dsn, ready=ready))


def _watch_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        asyncio.get_running_loop().add_reader(parent.sentinel, _orphaned, parent.sentinel)


def _orphaned(sentinel: int) -> None:
    asyncio.get_running_loop().remove_reader(sentinel)
    signal.raise_signal(signal.SIGTERM)
