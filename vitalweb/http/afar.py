"""Where a request comes from: the nearest hop that is no trusted proxy, for it was seen by one."""

import ipaddress
import re
from collections.abc import Iterator, Sequence

from aiohttp import web

from vitalweb.spelling import Network

HEADER = "X-Forwarded-For"
_WITH_PORT = re.compile(r"\[([0-9A-Fa-f:.]+)\]:[0-9]+|([0-9.]+):[0-9]+")

type _Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def address(request: web.Request, trusted: Sequence[Network]) -> str:
    """Name the caller's address; what a header claims counts only as far as proxies saw it."""
    near = request.remote or "-"
    if not trusted:
        return near
    return told(near, ",".join(request.headers.getall(HEADER, ())), trusted)


def told(near: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """Walk back from *near* through what was *forwarded*, as long as a trusted proxy wrote it."""
    seen = near
    for hop in _hops(near, forwarded):
        if hop is None:
            break
        seen = str(hop)
        if not any(hop in network for network in trusted):
            break
    return seen


def _hops(near: str, forwarded: str) -> Iterator[_Address | None]:
    yield _read(near)
    for one in reversed(forwarded.split(",")):
        yield _read(one.strip())


def _read(text: str) -> _Address | None:
    port = _WITH_PORT.fullmatch(text)
    try:
        found = ipaddress.ip_address(port[1] or port[2] if port else text)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv4Address):
        return found
    return None if found.scope_id else found.ipv4_mapped or found
