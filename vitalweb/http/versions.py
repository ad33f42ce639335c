"""Which version the caller looked at: said in the body, or as If-Match."""

import re

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, StaleMatch, StaleVersion, flawed

ETAG = re.compile(r'"([1-9][0-9]{0,8})"')  # nobody writes a billion times


def etag(version: int) -> str:
    """Name a version as HTTP does."""
    return f'"{version}"'


def if_match(header: str | None) -> Result[int | None, Fault]:
    """Read If-Match, where one version is named."""
    if header is None:
        return Success(None)
    named = ETAG.fullmatch(header.strip())
    if named:
        return Success(int(named[1]))
    return Failure(flawed("", 'If-Match must name one version as its ETag does, like "3"'))


def seen(version: int | None, matched: int | None) -> Result[int, Fault]:
    """Take the version that was said; the body's counts before the header's."""
    if version is not None:
        return Success(version)
    if matched is not None:
        return Success(matched)
    return Failure(flawed("/version", "is required, here or as If-Match"))


def as_asked(fault: Fault, version: int | None) -> Fault:
    """Answer a stale If-Match as such, where the version was said by it alone."""
    if isinstance(fault, StaleVersion) and version is None:
        return StaleMatch(fault.noun, fault.current)
    return fault
