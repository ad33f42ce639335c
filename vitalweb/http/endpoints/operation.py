"""What an operator asks: is it alive, is it ready, what has it done."""

import asyncio

from aiohttp import web

from vitalcore.fault import Busy
from vitalweb.house import House
from vitalweb.http import codec, problem
from vitalweb.http.reply import MEDIA, Reply
from vitalweb.http.serve import HOUSE, in_time
from vitalweb.http.words.service import Health
from vitalweb.migrate import wanted
from vitalweb.store import migrations
from vitalweb.store.desk import Outage

_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


async def livez(_: web.Request) -> web.StreamResponse:
    """Say that the process answers."""
    return Reply(200, codec.encoded(Health("alive")), {"Content-Type": MEDIA}).sent()


async def readyz(request: web.Request) -> web.StreamResponse:
    """Say whether the database answers and has every migration."""
    looking = asyncio.create_task(_current(request.app[HOUSE]))
    if not await in_time(looking, late=False):
        return problem.of(Busy(retry_after=1)).sent()
    return Reply(200, codec.encoded(Health("ready")), {"Content-Type": MEDIA}).sent()


async def metrics(request: web.Request) -> web.StreamResponse:
    """Show the figures of every process of this server."""
    house = request.app[HOUSE]
    house.metrics.pooled(house.database.pool.get_stats())
    return Reply(200, house.metrics.page(), {"Content-Type": _PROMETHEUS}).sent()


async def _current(house: House) -> bool:
    try:
        return await migrations.applied(house.database) == wanted()
    except Outage:
        return False
