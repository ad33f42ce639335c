"""The API's documentation: its OpenAPI document, and Swagger UI from files of the package."""

from collections.abc import Mapping
from pathlib import Path

from aiohttp import web

from vitalcore.fault import Unknown
from vitalweb.http import problem
from vitalweb.http.reply import Reply

DOCUMENT = web.AppKey("document", bytes)
ASSETS = Path(__file__).parent.parent / "swagger"

#: The files the page is made of, which are served and no others.
MEDIA: Mapping[str, str] = {
    "favicon-32x32.png": "image/png",
    "page.css": "text/css",
    "start.js": "text/javascript",
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
}

#: The page speaks to this service alone; images in the style sheet are data of its own.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


async def openapi(request: web.Request) -> web.StreamResponse:
    """Show the OpenAPI 3.1 document, made once at start."""
    return Reply(200, request.app[DOCUMENT], {"Content-Type": "application/json"}).sent()


async def docs(_: web.Request) -> web.StreamResponse:
    """Show Swagger UI; nothing of it comes from, or goes to, another machine."""
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
    return web.FileResponse(ASSETS / "index.html", headers=headers)


async def asset(request: web.Request) -> web.StreamResponse:
    """Send a file that the page is made of."""
    name = request.match_info["asset"]
    if name not in MEDIA:
        return problem.of(Unknown("file")).sent()
    headers = {"Content-Type": MEDIA[name], "Cache-Control": "max-age=3600"}
    return web.FileResponse(ASSETS / name, headers=headers)
