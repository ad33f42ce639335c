"""What a refusal looks like: a schema, and an example of every kind."""

import json
from collections.abc import Iterable
from itertools import groupby

from vitalweb.http import problem
from vitalweb.http.openapi import Part, headers
from vitalweb.http.openapi.examples import FAULTS
from vitalweb.http.reply import Reply


def _names(description: str) -> Part:
    return {"type": "array", "items": {"type": "string"}, "description": description}


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
        "rows": {"type": "integer", "description": "How many rows were read"},
        "refused": {"type": "integer", "description": "How many of them are refused"},
        "refusals": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/RefusedRow"},
            "description": "The rows that are refused, the first 10,000 of them, and why",
        },
        "current": {"type": "integer", "description": "The version to look at now"},
        "seen": {"type": "integer", "description": "The version that was named"},
        "known": _names("What there is"),
        "strategy": {"type": "string", "description": "The strategy that cannot be used"},
        "needs": _names("The inputs that are read; one is enough, unless some are missing"),
        "missing": _names("The inputs without which there is no answer"),
        "stale": _names("Those of the missing ones that are known and too old to count"),
    },
    "required": ["type", "title", "status", "detail"],
}


def of(kinds: Iterable[type], early: Iterable[Reply]) -> Part:
    """Describe the answers to faults of *kinds* and *early* ones, those of one status together."""
    wanted = set(kinds)
    pages = [(type(one).__name__, problem.of(one)) for one in FAULTS if type(one) in wanted]
    named = sorted([*pages, *map(_named, early)], key=_status)
    return {str(status): _told(tuple(group)) for status, group in groupby(named, _status)}


type _Named = tuple[str, Reply]


def _named(page: Reply) -> _Named:
    return str(json.loads(page.body)["title"]).title().replace(" ", ""), page


def _status(named: _Named) -> int:
    return named[1].status


def _told(pages: tuple[_Named, ...]) -> Part:
    shown = {name: {"value": json.loads(page.body)} for name, page in pages}
    titles = dict.fromkeys(str(one["value"]["title"]) for one in shown.values())
    sent = [set(page.headers) for _, page in pages]
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": shown}
    return {
        "description": "; ".join(titles),
        "headers": headers.of(set.intersection(*sent), set.union(*sent)),
        "content": {problem.MEDIA: content},
    }
