"""The way of a request: who asks, what is asked, the deed, the answer; within a deadline."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from attrs import evolve
from returns.result import Result, Success

from vitalcore.fault import Busy, Fault, StaleMatch, StaleVersion
from vitalweb import access
from vitalweb.house import House
from vitalweb.http import asking, intake, lagging, noted, problem, reply, swift, writing
from vitalweb.http.noted import Asked
from vitalweb.http.reply import Reply
from vitalweb.http.route import NOBODY, Ask, Caller, Route
from vitalweb.railway import then

HOUSE = web.AppKey("house", House)
DEADLINE = 5.0  # seconds for all work on a request once it has arrived

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def handler(route: Route) -> Handler:
    """Make aiohttp's handler of one row of the route table."""

    async def handle(request: web.Request) -> web.StreamResponse:
        house = request.app[HOUSE]
        arrived = await _arrived(house, route, request)
        limit = house.settings.batch_seconds if route.slow else DEADLINE
        until = time.monotonic() + limit
        if isinstance(arrived, Success) and swift.open_to(house, route, request):
            told = await swift.answered(house, route, request, arrived.unwrap(), until)
            if told:
                return told.sent()
        work = asyncio.create_task(_answered(house, route, request, arrived))
        left = until - time.monotonic()
        return (await in_time(work, late=problem.of(Busy(retry_after=1)), limit=left)).sent()

    return handle


async def _arrived(house: House, route: Route, request: web.Request) -> Result[bytes, Fault]:
    """Wait for the body; who lets it stop on its way is noted before being told."""
    try:
        return await intake.arrived(route, request)
    except web.HTTPRequestTimeout as refused:
        known, _ = await met(house, route, request)
        house.trail.note(noted.deed(known, None, refused.status))
        raise


async def in_time[T](work: "asyncio.Task[T]", late: T, limit: float = DEADLINE) -> T:
    """Wait no longer than the *limit*; work that is late is told to end, and not waited for."""
    done, _ = await asyncio.wait({work}, timeout=limit)
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
    known, who = await met(house, route, request)
    ask = who.bind(lambda _: arrived.bind(lambda sent: asking.ask(known, request, sent)))
    with noted.Unanswered(house.trail, known, ask.value_or(None)):
        ready = await then(ask, lambda one: _prepared(house, route, one))
        outcome = await then(ready, lambda one: done(house, known, one, request, arrived.unwrap()))
    return folded(house, known, ask.value_or(None), outcome)


async def _prepared(house: House, route: Route, ask: Ask[Any, Any]) -> Result[Ask[Any, Any], Fault]:
    return await route.prepares(house, ask) if route.prepares else Success(ask)


async def met(
    house: House, route: Route, request: web.Request
) -> tuple[Asked, Result[Caller, Fault]]:
    """Meet a request: what is known of it, and who asks or why nobody may."""
    asked = asking.asked(house, route, request)
    with noted.Unanswered(house.trail, _believed(house, asked, request)):
        who = await _caller(house, asked, request)
    return who.map(lambda one: evolve(asked, caller=one)).value_or(asked), who


def _believed(house: House, asked: Asked, request: web.Request) -> Asked:
    """Tell who was believed before by the same token, though it is not asked for again yet."""
    session = house.known.session(asking.bearer(request).value_or(""), asked.at)
    return evolve(asked, caller=asking.caller(session)) if session else asked


async def _caller(house: House, asked: Asked, request: web.Request) -> Result[Caller, Fault]:
    """Tell who asks, by the token that the request bears."""
    if asked.route.public:
        return Success(NOBODY)
    token = asking.bearer(request)
    session = await then(token, lambda said: access.admit(house, said, asked.at))
    return session.map(asking.caller)


async def done(
    house: House, asked: Asked, ask: Ask[Any, Any], request: web.Request, sent: bytes
) -> Result[Reply, Fault]:
    """Do what is asked; *sent* is the body, or stands for it."""
    if not asked.route.writes:
        return await _read(house, asked, ask)
    return await writing.done(house, asked, ask, request, sent)


async def _read(house: House, asked: Asked, ask: Ask[Any, Any]) -> Result[Reply, Fault]:
    outcome = await lagging.read(house, asked.route, ask)
    if isinstance(outcome, Success):
        house.trail.note(noted.deed(asked, ask, asked.route.status, outcome.unwrap()))
    return outcome.map(lambda value: reply.of(asked.route, value))


def folded(
    house: House, asked: Asked, ask: Ask[Any, Any] | None, done: Result[Reply, Fault]
) -> Reply:
    """Answer with what was done, or with the refusal, which is noted."""
    if isinstance(done, Success):
        written: Reply = done.unwrap()
        return written
    fault = done.failure()
    if isinstance(fault, StaleVersion | StaleMatch):
        house.metrics.conflicts.labels(fault.noun).inc()
    refusal = problem.of(fault)
    house.trail.note(noted.deed(asked, ask, refusal.status))
    return refusal
