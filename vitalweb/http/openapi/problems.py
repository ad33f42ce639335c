"""What a refusal looks like: a schema, and an example of every fault."""

import json
from collections.abc import Iterable
from itertools import groupby

from vitalcore.fault import Fault
from vitalweb.http import problem
from vitalweb.http.openapi import Part, headers
from vitalweb.http.openapi.examples import FAULTS

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
        "known": {"type": "array", "items": {"type": "string"}, "description": "What there is"},
        "strategy": {"type": "string", "description": "The strategy that cannot be used"},
        "needs": {"type": "array", "items": {"type": "string"}, "description": "What is missing"},
    },
    "required": ["type", "title", "status", "detail"],
}


def of_faults(kinds: Iterable[type]) -> Part:
    """Describe the answers to faults of *kinds*, those of one status together."""
    samples = sorted((one for one in FAULTS if type(one) in set(kinds)), key=_status)
    return {str(status): _told(tuple(group)) for status, group in groupby(samples, _status)}


def of_timeout() -> Part:
    """Describe the answer to a body that does not arrive in time."""
    return _problem("Request Timeout", {})


def _status(fault: Fault) -> int:
    return problem.KINDS[type(fault)][0]


def _told(faults: tuple[Fault, ...]) -> Part:
    pages = {type(one).__name__: problem.of(one) for one in faults}
    titles = dict.fromkeys(problem.KINDS[type(one)][1] for one in faults)
    sent = [set(page.headers) for page in pages.values()]
    shown = {name: {"value": json.loads(page.body)} for name, page in pages.items()}
    known = headers.of(set.intersection(*sent), set.union(*sent))
    return {**_problem("; ".join(titles), shown), "headers": known}


def _problem(says: str, examples: Part) -> Part:
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}
    return {"description": says, "headers": headers.of(), "content": {problem.MEDIA: content}}
