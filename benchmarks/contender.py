"""Who is measured: our service as an operator runs it, and the peer."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from secrets import token_hex
from urllib.error import URLError
from urllib.request import urlopen

from aiohttp import ClientSession
from attrs import define, field, frozen

from benchmarks.requests import Record
from tests.conftest import Doctor, registered_at
from tests.faults.process import running
from tests.house.process import VITALWEB

PATIENCE = 120.0  # seconds for a start, on a machine that others use as well
JSON = {"Content-Type": "application/json"}


@frozen(kw_only=True)
class Contender:
    """A running service: where it is, its processes, its database, and who asks it."""

    name: str
    base: str
    pid: int
    record: Record
    caller: "Caller"

    async def headers(self) -> Mapping[str, str]:
        """Give what each request is sent with, for as long as a run may take."""
        return {**JSON, "Authorization": f"Bearer {await self.caller.token()}"}


@define
class Caller:
    """Somebody who has a token that stays."""

    known: str

    async def token(self) -> str:
        """Give it."""
        return self.known


@define
class Clinician(Caller):
    """A doctor who is logged in; the token is signed for 3 minutes."""

    doctor: Doctor = field(kw_only=True)

    async def token(self) -> str:
        """Get a fresh one, of the same session."""
        told = {"refresh_token": self.doctor.tokens["refresh_token"]}
        answer = await self.doctor.ask("POST", "/auth/refresh-token", json=told)
        answer.raise_for_status()
        fresh = await answer.json()
        self.doctor.tokens |= {name: one for name, one in fresh.items() if one is not None}
        return str(self.doctor.tokens["access_token"])


@asynccontextmanager
async def ours(folder: Path, record: Record, workers: int) -> AsyncIterator[Contender]:
    """Run our service with its default settings, its log in a file, a doctor logged in."""
    settings = {"VITALWEB_DATABASE_URL": record.dsn, "VITALWEB_WORKERS": str(workers)}
    async with ClientSession() as session:
        with running(folder, settings, VITALWEB) as service:
            assert service.process
            doctor = await registered_at(service.base, session)
            caller = Clinician("", doctor=doctor)
            pid = service.process.pid
            yield Contender(name="ours", base=service.base, pid=pid, record=record, caller=caller)
            service.terminate()


@asynccontextmanager
async def peer(record: Record, workers: int) -> AsyncIterator[Contender]:
    """Run the peer: uvicorn with uvloop and httptools, no log of requests."""
    token, port = token_hex(16), _free()
    url = record.dsn.replace("postgresql:", "postgresql+asyncpg:")
    base = f"http://127.0.0.1:{port}"
    served = ("benchmarks.peer.app:app", "--port", str(port), "--workers", str(workers))
    quiet = ("--no-access-log", "--log-level", "warning", "--loop", "uvloop", "--http", "httptools")
    command = (sys.executable, "-m", "uvicorn", *served, *quiet)
    with _process(command, {"PEER_DATABASE_URL": url, "PEER_TOKEN": token}) as pid:
        _await(f"{base}/docs")
        caller = Caller(token)
        yield Contender(name="peer", base=base, pid=pid, record=record, caller=caller)


@contextmanager
def _process(command: tuple[str, ...], settings: Mapping[str, str]) -> Iterator[int]:
    home = Path(__file__).parent.parent
    with subprocess.Popen(command, env={**os.environ, **settings}, cwd=home) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


def _await(url: str) -> None:
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(url):  # noqa: S310 -- our own address
                return
        except URLError:
            assert time.monotonic() < ends, f"{url} does not answer"
            time.sleep(0.05)


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
