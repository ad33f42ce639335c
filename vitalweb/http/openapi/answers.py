"""What an operation may answer, and with which headers."""

import inspect
from collections.abc import Iterable

import attrs

from vitalcore import fault as f
from vitalweb.http import outside
from vitalweb.http.openapi import Part, examples, headers, problems, values
from vitalweb.http.reply import MEDIA
from vitalweb.http.route import Route


def of_route(route: Route) -> Part:
    """List every answer of *route* by its status."""
    early = outside.sooner_or_later(body=bool(route.body or route.takes))
    return {str(route.status): _success(route), **problems.of(faults(route), early)}


def faults(route: Route) -> frozenset[type]:
    """List the faults that *route* can tell: its own, and those on the way to its deed."""
    body = (f.Unreadable, f.TooLarge, f.WrongMedia) if route.body or route.takes else ()
    caller = () if route.public else (f.Unauthenticated, f.Forbidden)
    place = (f.Unknown,) if "{" in route.path else ()
    return frozenset((*route.faults, *body, *caller, *place, f.Invalid, f.Busy))


def of_page(media: Iterable[str], shape: Part) -> Part:
    """Describe the answer that a page beside the API gives."""
    content = {one: {"schema": shape} for one in media}
    return {"description": "Done", "headers": headers.of(), "content": content}


def _success(route: Route) -> Part:
    replayed = ("Idempotent-Replayed",) if route.writes else ()
    if route.gives:
        content = {one: {"schema": {"type": "string"}} for one in route.gives}
        return {"description": "Done", "headers": headers.of(), "content": content}
    if route.answer is None:
        return {"description": "Done", "headers": headers.of((), replayed)}
    tagged = ("ETag",) if _counted(route.answer) else ()
    shown = {"schema": values.ref(route.answer), "example": examples.of(route.answer)}
    return {
        "description": inspect.getdoc(route.answer),
        "headers": headers.of(tagged, replayed),
        "content": {MEDIA: shown},
    }


def _counted(kind: type) -> bool:
    return any(one.name == "version" and one.type is int for one in attrs.fields(kind))
