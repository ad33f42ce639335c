"""The OpenAPI 3.1 document, written from the route table, the classes and the pages."""

import inspect
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from typing import Any

import attrs

from vitalcore.fault import Flaw, StaleMatch
from vitalweb.http import answers, codec, once, schema, versions
from vitalweb.http.pages import Page
from vitalweb.http.reply import MEDIA
from vitalweb.http.route import Route
from vitalweb.http.shapes import wire_name
from vitalweb.http.words import Health

type Part = Mapping[str, Any]

_ABOUT = """\
A hospital's vital-signs record and early-warning service. Not a medical device.

Times are RFC 3339 with an offset on the way in and UTC on the way out. A change names the version
that its author looked at, in the body or as If-Match, and is refused if somebody wrote since. A
POST that creates may carry an Idempotency-Key: sent again under the same key, it is done once.
Whatever goes wrong is told as a problem (RFC 9457). Unknown fields and parameters are refused, and
so is a method that a path does not have: 405, with Allow.\
"""

TAGS: Mapping[str, str] = {
    "accounts": "Doctors' accounts and their sessions",
    "patients": "Who is on the ward",
    "vitals": "What was measured, and what became of it",
    "inference": "What the readings say of a patient's risk",
    "operation": "What an operator asks, and this documentation",
}

_SECURITY: Part = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "The access_token of POST /auth/login; it is signed for three minutes",
}


def written(prefix: str, routes: Iterable[Route], pages: Iterable[Page]) -> bytes:
    """Write the document of *routes* under *prefix* and of *pages*."""
    table = tuple(routes)
    document = {
        "openapi": "3.1.0",
        "info": _info(),
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": says} for name, says in TAGS.items()],
        "paths": _paths(prefix, table, pages),
        "components": {"schemas": _schemas(table), "securitySchemes": {"bearer": _SECURITY}},
    }
    return codec.encoded(document)


def _info() -> Part:
    licence = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    about = {"description": _ABOUT, "license": licence}
    return {"title": "Vital Monitor", "version": version("vitalmonitor"), **about}


def _paths(prefix: str, routes: Iterable[Route], pages: Iterable[Page]) -> Part:
    paths: dict[str, dict[str, Part]] = {}
    for route in routes:
        paths.setdefault(prefix + route.path, {})[route.method.lower()] = _operation(route)
    return paths | {page.path: {"get": _page(page)} for page in pages}


def _operation(route: Route) -> Part:
    return {
        "operationId": route.name,
        "summary": route.summary,
        "description": inspect.getdoc(route.deed),
        "tags": [route.tag],
        "security": [] if route.public else [{"bearer": []}],
        "parameters": [*_parameters(route), *_headers(route)],
        "responses": answers.of_route(route),
        **({"requestBody": _body(route.body)} if route.body else {}),
    }


def _page(page: Page) -> Part:
    shape = answers.ref(page.answer) if page.answer else {}
    choices = {"type": "string", "enum": page.choices}
    place = {"name": "asset", "in": "path", "required": True, "schema": choices}
    return {
        "operationId": page.name,
        "summary": page.summary,
        "description": inspect.getdoc(page.handler),
        "tags": ["operation"],
        "security": [],
        "parameters": [place] if page.choices else [],
        "responses": {
            "200": answers.of_page(page.media, shape),
            **answers.of_faults(page.faults),
        },
    }


def _body(kind: type) -> Part:
    shown = {"schema": answers.ref(kind), "example": answers.example(kind)}
    return {"required": True, "content": {MEDIA: shown}}


def _parameters(route: Route) -> Iterator[Part]:
    for one in attrs.fields(route.where):
        name = wire_name(one.name)
        shown = getattr(answers.example(route.where), one.name)
        described = dict(schema.of_field(route.where, one, url=True))
        yield {
            "name": name,
            "in": "path" if f"{{{name}}}" in route.path else "query",
            "required": one.default is attrs.NOTHING,
            "description": described.pop("description"),
            "schema": described,
            **({} if shown is None else {"example": shown}),
        }


def _headers(route: Route) -> Iterator[Part]:
    if route.creates:
        says = "Names this request, so that sending it again does not do it twice"
        yield _header(once.HEADER, says, {"pattern": f"^(?:{once.KEY.pattern})$"})
    if StaleMatch in route.faults:
        says = 'The ETag that the author looked at, like "3", where no version is sent'
        yield _header("If-Match", says, {"pattern": f"^(?:{versions.ETAG.pattern})$"})
    says = "1 to 64 of A-Z a-z 0-9 . _ - name the request in the logs; anything else is replaced"
    yield _header("X-Request-ID", says, {})


def _header(name: str, says: str, kept: Part) -> Part:
    shape = {"type": "string", **kept}
    return {"name": name, "in": "header", "description": says, "schema": shape}


def _schemas(routes: Iterable[Route]) -> Part:
    shapes = (shape for route in routes for shape in (route.body, route.answer) if shape)
    kinds = {one for shape in (*shapes, Flaw, Health) for one in schema.named(shape)}
    ordered = sorted(kinds, key=lambda kind: kind.__name__)
    return {kind.__name__: schema.of_class(kind) for kind in ordered} | {"Problem": answers.PROBLEM}
