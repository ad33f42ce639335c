"""The way of a request: who asks, what is asked, the deed, the answer; within a deadline."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiohttp import web
from returns.result import Failure, Result, Success

from vitalcore.fault import Busy, Fault, StaleMatch, StaleVersion, Unauthenticated
from vitalweb import access
from vitalweb.house import House
from vitalweb.http import codec, intake, once, problem, reply, versions
from vitalweb.http.railway import then
from vitalweb.http.reply import Reply
from vitalweb.http.route import Ask, Caller, Route
from vitalweb.store.desk import Desk
from vitalweb.store.retries import Retry

HOUSE = web.AppKey("house", House)
DEADLINE = 5.0  # seconds for all work on a request once it has arrived
NOBODY = Caller(account_id="-", session_id=None)
_NO_TOKEN = Unauthenticated(
    "send an access token as Authorization: Bearer; POST /auth/login gives one"
)

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def handler(route: Route) -> Handler:
    """Make aiohttp's handler of one row of the route table."""

    async def handle(request: web.Request) -> web.StreamResponse:
        arrived = await intake.arrived(route, request)
        work = asyncio.create_task(_answered(request.app[HOUSE], route, request, arrived))
        return (await in_time(work, late=problem.of(Busy(retry_after=1)))).sent()

    return handle


async def in_time[T](work: "asyncio.Task[T]", late: T) -> T:
    """Wait no longer than the deadline; work that is late is told to end, and not waited for."""
    done, _ = await asyncio.wait({work}, timeout=DEADLINE)
    if done:
        return work.result()
    work.cancel()
    work.add_done_callback(_seen)
    return late


def _seen(work: "asyncio.Task[Any]") -> None:
    if not work.cancelled():
        work.exception()


async def _answered(
    house: House, route: Route, request: web.Request, arrived: Result[bytes, Fault]
) -> Reply:
    at = house.now()
    caller = await _caller(house, route, request, at)
    ask = caller.bind(lambda who: arrived.bind(lambda sent: _ask(route, request, sent, who, at)))
    done = await then(ask, lambda one: _done(house, route, request, arrived.unwrap(), one))
    return _folded(house, done)


async def _caller(
    house: House, route: Route, request: web.Request, at: datetime
) -> Result[Caller, Fault]:
    if route.public:
        return Success(NOBODY)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return Failure(_NO_TOKEN)
    claims = await access.admit(house, token.strip(), at)
    return claims.map(lambda one: Caller(account_id=one.account_id, session_id=one.session_id))


def _ask(
    route: Route, request: web.Request, sent: bytes, caller: Caller, at: datetime
) -> Result[Ask[Any, Any], Fault]:
    where = intake.where(route, request)
    matched = versions.if_match(request.headers.get("If-Match"))
    body: Result[Any, Fault] = codec.body(route.body, sent) if route.body else Success(None)
    return where.bind(
        lambda place: matched.bind(
            lambda version: body.map(
                lambda wanted: Ask(
                    caller=caller,
                    where=place,
                    body=wanted,
                    at=at,
                    address=request.remote or "-",
                    if_match=version,
                )
            )
        )
    )


async def _done(
    house: House, route: Route, request: web.Request, sent: bytes, ask: Ask[Any, Any]
) -> Result[Reply, Fault]:
    async def work(desk: Desk) -> Result[Reply, Fault]:
        outcome = await route.deed(house, desk, ask)
        return outcome.map(lambda value: reply.of(route, value))

    header = request.headers.get(once.HEADER) if route.creates else None
    named = once.named(header, ask.caller.account_id, _identity(request, sent))
    return await then(named, lambda retry: _once(house, ask, retry, work))


async def _once(
    house: House, ask: Ask[Any, Any], retry: Retry | None, work: once.Work
) -> Result[Reply, Fault]:
    return await work(house.database) if retry is None else await once.done(house, ask, retry, work)


def _identity(request: web.Request, sent: bytes) -> bytes:
    return f"{request.method} {request.path_qs}\n".encode() + sent


def _folded(house: House, done: Result[Reply, Fault]) -> Reply:
    if isinstance(done, Success):
        written: Reply = done.unwrap()
        return written
    fault = done.failure()
    if isinstance(fault, StaleVersion | StaleMatch):
        house.metrics.conflicts.labels(fault.noun).inc()
    return problem.of(fault)
