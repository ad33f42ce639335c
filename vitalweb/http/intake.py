"""What arrives of a request: its bytes, within limits, and the parameters of its URL."""

import asyncio
from collections.abc import Mapping, Sequence

import attrs
from aiohttp import web
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Invalid, TooLarge, Unknown, Unreadable, WrongMedia, flawed
from vitalweb.http import codec
from vitalweb.http.route import Nothing, Route
from vitalweb.http.shapes import wire_name

LARGEST = 256 * 1024  # bytes of a body
PATIENCE = 10.0  # seconds for a body to arrive
MEDIA = "application/json"

_NOWHERE: Result[object, Fault] = Success(Nothing())
_BROKEN_OFF = Unreadable("the body broke off before its end")

#: What a part of a path names; a name that cannot exist is a thing that does not.
NOUNS: Mapping[str, str] = {
    "patient_id": "patient",
    "vital_id": "vital",
    "name": "strategy",
    "id": "account",
    "batch_id": "batch",
}


async def arrived(route: Route, request: web.Request) -> Result[bytes, Fault]:
    """Wait for the body; a slow one is given up with 408."""
    if route.body is None:
        return Success(b"")
    if not (unpacked(request) and request.content_type == MEDIA):
        return Failure(WrongMedia(f"{MEDIA} in UTF-8, not encoded"))
    try:
        if request.content.is_eof():  # all of it has come with its head
            return _whole(request.content.read_nowait())
        async with asyncio.timeout(PATIENCE):
            return Success(await request.read())
    except web.HTTPRequestEntityTooLarge:
        return Failure(TooLarge(LARGEST))
    except (web.RequestPayloadError, ConnectionError):
        return Failure(_BROKEN_OFF)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


def _whole(sent: bytes) -> Result[bytes, Fault]:
    return Success(sent) if len(sent) <= LARGEST else Failure(TooLarge(LARGEST))


def where(route: Route, request: web.Request) -> Result[object, Fault]:
    """Read the URL's parameters; each may stand once."""
    path, query = request.match_info, request.rel_url.raw_query_string
    if route.where is Nothing and not query:
        return _NOWHERE
    sent = dict(path)
    if query:
        sent |= request.query
        if len(sent) < len(path) + len(request.query):
            return Failure(_twice(route, [*(name for name, _ in request.query.items()), *path]))
    found: Result[object, Fault] = codec.url(route.where, sent)
    return found.alt(lambda fault: _missing(fault, path))


def _twice(route: Route, said: Sequence[str]) -> Fault:
    known = {wire_name(one.name) for one in attrs.fields(route.where)}
    name = next(one for one in said if said.count(one) > 1)
    return flawed(f"/{name}" if name in known else "", "stands twice")


def unpacked(request: web.Request) -> bool:
    """Is the body sent as it is, in UTF-8?"""
    plain = request.headers.get("Content-Encoding", "identity") == "identity"
    return plain and (request.charset or "utf-8").lower() in {"utf-8", "utf8"}


def _missing(fault: Fault, path: Mapping[str, str]) -> Fault:
    flaws = fault.flaws if isinstance(fault, Invalid) else ()
    for flaw in flaws:
        name = flaw.pointer.strip("/")
        if name in path:
            return Unknown(NOUNS[name])
    return fault
