"""A request is read: who asks by which token, where, for what, and whether the role allows it."""

from datetime import datetime
from typing import Any

from aiohttp import web
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Forbidden, Unauthenticated
from vitalcore.role import may
from vitalcore.session import Session
from vitalweb.house import House
from vitalweb.http import afar, codec, intake, versions
from vitalweb.http.noted import Asked
from vitalweb.http.route import NOBODY, Ask, Caller, Route

REQUEST_ID = web.RequestKey("request_id", str)
_NO_TOKEN = Unauthenticated(
    "send an access token as Authorization: Bearer; POST /auth/login gives one"
)
_NO_BODY: Result[Any, Fault] = Success(None)
_NOT_ALLOWED = Forbidden("your role may not do this")


def asked(house: House, route: Route, request: web.Request) -> Asked:
    """Tell what is known of a request before it is understood."""
    return by(house, NOBODY, house.now(), route, request)


def by(house: House, caller: Caller, at: datetime, route: Route, request: web.Request) -> Asked:
    """Tell what is known of a request of *caller* at a moment."""
    return Asked(
        route=route,
        request_id=request[REQUEST_ID],
        address=afar.address(request, house.settings.trusted_proxies),
        at=at,
        caller=caller,
        path=request.match_info,
    )


def caller(session: Session) -> Caller:
    """Tell who asks within a session."""
    return Caller(account_id=session.account_id, role=session.role, session_id=session.session_id)


def bearer(request: web.Request) -> Result[str, Fault]:
    """Give the access token that a request bears."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return Failure(_NO_TOKEN)
    return Success(token.strip())


def ask(asked: Asked, request: web.Request, sent: bytes) -> Result[Ask[Any, Any], Fault]:
    """Understand a request, if its caller may make it."""
    route, caller = asked.route, asked.caller
    if route.right and not (caller.role and may(caller.role, route.right)):
        return Failure(_NOT_ALLOWED)
    where = intake.where(route, request)
    matched = versions.if_match(request.headers.get("If-Match"))
    body: Result[Any, Fault] = codec.body(route.body, sent) if route.body else _NO_BODY
    refused: tuple[Result[Any, Fault], ...] = (where, matched, body)
    for one in refused:
        if isinstance(one, Failure):
            return one
    return Success(
        Ask(
            caller=caller,
            where=where.unwrap(),
            body=body.unwrap(),
            at=asked.at,
            request_id=asked.request_id,
            address=asked.address,
            if_match=matched.unwrap(),
        )
    )
