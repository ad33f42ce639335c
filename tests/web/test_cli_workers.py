"""Several server processes on one port behave as one service, also while they die."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession, TCPConnector
from attrs import frozen
from psycopg import Connection

from tests.command import VITALWEB, environment
from tests.conftest import Doctor, registered_at

WORKERS = 2
MANY = 40  # connections; the chance that one worker gets all of them is 2**-39

#: The service with workers that end at once, as they are given too many arguments.
BROKEN = """
from vitalweb import worker
from vitalweb.cli import main
worker.work = len
main(["serve"])
"""


@frozen
class Service:
    """A running service of several processes."""

    process: "subprocess.Popen[str]"
    base: str
    log: Path

    @property
    def place(self) -> tuple[str, int]:
        """Host and port."""
        host, _, port = self.base.removeprefix("http://").partition(":")
        return host, int(port)

    def workers(self) -> list[int]:
        """The processes that listen, the oldest first."""
        said = [one["worker"] for one in self._said() if one["event"] == "worker listens"]
        return [one for one in said if alive(one)]

    def answered(self) -> dict[str, int]:
        """Which worker answered the request of which id."""
        requests = [one for one in self._said() if one["event"] == "request"]
        return {one["request_id"]: one["worker"] for one in requests}

    def _said(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@contextmanager
def started(dsn: str, home: Path) -> Iterator[Service]:
    """Start the service on a port that it chooses, and stop it whatever happens."""
    log = home / "log"
    given = {"database_url": dsn, "port": "0", "workers": str(WORKERS), "throttle": "off"}
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [*VITALWEB, "serve"],
            cwd=home,
            env=environment(home, **given),
            stderr=errors,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        try:
            yield Service(process, _greeted(process), log)
        finally:
            process.kill()


def _greeted(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    greeting = [process.stdout.readline() for _ in range(4)]
    found = re.search(r"http://127\.0\.0\.1:[1-9][0-9]*", greeting[0])
    assert found, greeting
    return found[0]


@pytest.fixture(scope="module")
def lasting(dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service in two processes, which goes on."""
    with started(dsn, tmp_path_factory.mktemp("service")) as one:
        yield one


@pytest.fixture
def stopping(dsn: str, tmp_path: Path) -> Iterator[Service]:
    """The service in two processes, to be stopped."""
    with started(dsn, tmp_path) as one:
        yield one


@pytest.fixture
async def strangers() -> AsyncIterator[ClientSession]:
    """A client whose every request is a connection of its own."""
    async with ClientSession(connector=TCPConnector(force_close=True)) as session:
        yield session


async def asked(doctor: Doctor, times: int) -> dict[str, int]:
    """Ask so many times as *doctor*; give the status of each request by its id."""
    found = {}
    for _ in range(times):
        name = uuid4().hex
        answer = await doctor.ask("GET", "/patients", headers={"X-Request-ID": name})
        found[name] = answer.status
    return found


async def test_a_logout_is_seen_by_every_worker_at_once(
    lasting: Service, strangers: ClientSession
) -> None:
    """Both workers answer while the session lives, and neither once it has ended."""
    ann = await registered_at(lasting.base, strangers)
    before = await asked(ann, MANY)
    ended = await ann.ask("POST", "/auth/logout")
    after = await asked(ann, MANY)
    answered = lasting.answered()
    assert ended.status == 204
    assert (set(before.values()), set(after.values())) == ({200}, {401})
    assert {answered[one] for one in before} == set(lasting.workers())
    assert {answered[one] for one in after} == set(lasting.workers())
    assert len(lasting.workers()) == WORKERS


async def test_a_worker_that_dies_is_replaced_while_the_other_serves(
    lasting: Service, strangers: ClientSession
) -> None:
    """After kill -9 of a worker requests go on, and soon there are two again."""
    ann = await registered_at(lasting.base, strangers)
    killed, left = lasting.workers()
    os.kill(killed, signal.SIGKILL)
    await until(lambda: not alive(killed))
    await until(lambda: answers(lasting))  # connections that it had not taken up are lost with it
    during = await asked(ann, MANY)
    await until(lambda: len(lasting.workers()) == WORKERS)
    after = await asked(ann, MANY)
    answered = lasting.answered()
    assert (set(during.values()), set(after.values())) == ({200}, {200})
    assert {answered[one] for one in after} == set(lasting.workers())
    assert left in lasting.workers()


async def test_the_figures_are_of_all_workers_whichever_answers(
    lasting: Service, strangers: ClientSession
) -> None:
    """Each worker tells the same sum, and neither a death nor a replacement takes from it."""
    ann = await registered_at(lasting.base, strangers)
    before = set(await counted(lasting, strangers))
    named = await asked(ann, MANY)
    after = set(await counted(lasting, strangers))
    killed = lasting.workers()[0]
    os.kill(killed, signal.SIGKILL)
    await until(lambda: not alive(killed))
    await until(lambda: len(lasting.workers()) == WORKERS)
    assert {lasting.answered()[one] for one in named} >= {killed}
    assert [len(before), len(after)] == [1, 1]
    assert after == {before.pop() + MANY}
    assert set(await counted(lasting, strangers)) == after


async def test_a_dead_workers_pool_is_not_among_the_figures(
    lasting: Service, strangers: ClientSession
) -> None:
    """What the pools hold is told of the processes that live, each as it stood a second ago."""
    least = [await told(lasting, strangers, 'vitalweb_pool{what="pool_min"}')]
    killed = lasting.workers()[0]
    os.kill(killed, signal.SIGKILL)
    await until(lambda: not alive(killed))
    await until(lambda: len(lasting.workers()) == WORKERS)
    least.append(await told(lasting, strangers, 'vitalweb_pool{what="pool_min"}'))
    assert least == [WORKERS * 2] * 2


async def test_told_to_stop_all_end_with_code_0_once_every_request_is_answered(
    stopping: Service, strangers: ClientSession, patient: str, other: Connection
) -> None:
    """A request that waits for a lock when SIGTERM comes is answered; then all processes end."""
    workers = stopping.workers()
    ann = await registered_at(stopping.base, strangers)
    revision = {"name": "Pat Doe", "gender": "F", "birth_date": "1970-01-01", "version": 1}
    with other.transaction():
        other.execute("SELECT 1 FROM patients WHERE patient_id = %s FOR UPDATE", [patient])
        revised = asyncio.create_task(ann.ask("PUT", f"/patients/{patient}", json=revision))
        await until(lambda: waiting(other) or revised.done())
        stopping.process.send_signal(signal.SIGTERM)
        await until(lambda: refuses(stopping))
    answer = await revised
    code = await asyncio.to_thread(stopping.process.wait, 30)
    assert answer.status in {200, 503}  # 503 where stopping took longer than a lock is waited for
    assert code == 0
    assert [one for one in workers if alive(one)] == []


async def test_workers_end_with_the_process_that_started_them(stopping: Service) -> None:
    """After kill -9 of the first process no worker is left behind on the port."""
    workers = stopping.workers()
    stopping.process.kill()
    await until(lambda: not any(map(alive, workers)))
    assert len(workers) == WORKERS
    assert refuses(stopping)


def test_workers_that_cannot_start_end_the_service_with_code_1(dsn: str, tmp_path: Path) -> None:
    """A service whose workers die before it was whole gives up instead of trying for ever."""
    told = subprocess.run(
        [sys.executable, "-c", BROKEN],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env=environment(tmp_path, database_url=dsn, port="0", workers="2"),
        timeout=120,
    )
    assert (told.returncode, told.stdout) == (1, b"")
    assert b'"event":"worker died"' in told.stderr


async def counted(service: Service, strangers: ClientSession) -> list[float]:
    """How often patients were listed, asked so often that both workers tell it."""
    figure = 'vitalweb_requests_total{method="GET",route="/api/v1/patients",status="200"}'
    return [await told(service, strangers, figure) for _ in range(MANY)]


async def told(service: Service, strangers: ClientSession, figure: str) -> float:
    """One figure of /metrics; 0 if it is not there."""
    async with strangers.get(f"{service.base}/metrics") as page:
        lines = (await page.text()).splitlines()
    return sum(float(line.removeprefix(figure)) for line in lines if line.startswith(figure))


def waiting(other: Connection) -> bool:
    """Does somebody wait for this transaction to end?"""
    found = other.execute(
        "SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid"
    )
    return bool(found.fetchall())


def alive(process: int) -> bool:
    """Is there such a process, other than one that nobody has buried yet?"""
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def refuses(service: Service) -> bool:
    """Does nobody listen on the port?"""
    with socket.socket() as one:
        return one.connect_ex(service.place) != 0


def answers(service: Service) -> bool:
    """Is a new connection taken up and answered?"""
    with socket.create_connection(service.place, timeout=5) as one, suppress(ConnectionError):
        one.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
        return one.recv(12) == b"HTTP/1.1 200"
    return False


async def until(so: Callable[[], bool]) -> None:
    """Wait until it is so; a minute is for ever."""
    async with asyncio.timeout(60):
        while not await asyncio.to_thread(so):  # noqa: ASYNC110 -- other processes set no event
            await asyncio.sleep(0.05)
