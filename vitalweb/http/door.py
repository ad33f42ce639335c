"""The door every request goes through: its id, its log line, its figures, and the last refusal."""

import re
import time
from collections.abc import Awaitable, Callable
from random import getrandbits

import structlog
from aiohttp import web
from aiohttp.http_exceptions import LineTooLong

from vitalcore.fault import Busy, flawed
from vitalcore.guard import Refused
from vitalweb.http import outside, problem
from vitalweb.http.asking import REQUEST_ID
from vitalweb.http.serve import HOUSE
from vitalweb.store.desk import Outage

HEADER = "X-Request-ID"
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HEADERS = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("Server", "vitalweb"),
    ("Strict-Transport-Security", "max-age=31536000"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)
_KEPT = ("Allow", "Retry-After", "WWW-Authenticate")
_log = structlog.get_logger("vitalweb")

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a request through, and dress whatever comes back."""
    started = time.perf_counter()
    asked = request.headers.get(HEADER, "")
    request_id = asked if _SAFE_ID.fullmatch(asked) else _id()
    request[REQUEST_ID] = request_id
    response = await _answered(request, handler, request_id)
    _note(request, request_id, response.status, time.perf_counter() - started)
    return dressed(response, request_id)


def _id() -> str:
    return f"{getrandbits(128):032x}"


def unread(status: int, error: BaseException | None) -> web.StreamResponse:
    """Answer what never became a request; which words it could not be read in stays unsaid."""
    if status >= web.HTTPInternalServerError.status_code:
        request_id = _id()
        return dressed(_failed(error, request_id), request_id)
    found = outside.of(431 if _long(error) else 400)
    _log.info("unread", status=found.status, error=type(error).__name__)
    return dressed(found.sent(), _id())


def _long(error: BaseException | None) -> bool:
    return isinstance(error, LineTooLong) or "Too many headers" in str(error)


def early(refused: web.HTTPException) -> web.StreamResponse:
    """Dress a refusal that was made before the request came to the door."""
    return dressed(_told(refused), _id())


async def _answered(request: web.Request, handler: Handler, request_id: str) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as refused:
        return _told(refused)
    except Outage as outage:
        _log.warning("outage", reason=str(outage), request_id=request_id)
        return problem.of(Busy(retry_after=1)).sent()
    except Refused as refused:
        return problem.of(flawed(refused.pointer, refused.detail)).sent()
    except Exception as error:  # noqa: BLE001 -- the last door of the house
        return _failed(error, request_id)


def _failed(error: BaseException | None, request_id: str) -> web.StreamResponse:
    # the type and the place alone: a message may quote what a caller sent
    _log.error("failed", error=type(error).__name__, place=_place(error), request_id=request_id)
    return outside.of(500).sent()


def dressed(response: web.StreamResponse, request_id: str) -> web.StreamResponse:
    """Give an answer the headers that every answer has."""
    headers = response.headers
    for name, value in _HEADERS:
        headers.setdefault(name, value)
    headers[HEADER] = request_id
    return response


def _place(error: BaseException | None) -> str:
    trace = error.__traceback__ if error else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""


def _told(refused: web.HTTPException) -> web.StreamResponse:
    kept = {name: refused.headers[name] for name in _KEPT if name in refused.headers}
    return outside.of(refused.status, kept).sent()


def _note(request: web.Request, request_id: str, status: int, seconds: float) -> None:
    method, resource = request.method, request.match_info.route.resource
    route = resource.canonical if resource else "unknown"
    request.app[HOUSE].metrics.answered(method, route, status, seconds)
    _log.info(
        "request",
        method=method,
        route=route,
        status=status,
        ms=round(seconds * 1000, 2),
        request_id=request_id,
    )
