"""The way of a request whose body is read as a stream: who asks is known before it is read."""

import asyncio
from typing import Any

from aiohttp import web
from attrs import evolve
from returns.result import Failure, Result

from vitalcore.fault import Busy, Fault
from vitalweb.house import House
from vitalweb.http import asking, noted, problem, serve, spool
from vitalweb.http.noted import Asked
from vitalweb.http.reply import Reply
from vitalweb.http.route import Ask, Route
from vitalweb.http.serve import HOUSE, Handler
from vitalweb.http.spool import Spool
from vitalweb.railway import then

ARRIVING = 8  # bodies that may arrive at once
AT_ONCE = 2  # of them that are worked on; each has a connection to the database
_LATE = Busy(retry_after=30)
_CROWDED = Busy(retry_after=10)


def handler(route: Route) -> Handler:
    """Make aiohttp's handler of a row of the route table that takes a stream."""
    arriving, working = asyncio.Semaphore(ARRIVING), asyncio.Semaphore(AT_ONCE)

    async def handle(request: web.Request) -> web.StreamResponse:
        house = request.app[HOUSE]
        limit = house.settings.batch_seconds
        work = asyncio.create_task(_answered(house, route, request, (arriving, working)))
        return (await serve.in_time(work, late=problem.of(_LATE), limit=limit)).sent()

    return handle


type _Gates = tuple[asyncio.Semaphore, asyncio.Semaphore]


async def _answered(house: House, route: Route, request: web.Request, gates: _Gates) -> Reply:
    known, who = await serve.met(house, route, request)
    ask = who.bind(lambda _: asking.ask(known, request, b""))
    with noted.Unanswered(house.trail, known, ask.value_or(None)):
        done = await then(ask, lambda one: _through(house, known, one, request, gates))
    return serve.folded(house, known, ask.value_or(None), done)


async def _through(
    house: House, asked: Asked, ask: Ask[Any, Any], request: web.Request, gates: _Gates
) -> Result[Reply, Fault]:
    arriving, working = gates
    if arriving.locked():
        return Failure(_CROWDED)
    async with arriving:
        with spool.place() as held:
            limit = house.settings.batch_bytes
            body = await spool.received(held, asked.route.takes, request, limit)
            async with working:
                return await then(body, lambda one: _taken(house, asked, ask, request, one))


async def _taken(
    house: House, asked: Asked, ask: Ask[Any, Any], request: web.Request, body: Spool
) -> Result[Reply, Fault]:
    """Do what is asked as of now: of a moment when the body was on its way, nothing was known."""
    at = house.now()
    asked, ask = evolve(asked, at=at), evolve(ask, at=at, body=body)
    return await serve.done(house, asked, ask, request, body.digest)
