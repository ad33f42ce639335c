"""A write: the deed, whether its caller is still there, and its row in the trail; once by a key."""

from typing import Any

from aiohttp import web
from returns.result import Result, Success

from vitalcore.fault import Fault
from vitalweb import access
from vitalweb.house import House
from vitalweb.http import noted, once, problem, reply
from vitalweb.http.noted import Asked
from vitalweb.http.reply import Reply
from vitalweb.http.route import Ask
from vitalweb.railway import then
from vitalweb.store import audit
from vitalweb.store.desk import Desk


async def done(
    house: House, asked: Asked, ask: Ask[Any, Any], request: web.Request, sent: bytes
) -> Result[Reply, Fault]:
    """Write what is asked; by *sent*, or its digest, a retry is told from another request."""
    header = request.headers.get(once.HEADER)
    named = once.named(header, _asker(asked, ask), house.fingerprint(_identity(request, sent)))
    told = await then(
        named,
        lambda retry: once.done(
            house, retry, asked.at, lambda desk: _written(house, asked, ask, desk)
        ),
    )
    return told.map(lambda answer: _noted(house, asked, ask, answer))


def _noted(house: House, asked: Asked, ask: Ask[Any, Any], answer: Reply) -> Reply:
    """Note that an answer was told again; the first time it was noted with what it answers."""
    if once.REPLAYED in answer.headers:
        house.trail.note(noted.deed(asked, ask, answer.status))
    return answer


async def _written(
    house: House, asked: Asked, ask: Ask[Any, Any], desk: Desk
) -> Result[Reply, Fault]:
    outcome = await _standing(house, asked, ask, desk)
    if isinstance(outcome, Success):
        done = noted.deed(asked, ask, asked.route.status, outcome.unwrap())
        await audit.add(desk, [done], house.now())
    elif isinstance(outcome.failure(), asked.route.keeps):
        refusal = problem.of(outcome.failure())
        await audit.add(desk, [noted.deed(asked, ask, refusal.status)], house.now())
        return Success(refusal)
    return outcome.map(lambda value: reply.of(asked.route, value))


async def _standing(
    house: House, asked: Asked, ask: Ask[Any, Any], desk: Desk
) -> Result[Any, Fault]:
    """Do a deed and ask, once it is done, whether its caller is still there; it may take long."""
    route, place = asked.route, asked.caller.session_id
    if route.public:
        return await route.deed(house, desk, ask)
    if route.ends:
        there = await access.standing(desk, place)
        return await then(there, lambda _: route.deed(house, desk, ask))
    outcome = await route.deed(house, desk, ask)
    there = await then(outcome, lambda _: access.standing(desk, place))
    return there.bind(lambda _: outcome)


def _asker(asked: Asked, ask: Ask[Any, Any]) -> str:
    """Tell who shares keys with nobody: an account, or what stands for it where no token does."""
    if not asked.route.public:
        return asked.caller.account_id
    named = getattr(ask.body, "id", None) or getattr(ask.body, "session_id", None)
    return f"-{named or ''}"  # no account's own name begins so


def _identity(request: web.Request, sent: bytes) -> bytes:
    matched = request.headers.get("If-Match", "")
    return f"{request.method} {request.path_qs} {matched}\n".encode() + sent
