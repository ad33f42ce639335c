"""The real thing for every test: a PostgreSQL, the migrated schema, the wired service, a socket."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from aiohttp import ClientResponse, ClientSession, web
from attrs import define
from hypothesis import HealthCheck, settings

from vitalcore.role import Role
from vitalweb import embedded
from vitalweb.app import application
from vitalweb.http.connection import KEEPALIVE, Runner
from vitalweb.migrate import migrate
from vitalweb.settings import read

settings.register_profile(
    "house",
    deadline=None,  # speed belongs in benchmarks/
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("house")

API = "/api/v1"
PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> Iterator[str]:
    """A PostgreSQL server of the tests' own, shared by their processes."""
    # not below pytest's own folder, which closes itself to the user that root's server runs as
    home = Path(tempfile.gettempdir()) / f"vitalweb-{testrun_uid}"
    server = embedded.start(home)
    yield server.superuser_dsn
    server.leave()
    if not (home / "postgres" / "postmaster.pid").exists():  # nobody else uses it
        shutil.rmtree(home)


@pytest.fixture
def empty_dsn(postgres: str) -> Iterator[str]:
    """An empty database of one test's own."""
    yield from _database(postgres)


@pytest.fixture(scope="session")
def dsn(postgres: str) -> Iterator[str]:
    """A database with the whole schema."""
    for made in _database(postgres):
        migrate(made)
        yield made


def _database(postgres: str) -> Iterator[str]:
    name = f"t{uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name}".encode())
        yield postgres.replace("/postgres?", f"/{name}?")
        conn.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def other(dsn: str) -> Iterator[psycopg.Connection]:
    """A second connection, which sees only what was committed."""
    with psycopg.connect(dsn, autocommit=True, options="-c timezone=UTC") as conn:
        yield conn


@define
class Doctor:
    """Somebody who is logged in and asks the service over its socket."""

    id: str
    session: ClientSession
    base: str
    tokens: dict[str, Any]

    async def ask(self, method: str, path: str, **more: Any) -> ClientResponse:
        """Send a request with the access token; `json` and `headers` as aiohttp has them."""
        headers = {"Authorization": f"Bearer {self.tokens['access_token']}"}
        headers |= more.pop("headers", {})
        async with self.session.request(
            method, self.base + API + path, headers=headers, **more
        ) as response:
            await response.read()
            return response


type Register = Callable[[], Awaitable[Doctor]]


@pytest.fixture(scope="session")
async def served(
    dsn: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[web.Application, str]]:
    """The whole service, as its composition root wires it, on a socket."""
    server = serving(dsn, tmp_path_factory.mktemp("keys"), {"VITALWEB_THROTTLE": "off"})
    async with server as base:
        yield server.app, base


@pytest.fixture(scope="session")
def service(served: tuple[web.Application, str]) -> str:
    """The address of the whole service."""
    return served[1]


@pytest.fixture(scope="session")
def service_app(served: tuple[web.Application, str]) -> web.Application:
    """The whole service from within."""
    return served[0]


def serving(
    dsn: str, keys: Path, given: dict[str, str], keepalive: float = KEEPALIVE
) -> "_Serving":
    """Serve *dsn* with settings of the test's own."""
    return _Serving(dsn, {"VITALWEB_DATA_DIR": str(keys), **given}, keepalive)


class _Serving:
    def __init__(self, dsn: str, given: dict[str, str], keepalive: float) -> None:
        self.app = application(read(given).unwrap(), dsn)
        self.runner = Runner(self.app, keepalive)

    async def __aenter__(self) -> str:
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self.runner.addresses[0][1]}"

    async def __aexit__(self, *_: object) -> None:
        await self.runner.cleanup()


@pytest.fixture(scope="session")
async def client() -> AsyncIterator[ClientSession]:
    """An HTTP client."""
    async with ClientSession() as session:
        yield session


@pytest.fixture(scope="session")
def register(service: str, client: ClientSession) -> Register:
    """Register another doctor, and log in."""

    async def registered() -> Doctor:
        return await registered_at(service, client)

    return registered


async def registered_at(base: str, client: ClientSession) -> Doctor:
    """Register a doctor with a name of their own at the service under *base*, and log in."""
    account_id = f"dr-{uuid4().hex[:12]}"
    facts = {"id": account_id, "password": PASSWORD}
    async with client.post(f"{base}{API}/auth/register", json={**facts, "name": "Ann"}) as made:
        assert made.status == 201, await made.text()
    async with client.post(f"{base}{API}/auth/login", json=facts) as opened:
        assert opened.status == 200, await opened.text()
        return Doctor(account_id, client, base, await opened.json())


@pytest.fixture(scope="session")
async def _ann(register: Register) -> Doctor:
    return await register()


@pytest.fixture
async def ann(_ann: Doctor, service: str, client: ClientSession) -> Doctor:
    """A doctor whose access token is fresh."""
    body = {"refresh_token": _ann.tokens["refresh_token"]}
    async with client.post(f"{service}{API}/auth/refresh-token", json=body) as renewed:
        assert renewed.status == 200, await renewed.text()
        fresh = await renewed.json()
    _ann.tokens |= {name: token for name, token in fresh.items() if token is not None}
    return _ann


type Become = Callable[[Role], Awaitable[Doctor]]


@pytest.fixture
def become(register: Register, other: psycopg.Connection) -> Become:
    """Somebody new who is logged in as one of the roles."""

    async def one_of(role: Role) -> Doctor:
        somebody = await register()
        other.execute("UPDATE accounts SET role = %s WHERE account_id = %s", [role, somebody.id])
        return somebody

    return one_of


@pytest.fixture
async def patient(ann: Doctor) -> str:
    """A patient in the record."""
    patient_id = f"p-{uuid4().hex[:12]}"
    facts = {"patient_id": patient_id, "name": "Pat Doe", "gender": "F", "birth_date": "1970-01-01"}
    response = await ann.ask("POST", "/patients", json=facts)
    assert response.status == 201, await response.text()
    return patient_id


async def eventually(conn: psycopg.Connection, query: str, given: list[Any]) -> list[Any]:
    """Wait a few seconds for the rows of *query*: what is noted is written within one."""
    for _ in range(50):
        if found := conn.execute(query.encode(), given).fetchall():
            return found
        await asyncio.sleep(0.1)
    return []
