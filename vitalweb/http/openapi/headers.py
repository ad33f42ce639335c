"""The headers that answers carry."""

from collections.abc import Iterable, Mapping

from vitalweb.http.openapi import Part

#: Headers of answers, and what they say.
HEADERS: Mapping[str, str] = {
    "Allow": "The methods that the address takes",
    "ETag": "The version, to be sent back as If-Match",
    "Idempotent-Replayed": "true, if this is the answer to an earlier request under the same key",
    "Retry-After": "Seconds to wait before the next try",
    "WWW-Authenticate": "The scheme that is taken: Bearer",
    "X-Request-ID": "Names the request in the logs; as it was sent, or a new one",
}


def of(always: Iterable[str] = (), sometimes: Iterable[str] = ()) -> Part:
    """Describe headers; X-Request-ID is on every answer."""
    required = {"X-Request-ID", *always}
    return {
        name: {"description": says, "required": name in required, "schema": {"type": "string"}}
        for name, says in HEADERS.items()
        if name in {*required, *sometimes}
    }
