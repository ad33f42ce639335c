"""The short way of a write: its session's check, its deed and its trail are one group's statement.

Whatever cannot go it goes the long way, from the beginning, and is told there what was wrong.
"""

from aiohttp import web
from returns.result import Success

from vitalcore.role import Role
from vitalcore.session import Session
from vitalweb.house import House
from vitalweb.http import asking, once, reply
from vitalweb.http.noted import Asked
from vitalweb.http.reply import Reply
from vitalweb.http.route import Route
from vitalweb.store.together import Alone, Seat


async def answered(house: House, route: Route, request: web.Request, sent: bytes) -> Reply | None:
    """Answer a write that succeeds in a group; None if it has to go the long way."""
    if not route.grouped or once.HEADER in request.headers:
        return None
    at = house.now()
    session = house.known.session(asking.bearer(request).value_or(""), at)
    if session is None or session.role is Role.DEVICE:  # a device's assignment is asked for first
        return None
    asked = asking.by(house, asking.caller(session), at, route, request)
    return await _done(house, asked, session, request, sent)


async def _done(
    house: House, asked: Asked, session: Session, request: web.Request, sent: bytes
) -> Reply | None:
    route = asked.route
    ask = asking.ask(asked, request, sent)
    if not isinstance(ask, Success):
        return None
    try:
        done = await route.deed(house, _seat(house, asked, session), ask.unwrap())
    except Alone:
        return None
    return reply.of(route, done.unwrap()) if isinstance(done, Success) else None


def _seat(house: House, asked: Asked, session: Session) -> Seat:
    return Seat(
        together=house.together,
        session=session,
        action=asked.route.name,
        outcome=asked.route.status,
        request_id=asked.request_id,
        address=asked.address,
    )
