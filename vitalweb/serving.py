"""The server process: database, migrations, socket; and how it ends."""

import asyncio
import signal
import sys

from aiohttp import web

from vitalweb import embedded as embedding
from vitalweb import log
from vitalweb.app import application
from vitalweb.embedded import Embedded
from vitalweb.migrate import migrate
from vitalweb.settings import Settings

DRAIN = 8.0  # seconds for requests in flight once the service is told to stop
KEEPALIVE = 15.0  # seconds an idle connection is kept, and a header may take
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
    asyncio.run(_serve(settings, dsn, own))


async def _serve(settings: Settings, dsn: str, own: Embedded | None) -> None:
    told = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, told.set)
    runner = web.AppRunner(
        application(settings, dsn, own), access_log=None, keepalive_timeout=KEEPALIVE
    )
    await runner.setup()
    site = web.TCPSite(
        runner, settings.host, settings.port, shutdown_timeout=DRAIN, backlog=BACKLOG
    )
    try:
        await site.start()
        _greet(runner)
        await told.wait()
    finally:
        await runner.cleanup()


def _greet(runner: web.AppRunner) -> None:
    host, port = runner.addresses[0][:2]
    base = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    lines = (
        f"Vital Monitor serves  {base}/api/v1",
        f"documentation         {base}/docs",
        f"health                {base}/readyz",
        "Not a medical device. Stop with Ctrl-C.",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
