"""The way of a request: who asks, what is asked, the deed, the answer; within a deadline."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from attrs import evolve
from returns.result import Failure, Result, Success

from vitalcore.fault import Busy, Fault, Forbidden, StaleMatch, StaleVersion, Unauthenticated
from vitalcore.role import may
from vitalweb import access
from vitalweb.house import House
from vitalweb.http import codec, intake, noted, once, problem, reply, versions
from vitalweb.http.noted import Asked
from vitalweb.http.reply import Reply
from vitalweb.http.route import NOBODY, Ask, Caller, Route
from vitalweb.railway import then
from vitalweb.store import audit
from vitalweb.store.desk import Desk

HOUSE = web.AppKey("house", House)
REQUEST_ID = web.RequestKey("request_id", str)
DEADLINE = 5.0  # seconds for all work on a request once it has arrived
_NO_TOKEN = Unauthenticated(
    "send an access token as Authorization: Bearer; POST /auth/login gives one"
)
_NOT_ALLOWED = Forbidden("your role may not do this")

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
    asked = _asked(house, route, request)
    caller = await _caller(house, asked, request)
    known = caller.map(lambda who: evolve(asked, caller=who)).value_or(asked)
    ask = caller.bind(lambda _: arrived.bind(lambda sent: _ask(known, request, sent)))
    ready = await then(ask, lambda one: _prepared(house, route, one))
    done = await then(ready, lambda one: _done(house, known, one, request, arrived.unwrap()))
    return _folded(house, known, ask.value_or(None), done)


async def _prepared(house: House, route: Route, ask: Ask[Any, Any]) -> Result[Ask[Any, Any], Fault]:
    return await route.prepares(house, ask) if route.prepares else Success(ask)


def _asked(house: House, route: Route, request: web.Request) -> Asked:
    address = request.remote or "-"
    return Asked(route=route, request_id=request[REQUEST_ID], address=address, at=house.now())


async def _caller(house: House, asked: Asked, request: web.Request) -> Result[Caller, Fault]:
    if asked.route.public:
        return Success(NOBODY)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return Failure(_NO_TOKEN)
    session = await access.admit(house, token.strip(), asked.at)
    return session.map(
        lambda one: Caller(account_id=one.account_id, role=one.role, session_id=one.session_id)
    )


def _ask(asked: Asked, request: web.Request, sent: bytes) -> Result[Ask[Any, Any], Fault]:
    route, caller = asked.route, asked.caller
    if route.right and not (caller.role and may(caller.role, route.right)):
        return Failure(_NOT_ALLOWED)
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
                    at=asked.at,
                    request_id=asked.request_id,
                    address=asked.address,
                    if_match=version,
                )
            )
        )
    )


async def _done(
    house: House, asked: Asked, ask: Ask[Any, Any], request: web.Request, sent: bytes
) -> Result[Reply, Fault]:
    if not asked.route.writes:
        return await _read(house, asked, ask)
    header = request.headers.get(once.HEADER)
    named = once.named(header, asked.caller.account_id, house.fingerprint(_identity(request, sent)))
    return await then(
        named,
        lambda retry: once.done(
            house, retry, asked.at, lambda desk: _written(house, asked, ask, desk)
        ),
    )


async def _read(house: House, asked: Asked, ask: Ask[Any, Any]) -> Result[Reply, Fault]:
    outcome = await asked.route.deed(house, house.database, ask)
    if isinstance(outcome, Success):
        house.trail.note(noted.deed(asked, ask, asked.route.status, outcome.unwrap()))
    return outcome.map(lambda value: reply.of(asked.route, value))


async def _written(
    house: House, asked: Asked, ask: Ask[Any, Any], desk: Desk
) -> Result[Reply, Fault]:
    outcome = await asked.route.deed(house, desk, ask)
    if isinstance(outcome, Success):
        done = noted.deed(asked, ask, asked.route.status, outcome.unwrap())
        await audit.add(desk, [done], house.now())
    return outcome.map(lambda value: reply.of(asked.route, value))


def _identity(request: web.Request, sent: bytes) -> bytes:
    matched = request.headers.get("If-Match", "")
    return f"{request.method} {request.path_qs} {matched}\n".encode() + sent


def _folded(
    house: House, asked: Asked, ask: Ask[Any, Any] | None, done: Result[Reply, Fault]
) -> Reply:
    if isinstance(done, Success):
        written: Reply = done.unwrap()
        return written
    fault = done.failure()
    if isinstance(fault, StaleVersion | StaleMatch):
        house.metrics.conflicts.labels(fault.noun).inc()
    refusal = problem.of(fault)
    house.trail.note(noted.deed(asked, ask, refusal.status))
    return refusal
