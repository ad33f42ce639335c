"""The OpenAPI 3.1 document, written from the route table, the classes and the pages."""

from collections.abc import Iterable, Mapping
from importlib.metadata import version

from vitalcore.fault import Flaw, RefusedRow
from vitalweb.http import codec
from vitalweb.http.openapi import Part, operations, problems, rows, schema
from vitalweb.http.pages import Page
from vitalweb.http.route import Route
from vitalweb.http.words.service import Health

_ABOUT = """\
A hospital's vital-signs record and early-warning service. Not a medical device.

Times are RFC 3339 with an offset on the way in and UTC on the way out. A change names the version
that its author looked at, in the body or as If-Match, and is refused if somebody wrote since. A
POST that creates may carry an Idempotency-Key: sent again under the same key, it is done once.
Whatever goes wrong is told as a problem (RFC 9457). Unknown fields and parameters are refused.\
"""

TAGS: Mapping[str, str] = {
    "accounts": "Who may come in, and their sessions",
    "patients": "Who is on the ward",
    "vitals": "What was measured, and what became of it",
    "devices": "Which device may add whose readings",
    "inference": "What the readings say of a patient's risk",
    "audit": "Who did what",
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
        paths.setdefault(prefix + route.path, {})[route.method.lower()] = operations.of_route(route)
    return paths | {page.path: {"get": operations.of_page(page)} for page in pages}


def _schemas(routes: Iterable[Route]) -> Part:
    shapes = (shape for route in routes for shape in (route.body, route.answer) if shape)
    kinds = {one for shape in (*shapes, Flaw, RefusedRow, Health) for one in schema.named(shape)}
    ordered = sorted(kinds, key=lambda kind: kind.__name__)
    told = {kind.__name__: schema.of_class(kind) for kind in ordered}
    return {**told, **rows.schemas(), "Problem": problems.PROBLEM}
