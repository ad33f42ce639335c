"""A service whose clock the test turns, and a doctor who comes and goes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientResponse, ClientSession
from attrs import define

from tests.conftest import API, PASSWORD, serving
from vitalweb.house import House
from vitalweb.http.serve import HOUSE

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@define
class Ward:
    """A service over a socket, its wiring, and the time there."""

    base: str
    house: House
    client: ClientSession
    at: datetime

    async def post(self, path: str, **facts: Any) -> ClientResponse:
        """Send *facts*, without a token."""
        async with self.client.post(self.base + API + path, json=facts) as answer:
            await answer.read()
            return answer

    async def seen(self, access_token: str) -> int:
        """The status of an answer to whoever bears *access_token*."""
        headers = {"Authorization": f"Bearer {access_token}"}
        async with self.client.get(f"{self.base}{API}/patients?limit=1", headers=headers) as answer:
            return answer.status

    async def left(self, access_token: str) -> int:
        """The status of a logout."""
        headers = {"Authorization": f"Bearer {access_token}"}
        async with self.client.post(f"{self.base}{API}/auth/logout", headers=headers) as answer:
            return answer.status

    async def registered(self) -> str:
        """The id of a new account."""
        account_id = f"dr-{uuid4().hex[:12]}"
        facts = {"id": account_id, "password": PASSWORD, "name": "Ann"}
        made = await self.post("/auth/register", **facts)
        assert made.status == 201, await made.text()
        return account_id

    async def login(self, account_id: str, **more: str) -> dict[str, Any]:
        """The tokens that a login gives."""
        opened = await self.post("/auth/login", **{"id": account_id, "password": PASSWORD, **more})
        assert opened.status == 200, await opened.text()
        return dict(await opened.json())

    async def refreshed(self, tokens: dict[str, Any]) -> dict[str, Any]:
        """What a refresh token is exchanged for."""
        renewed = await self.post("/auth/refresh-token", refresh_token=tokens["refresh_token"])
        assert renewed.status == 200, await renewed.text()
        return dict(await renewed.json())

    async def refused(self, tokens: dict[str, Any]) -> int:
        """The status of a refresh."""
        path, token = "/auth/refresh-token", tokens["refresh_token"]
        return (await self.post(path, refresh_token=token)).status


@asynccontextmanager
async def opened(
    dsn: str, keys: Path, patch: pytest.MonkeyPatch, given: dict[str, str]
) -> AsyncIterator[Ward]:
    """Serve *dsn* at a time that stands still until the test turns it."""
    ward = Ward("", None, None, datetime.now(UTC))  # type: ignore[arg-type]  # filled in below

    class Timed(House):
        def now(self) -> datetime:
            return ward.at

    patch.setattr("vitalweb.app.House", Timed)
    made = serving(dsn, keys, given)
    async with made as ward.base, ClientSession() as ward.client:
        ward.house = made.app[HOUSE]
        yield ward
