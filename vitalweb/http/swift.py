"""The short way: a session's check, and what is done in it, are one statement for a whole group.

Whatever cannot go it goes the long way, from the beginning, and is told there what was wrong.
"""

import time
from typing import Any

from aiohttp import web
from returns.result import Success

from vitalcore.role import Role
from vitalcore.session import Session
from vitalweb.house import House
from vitalweb.http import asking, noted, once, reply
from vitalweb.http.noted import Asked
from vitalweb.http.reply import Reply
from vitalweb.http.route import Ask, Route
from vitalweb.store.desk import Outage
from vitalweb.store.together import Alone, Seat


def open_to(house: House, route: Route, request: web.Request) -> bool:
    """May a request go the short way?"""
    if not (route.grouped or route.bare) or once.HEADER in request.headers:
        return False
    return not (route.lags and house.replica)


async def answered(
    house: House, route: Route, request: web.Request, sent: bytes, until: float
) -> Reply | None:
    """Answer what succeeds in a group; None if it has to go the long way before *until*."""
    at = house.now()
    session = house.known.session(asking.bearer(request).value_or(""), at)
    if session is None or session.role is Role.DEVICE:  # a device's assignment is asked for first
        return None
    asked = asking.by(house, asking.caller(session), at, route, request)
    ask = asking.ask(asked, request, sent)
    if not isinstance(ask, Success):
        return None
    with noted.Unanswered(house.trail, asked, ask.unwrap()):
        told = await _done(house, asked, session, ask.unwrap())
        if told is None and time.monotonic() >= until:
            raise Outage("a group took all the time there was")
        return told


async def _done(house: House, asked: Asked, session: Session, ask: Ask[Any, Any]) -> Reply | None:
    route = asked.route
    if route.bare and not await house.together.current(session):
        return None
    try:
        done = await route.deed(house, _seat(house, asked, session), ask)
    except Alone:
        return None
    if not isinstance(done, Success):
        return None
    if not route.writes:
        house.trail.note(noted.deed(asked, ask, route.status, done.unwrap()))
    return reply.of(route, done.unwrap())


def _seat(house: House, asked: Asked, session: Session) -> Seat:
    noted = {
        "session_id": session.session_id,
        "session_version": session.version,
        "role": session.role,
        "action": asked.route.name,
        "outcome": asked.route.status,
        "request_id": asked.request_id,
        "address": asked.address,
    }
    return Seat(house.together, noted)
