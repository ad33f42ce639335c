"""What may be asked, operation by operation: parameters, headers, body, answers."""

import inspect
from collections.abc import Iterable, Iterator

import attrs

from vitalcore.fault import StaleMatch
from vitalweb.http import once, outside, versions
from vitalweb.http.openapi import Part, answers, examples, problems, rows, schema, values
from vitalweb.http.pages import Page
from vitalweb.http.reply import MEDIA
from vitalweb.http.route import Route
from vitalweb.http.shapes import wire_name


def of_route(route: Route) -> Part:
    """Describe a row of the route table."""
    return {
        "operationId": route.name,
        "summary": route.summary,
        "description": inspect.getdoc(route.deed),
        "tags": [route.tag],
        "security": [] if route.public else [{"bearer": []}],
        "parameters": [*_parameters(route), *_headers(route)],
        "responses": answers.of_route(route),
        **({"requestBody": _body(route.body)} if route.body else {}),
        **({"requestBody": _stream(route.takes)} if route.takes else {}),
    }


def of_page(page: Page) -> Part:
    """Describe a page beside the API."""
    shape = values.ref(page.answer) if page.answer else {}
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
            **problems.of(page.faults, outside.sooner_or_later(body=False)),
        },
    }


def _body(kind: type) -> Part:
    shown = {"schema": values.ref(kind), "example": examples.of(kind)}
    return {"required": True, "content": {MEDIA: shown}}


def _stream(media: Iterable[str]) -> Part:
    each = {"type": "array", "items": rows.ANY}
    content = {one: {"schema": each if one == MEDIA else {"type": "string"}} for one in media}
    return {"required": True, "content": content}


def _parameters(route: Route) -> Iterator[Part]:
    for one in attrs.fields(route.where):
        name = wire_name(one.name)
        shown = getattr(examples.of(route.where), one.name)
        described = dict(schema.of_field(route.where, one, url=True))
        yield {
            "name": name,
            "in": "path" if f"{{{name}}}" in route.path else "query",
            "required": schema.needed(one),
            "description": described.pop("description"),
            "schema": described,
            **({} if shown is None else {"example": shown}),
        }


def _headers(route: Route) -> Iterator[Part]:
    if route.writes:
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
