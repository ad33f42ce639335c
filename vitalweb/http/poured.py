"""The way of a request whose answer is written as a stream; who reads it slowly costs nothing."""

import asyncio
from collections.abc import AsyncIterator

import structlog
from aiohttp import web
from attrs import evolve, frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Busy, Fault
from vitalweb import access
from vitalweb.house import House
from vitalweb.http import asking, door, noted, problem, serve
from vitalweb.http.asking import REQUEST_ID
from vitalweb.http.noted import Asked
from vitalweb.http.reply import Reply
from vitalweb.http.route import Route
from vitalweb.http.serve import HOUSE, Handler
from vitalweb.railway import then
from vitalweb.store.desk import Outage

AT_ONCE = 2  # pieces that are made at once, so that files do not crowd out other requests
STALLED = 10.0  # seconds a caller may leave a piece unread
_log = structlog.get_logger("vitalweb")


class Ended(Exception):  # noqa: N818 -- an event, not a mistake of ours
    """Whoever asked has left, or was sent away, before all of it was told."""


@frozen
class Stream:
    """An answer that goes out piece by piece; between two pieces nothing is held for it."""

    media: str
    pieces: AsyncIterator[bytes]


def handler(route: Route) -> Handler:
    """Make aiohttp's handler of a row of the route table that gives a stream."""
    making = asyncio.Semaphore(AT_ONCE)

    async def handle(request: web.Request) -> web.StreamResponse:
        work = asyncio.create_task(_opened(request.app[HOUSE], route, request))
        late: Result[Stream, Reply] = Failure(problem.of(Busy(retry_after=1)))
        opened = await serve.in_time(work, late=late)
        if isinstance(opened, Success):
            return await _poured(request, opened.unwrap(), making)
        refusal: Reply = opened.failure()
        return refusal.sent()

    return handle


async def _opened(house: House, route: Route, request: web.Request) -> Result[Stream, Reply]:
    known, who = await serve.met(house, route, request)
    read = who.bind(lambda _: asking.ask(known, request, b""))
    ask = read.map(lambda one: evolve(one, body=request.headers.get("Accept", "")))
    with noted.Unanswered(house.trail, known, ask.value_or(None)):
        found: Result[Stream, Fault] = await then(
            ask, lambda one: route.deed(house, house.database, one)
        )
    if not isinstance(found, Success):
        refused: Result[Reply, Fault] = Failure(found.failure())
        return Failure(serve.folded(house, known, ask.value_or(None), refused))
    house.trail.note(noted.deed(known, ask.unwrap(), route.status))
    return found.map(lambda made: evolve(made, pieces=_followed(house, known, made.pieces)))


async def _followed(
    house: House, asked: Asked, pieces: AsyncIterator[bytes]
) -> AsyncIterator[bytes]:
    """Make each piece only while whoever asked for them is still there."""
    while isinstance(await access.standing(house.database, asked.caller.session_id), Success):
        piece = await anext(pieces, None)
        if piece is None:
            return
        yield piece
    raise Ended


async def _poured(
    request: web.Request, stream: Stream, making: asyncio.Semaphore
) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": stream.media})
    door.dressed(response, request[REQUEST_ID])
    try:
        async with asyncio.timeout(STALLED):
            await response.prepare(request)
        while (piece := await _piece(stream, making)) is not None:
            async with asyncio.timeout(STALLED):
                await response.write(piece)
        async with asyncio.timeout(STALLED):
            await response.write_eof()
    except (TimeoutError, ConnectionError, Outage, Ended) as error:
        _log.info("broken off", reason=type(error).__name__)
        if request.transport:  # half an answer must not look like a whole one
            request.transport.abort()
    return response


async def _piece(stream: Stream, making: asyncio.Semaphore) -> bytes | None:
    async with making:
        return await anext(stream.pieces, None)
