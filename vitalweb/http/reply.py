"""An answer before it is sent: it can be kept, replayed and compared."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from attrs import field, frozen

from vitalweb.http import codec, versions
from vitalweb.http.route import Route

MEDIA = "application/json"
_EMPTY = b'"items":[]'


@frozen
class Spliced:
    """An answer with a list `items` that is empty in *frame* and written in *items* already."""

    frame: object
    items: bytes

    def written(self) -> bytes:
        """Write the frame with the items in it."""
        before, _, after = codec.encoded(self.frame).partition(_EMPTY)
        return b"".join((before, _EMPTY[:-1], self.items, b"]", after))


@frozen
class Reply:
    """Status, body and headers."""

    status: int
    body: bytes = field(repr=False)  # it may hold tokens
    headers: Mapping[str, str]

    def sent(self) -> web.Response:
        """Hand it to the server."""
        return web.Response(status=self.status, body=self.body or None, headers=self.headers)


def of(route: Route, value: Any) -> Reply:
    """Answer with *value* as its route has it, and with the ETag of its version."""
    if route.answer is None:
        return Reply(route.status, b"", {})
    shown = route.shows(value)
    version = getattr(shown, "version", None)
    tagged = {"ETag": versions.etag(version)} if isinstance(version, int) else {}
    body = value.written() if isinstance(value, Spliced) else codec.encoded(shown)
    return Reply(route.status, body, {"Content-Type": MEDIA, **tagged})
