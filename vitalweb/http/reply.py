"""An answer before it is sent: it can be kept, replayed and compared."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from attrs import frozen

from vitalweb.http import codec, versions
from vitalweb.http.route import Route

MEDIA = "application/json"


@frozen
class Reply:
    """Status, body and headers."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    def sent(self) -> web.Response:
        """Hand it to the server."""
        return web.Response(status=self.status, body=self.body or None, headers=self.headers)


def of(route: Route, value: Any) -> Reply:
    """Answer with *value* as its route has it, and with the ETag of its version."""
    if route.answer is None:
        return Reply(route.status, b"", {})
    version = getattr(value, "version", None)
    tagged = {"ETag": versions.etag(version)} if isinstance(version, int) else {}
    return Reply(route.status, codec.encoded(value), {"Content-Type": MEDIA, **tagged})
