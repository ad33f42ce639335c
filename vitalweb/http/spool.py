"""A body that is too large for memory, set down on disk as it arrives."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from aiohttp import web
from attrs import frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, TooLarge, Unreadable, WrongMedia
from vitalweb.http.intake import PATIENCE, unpacked
from vitalweb.store.desk import Outage

IN_MEMORY = 1 << 20  # bytes of a body that are not worth a file

_BROKEN_OFF = Unreadable("the body broke off before its end")


@contextmanager
def place() -> Iterator[BinaryIO]:
    """Give a place for one body, which nobody else can open and which is gone afterwards."""
    held = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- its own end would raise
    try:
        yield cast("BinaryIO", held)
    finally:
        with suppress(OSError):  # what found no room on the disk is not missed
            held.close()


@frozen
class Spool:
    """A body as it arrived: what it is called, where it lies, and its digest."""

    media: str
    held: BinaryIO
    digest: bytes


async def received(
    held: BinaryIO, takes: tuple[str, ...], request: web.Request, limit: int
) -> Result[Spool, Fault]:
    """Set the body down, of up to *limit* bytes; one that stops arriving is given up with 408."""
    if not unpacked(request) or request.content_type not in takes:
        return Failure(WrongMedia(f"{' or '.join(takes)} in UTF-8, not encoded"))
    if (request.content_length or 0) > limit:
        return Failure(TooLarge(limit))
    try:
        return await _filled(held, request, limit)
    except (web.RequestPayloadError, ConnectionError):
        return Failure(_BROKEN_OFF)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


async def _filled(held: BinaryIO, request: web.Request, limit: int) -> Result[Spool, Fault]:
    digest, size = sha256(request.content_type.encode()), 0
    while block := await asyncio.wait_for(request.content.readany(), PATIENCE):
        size += len(block)
        if size > limit:
            return Failure(TooLarge(limit))
        digest.update(block)
        _set_down(held, block)
    held.seek(0)
    return Success(Spool(request.content_type, held, digest.digest()))


def _set_down(held: BinaryIO, block: bytes) -> None:
    try:
        held.write(block)
    except OSError as error:
        raise Outage("there is no room to set a body down") from error
