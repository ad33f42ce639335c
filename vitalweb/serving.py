"""The server process: database, migrations, socket; and how it ends."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable

import uvloop
from aiohttp import web

from vitalweb import embedded as embedding
from vitalweb import log
from vitalweb.app import application
from vitalweb.embedded import Embedded
from vitalweb.http.connection import Runner
from vitalweb.migrate import migrate
from vitalweb.settings import Settings

_YOUNG = 20_000  # new objects until the collector looks; a request makes hundreds
BACKLOG = 512  # connections that may wait to be accepted


def database(settings: Settings) -> tuple[str, Embedded | None]:
    """Give the address of the database, starting the embedded one where none is named."""
    if settings.database_url:
        return settings.database_url, None
    own = embedding.start(settings.data_dir)
    return own.dsn, own


def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    log.configure(settings.log_level)
    dsn, own = database(settings)
    migrate(dsn)
    asyncio.run(run(settings, dsn, own), loop_factory=uvloop.new_event_loop)


async def run(
    settings: Settings,
    dsn: str,
    own: Embedded | None = None,
    *,
    ready: Callable[[str, int], None] | None = None,
    seals: bool = True,
) -> None:
    """Serve in this process until told to stop; *ready* is told host and port once it listens.

    A process with *ready* is one of several on the same port, of which one *seals* the trail.
    """
    told = stopping()
    runner = Runner(application(settings, dsn, own, seals=seals))
    await runner.setup()
    site = web.TCPSite(
        runner,
        settings.host,
        settings.port,
        backlog=BACKLOG,
        reuse_port=ready is not None,
    )
    try:
        await site.start()
        settled()
        (ready or greet)(*runner.addresses[0][:2])
        await told.wait()
    finally:
        await runner.cleanup()


def settled() -> None:
    """Let the collector pass over what is there now and stays, and look less often."""
    gc.freeze()
    gc.set_threshold(_YOUNG)


def stopping() -> asyncio.Event:
    """Give the event that SIGTERM and Ctrl-C set."""
    told = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, told.set)
    return told


def greet(host: str, port: int) -> None:
    """Tell where the service is, and how to stop it."""
    base = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    lines = (
        f"Vital Monitor serves  {base}/api/v1",
        f"documentation         {base}/docs",
        f"health                {base}/readyz",
        "Not a medical device. Stop with Ctrl-C.",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
