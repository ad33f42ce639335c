"""HTTP by hand: bytes that no well-behaved client would send, and what comes back."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from attrs import frozen

PATIENCE = 20.0  # seconds for an answer; only a hang takes so long


@frozen
class Answer:
    """What the service said; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        """Read the body as the problem that every refusal is."""
        assert self.headers["content-type"] == "application/problem+json"
        found: dict[str, Any] = json.loads(self.body)
        assert found["status"] == self.status
        return found

    @property
    def pointers(self) -> list[str]:
        """List the places that were found wrong."""
        return [flaw["pointer"] for flaw in self.problem["errors"]]


@frozen
class Line:
    """One connection to the service."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, *pieces: bytes) -> None:
        """Send pieces with a breath between them; the service may hang up meanwhile."""
        for piece in pieces:
            self.writer.write(piece)
            await self.writer.drain()
            await asyncio.sleep(0.02)

    async def answer(self) -> Answer:
        """Wait for an answer."""
        async with asyncio.timeout(PATIENCE):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.strip().split("\r\n")
            headers = {name.lower(): value for name, value in (one.split(": ", 1) for one in lines)}
            body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        return Answer(int(first.split()[1]), headers, body)

    async def ask(self, *pieces: bytes) -> Answer:
        """Send pieces and wait for an answer."""
        await self.send(*pieces)
        return await self.answer()

    async def usable(self) -> bool:
        """Does this connection still answer?"""
        answer = await self.ask(b"GET /livez HTTP/1.1\r\nHost: ward\r\n\r\n")
        return answer.status == 200

    async def ended(self) -> bool:
        """Has the service hung up?"""
        async with asyncio.timeout(PATIENCE):
            return await self.reader.read() == b""

    async def close(self) -> None:
        """Hang up."""
        self.writer.close()
        try:
            await self.writer.wait_closed()
        except ConnectionError:
            return


async def connect(base: str) -> Line:
    """Open a connection to the service at *base*."""
    place = urlsplit(base)
    assert place.hostname
    return Line(*await asyncio.open_connection(place.hostname, place.port))


def head(method: str, path: str, *lines: str) -> bytes:
    """Write a request's head."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: ward", *lines, "", ""]).encode()


def posted(path: str, body: bytes, *lines: str, media: str = "application/json") -> bytes:
    """Write a POST with a body."""
    about = (f"Content-Type: {media}", f"Content-Length: {len(body)}")
    return head("POST", path, *about, *lines) + body
