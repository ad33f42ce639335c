"""A connection to a caller: what is not even HTTP is refused as a problem too, and never quoted."""

import asyncio
from typing import Any, override

from aiohttp import web

from vitalweb.http import door

DRAIN = 8.0  # seconds for requests in flight once the service is told to stop
KEEPALIVE = 15.0  # seconds an idle connection is kept, and a header may take
LINGER = 2.0  # seconds the rest of a refused body is still read, so that its answer arrives


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
        return response

    @override
    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send an answer; a refusal from before the door, such as 417, is dressed first."""
        if isinstance(resp, web.HTTPException):
            resp = door.early(resp)
        return await super().finish_response(request, resp, start_time)


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
