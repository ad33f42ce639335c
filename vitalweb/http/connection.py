"""A connection to a caller: what is not even HTTP is refused as a problem too, and never quoted."""

import asyncio
from contextlib import suppress
from typing import Any, override

from aiohttp import web

from vitalweb.http import door

DRAIN = 8.0  # seconds for requests in flight once the service is told to stop
KEEPALIVE = 15.0  # seconds an idle connection is kept, and a header may take
LINGER = 5.0  # seconds that the rest of a refused request is still read
_MOST = 16 * 1024 * 1024  # bytes of it


class _Rest:
    """What still comes after a refusal: passed over, up to a bound.

    Closing over unread bytes resets a connection, and a reset can overtake the answer (RFC 9112
    9.6).
    """

    def __init__(self) -> None:
        self._left = _MOST
        self._over = asyncio.Event()

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        """Pass over *data*."""
        self._left -= len(data)
        if self._left < 0:
            self._over.set()
        return False, b""

    def feed_eof(self) -> None:
        """Know that the caller has hung up."""
        self._over.set()

    async def over(self) -> None:
        """Wait until the caller has hung up, or has had patience enough."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                await self._over.wait()


class Connection(web.RequestHandler):
    """A connection whose every answer is the house's own."""

    __slots__ = ()

    @override
    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Refuse what could not be read, and hang up.

        aiohttp would quote the line it stumbled over, and that may be a token.
        """
        if request.writer.output_size > 0:
            raise ConnectionError("half an answer has gone out already")
        response = door.unread(status, exc)
        response.force_close()
        self._messages.clear()  # what came after cannot be told apart
        rest: Any = _Rest()
        self.set_parser(rest)
        return response

    @override
    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send an answer; a refusal from before the door, such as 417, is dressed first."""
        if isinstance(resp, web.HTTPException):
            resp = door.early(resp)
        sent = await super().finish_response(request, resp, start_time)
        if isinstance(self._payload_parser, _Rest) and self.transport:
            self.transport.write_eof()
            await self._payload_parser.over()
        return sent


class _Listener(web.Server):
    @override
    def __call__(self) -> web.RequestHandler:
        return Connection(self, loop=asyncio.get_running_loop(), **self._kwargs)


class Runner(web.AppRunner):
    """Runs an application on such connections; nothing a caller has packed is unpacked."""

    def __init__(self, app: web.Application, keepalive: float = KEEPALIVE) -> None:
        self._limits: dict[str, Any] = {
            "auto_decompress": False,
            "keepalive_timeout": keepalive,
            "lingering_time": LINGER,
        }
        super().__init__(app, access_log=None, shutdown_timeout=DRAIN, **self._limits)

    @override
    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return _Listener(
            made.request_handler,
            request_factory=made.request_factory,
            access_log=None,
            **self._limits,
        )
