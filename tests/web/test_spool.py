"""A body that finds no room on the disk is turned away for now, and not a fault of the service."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from vitalweb.http import spool
from vitalweb.store.desk import Outage

FULL = Path("/dev/full")  # takes nothing, and says that there is no room
MEDIA = "application/x-ndjson"


@pytest.fixture
def full() -> Iterator[BinaryIO]:
    """A file on a full disk."""
    with FULL.open("r+b", buffering=0) as held:
        yield cast("BinaryIO", held)


@pytest.fixture
async def seen(full: BinaryIO) -> AsyncIterator[tuple[str, list[str]]]:
    """A server that sets bodies down on a full disk, and what became of them."""
    told: list[str] = []

    async def take(request: web.Request) -> web.Response:
        try:
            await spool.received(full, (MEDIA,), request, 1 << 30)
        except Outage as outage:
            told.append(str(outage))
        return web.Response()

    app = web.Application()
    app.router.add_post("/", take)
    async with TestServer(app) as server:
        yield str(server.make_url("/")), told


async def test_a_full_disk_is_an_outage(seen: tuple[str, list[str]]) -> None:
    """Whoever sent it is told to come again."""
    url, told = seen
    async with ClientSession() as session:
        await session.post(url, data=b"{}\n", headers={"Content-Type": MEDIA})
    assert told == ["there is no room to set a body down"]


def test_what_found_no_room_does_not_break_the_place_it_had(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Closing it fails as well, which nobody has to know."""
    monkeypatch.setattr(spool, "SpooledTemporaryFile", lambda _: FULL.open("r+b"))
    with spool.place() as held:
        held.write(b"{}\n")
    assert held.closed
