"""What an operation may answer, and with which headers, as OpenAPI has it."""

import inspect
import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import attrs

from vitalcore import fault as f
from vitalcore.fault import Fault
from vitalweb.http import problem
from vitalweb.http.examples import EXAMPLES, FAULTS
from vitalweb.http.reply import MEDIA
from vitalweb.http.route import Route

type Part = Mapping[str, Any]

#: Headers of answers, and what they say.
HEADERS: Mapping[str, str] = {
    "ETag": "The version, to be sent back as If-Match",
    "Idempotent-Replayed": "true, if this is the answer to an earlier request under the same key",
    "Retry-After": "Seconds to wait before the next try",
    "WWW-Authenticate": "The scheme that is taken: Bearer",
    "X-Request-ID": "Names the request in the logs; as it was sent, or a new one",
}

PROBLEM: Part = {
    "type": "object",
    "description": "What went wrong and what to do next (RFC 9457); members beyond these may come.",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Names the kind of problem"},
        "title": {"type": "string", "description": "The kind of problem in words"},
        "status": {"type": "integer", "description": "The answer's status, 400 to 599"},
        "detail": {"type": "string", "description": "This problem, and what to do next"},
        "errors": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Flaw"},
            "description": "Everything that is wrong with what was sent",
        },
        "current": {"type": "integer", "description": "The version to look at now"},
        "seen": {"type": "integer", "description": "The version that was named"},
        "known": {"type": "array", "items": {"type": "string"}, "description": "What there is"},
        "needs": {"type": "array", "items": {"type": "string"}, "description": "What is missing"},
    },
    "required": ["type", "title", "status", "detail"],
}


def of_route(route: Route) -> Part:
    """List every answer of *route* by its status."""
    slow = {"408": _problem("Request Timeout", {})} if route.body else {}
    return {str(route.status): _success(route), **of_faults(faults(route)), **slow}


def faults(route: Route) -> frozenset[type]:
    """List the faults that *route* can tell: its own, and those on the way to its deed."""
    body = (f.Unreadable, f.TooLarge, f.WrongMedia) if route.body else ()
    caller = () if route.public else (f.Unauthenticated,)
    place = (f.Unknown,) if "{" in route.path else ()
    return frozenset((*route.faults, *body, *caller, *place, f.Invalid, f.Busy))


def of_faults(kinds: Iterable[type]) -> Part:
    """Describe the answers to faults of *kinds*, those of one status together."""
    samples = sorted((one for one in FAULTS if type(one) in set(kinds)), key=_status)
    return {str(status): _told(tuple(group)) for status, group in groupby(samples, _status)}


def of_page(media: Iterable[str], schema: Part) -> Part:
    """Describe the answer that a page beside the API gives."""
    content = {one: {"schema": schema} for one in media}
    return {"description": "Done", "headers": headers(), "content": content}


def example(kind: type) -> Any:
    """Show one of *kind*."""
    return next(one for one in EXAMPLES if type(one) is kind)


def headers(always: Iterable[str] = (), sometimes: Iterable[str] = ()) -> Part:
    """Describe headers; X-Request-ID is on every answer."""
    required = {"X-Request-ID", *always}
    return {
        name: {"description": says, "required": name in required, "schema": {"type": "string"}}
        for name, says in HEADERS.items()
        if name in {*required, *sometimes}
    }


def _success(route: Route) -> Part:
    replayed = ("Idempotent-Replayed",) if route.creates else ()
    if route.answer is None:
        return {"description": "Done", "headers": headers((), replayed)}
    tagged = ("ETag",) if _counted(route.answer) else ()
    shown = {"schema": ref(route.answer), "example": example(route.answer)}
    return {
        "description": inspect.getdoc(route.answer),
        "headers": headers(tagged, replayed),
        "content": {MEDIA: shown},
    }


def ref(kind: type) -> Part:
    """Point to the schema of *kind*."""
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _counted(kind: type) -> bool:
    return any(one.name == "version" and one.type is int for one in attrs.fields(kind))


def _status(fault: Fault) -> int:
    return problem.KINDS[type(fault)][0]


def _told(faults: tuple[Fault, ...]) -> Part:
    pages = {type(one).__name__: problem.of(one) for one in faults}
    titles = dict.fromkeys(problem.KINDS[type(one)][1] for one in faults)
    sent = [set(page.headers) for page in pages.values()]
    shown = {name: {"value": json.loads(page.body)} for name, page in pages.items()}
    known = headers(set.intersection(*sent), set.union(*sent))
    return {**_problem("; ".join(titles), shown), "headers": known}


def _problem(says: str, examples: Part) -> Part:
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}
    return {"description": says, "headers": headers(), "content": {problem.MEDIA: content}}
