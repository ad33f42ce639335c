"""Secrets stay where they are used: after a whole session nothing that is told holds one."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from aiohttp import ClientSession
from attrs import define, field, frozen

from tests.command import run
from tests.conftest import API, PASSWORD, registered_at, serving
from tests.faults import process
from tests.faults.nurse import Nurse, Told, nurse
from tests.faults.process import Service
from vitalcore.account import Invited, Login, Registration, Renewal
from vitalcore.role import Role
from vitalcore.session import Session
from vitalweb.access import Granted
from vitalweb.http.endpoints.accounts import Opening, Proven, refreshed, tokens
from vitalweb.http.reply import Reply
from vitalweb.http.serve import HOUSE
from vitalweb.migrate import migrate
from vitalweb.settings import read
from vitalweb.store.accounts import NewAccount
from vitalweb.store.rows.staff import Credentials

#: What an operator sets and nobody else may see.
SET = {
    "JWT_KEY": f"signing-{uuid4().hex}{uuid4().hex}",
    "AES_KEYS": f"1:{uuid4().hex}{uuid4().hex}",
    "AUDIT_KEY": f"sealing-{uuid4().hex}{uuid4().hex}",
}
DATABASE = f"database-{uuid4().hex}"
OWN = f"opening-{uuid4().hex}"  # a password that is in no example
MISTYPED = f"mistyped-{uuid4().hex}"


@frozen
class Ward:
    """A service with secrets of its own, as a process, and its database."""

    service: Service
    dsn: str


@define
class Listener:
    """Somebody who asks, and remembers whatever is answered but the tokens that were asked for."""

    joy: Nurse
    heard: list[str] = field(factory=list)

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Told:
        answer = self.joy.told(method, path, body, **headers)
        self.heard.append(f"{answer.status} {dict(answer.headers)}")
        if answer.status >= 400 or not path.startswith((f"{API}/auth", f"{API}/accounts")):
            self.heard.append(answer.body.decode())
        return answer


@pytest.fixture
def ward(empty_dsn: str, tmp_path: Path) -> Iterator[Ward]:
    migrate(empty_dsn)
    dsn = empty_dsn.replace("postgres:@", f"postgres:{DATABASE}@")
    given = {f"VITALWEB_{name}": text for name, text in SET.items()}
    given |= {"VITALWEB_DATABASE_URL": dsn, "VITALWEB_LOG_LEVEL": "debug"}
    with process.running(tmp_path, given) as service:
        yield Ward(service, dsn)


def test_nothing_that_is_told_holds_a_secret(ward: Ward, tmp_path: Path) -> None:
    """No key, password, token or code is in an answer, error, log, figure, document or command."""
    listener = Listener(Nurse(ward.service))
    secrets = [*_used(listener, ward.dsn), *_mistaken(listener), OWN, MISTYPED, DATABASE]
    secrets += [part for text in SET.values() for part in (text, text.removeprefix("1:"))]
    for page in ("/metrics", "/openapi.json", "/docs", "/readyz", "/livez"):
        assert listener.ask("GET", page).status == 200
    ward.service.terminate()
    told = [*listener.heard, ward.service.log.read_text(encoding="utf-8")]
    given = {name.lower(): text for name, text in SET.items()} | {"database_url": ward.dsn}
    for command in (("check-config",), ("audit", "export"), ("export",), ("keys", "rotate")):
        ran = run(tmp_path, *command, stdin=b"", **given)
        assert ran.returncode == 0, ran.stderr
        told.append((ran.stdout + ran.stderr).decode())
    assert len(set(secrets)) >= 12
    assert [secret for secret in set(secrets) for text in told if secret in text] == []


def _used(listener: Listener, dsn: str) -> Iterator[str]:
    """Do what accounts and patients are for, an outage included; give every secret on the way."""
    joy = listener.joy
    joy.register()
    yield from (joy.tokens["access_token"], joy.tokens["refresh_token"])
    patient = joy.admit()
    listener.ask("GET", f"{API}/patients/{patient}")
    listener.ask("GET", f"{API}/patients/{patient}/risk?at=2026-01-01T08:00:00Z")
    yield from _administered(Listener(nurse(joy.service), listener.heard), dsn)
    renewal = {"refresh_token": joy.tokens["refresh_token"]}
    yield listener.ask("POST", f"{API}/auth/refresh-token", renewal).json["access_token"]


def _administered(admin: Listener, dsn: str) -> Iterator[str]:
    """Invite somebody, use the code twice, and lose the database meanwhile."""
    with psycopg.connect(dsn, autocommit=True) as superuser:
        change = "UPDATE accounts SET role = 'admin' WHERE account_id = %s"
        superuser.execute(change, [admin.joy.id])
        code = admin.ask("POST", f"{API}/accounts/invitations", {"role": "nurse"}).json["code"]
        superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'vitalweb'"
        )
        admin.ask("GET", f"{API}/accounts")
    for _ in range(2):
        facts = {"id": f"n-{uuid4().hex}", "password": OWN, "name": "N", "invite": code}
        admin.ask("POST", f"{API}/auth/register", facts)
        admin.ask("POST", f"{API}/auth/login", {"id": facts["id"], "password": OWN})
    yield code


def _mistaken(listener: Listener) -> Iterator[str]:
    """Put secrets where they do not belong: each is refused, and none is said back."""
    stranger = Listener(Nurse(listener.joy.service), listener.heard)
    wrong = {"id": listener.joy.id, "password": MISTYPED}
    for body in (
        wrong,
        {**wrong, "id": MISTYPED + " "},
        {MISTYPED: MISTYPED},
        [MISTYPED],
        MISTYPED,
    ):
        assert 400 <= stranger.ask("POST", f"{API}/auth/login", body).status < 500
    for token in (f"{MISTYPED}.{MISTYPED}", f"{uuid4().hex}.{MISTYPED}", MISTYPED + "!"):
        body = {"refresh_token": token}
        assert 400 <= stranger.ask("POST", f"{API}/auth/refresh-token", body).status < 500
    for header in (f"Bearer {MISTYPED}", f"Basic {MISTYPED}", MISTYPED):
        answer = stranger.ask("GET", f"{API}/patients", None, Authorization=header)
        assert answer.status == 401
    weak = {"id": "n-weak", "password": MISTYPED[:9], "name": "N", "invite": f"{MISTYPED} "}
    assert stranger.ask("POST", f"{API}/auth/register", weak).status == 422
    yield from (weak["password"] + " ", weak["invite"])


async def test_nothing_that_is_printed_holds_a_secret(
    dsn: str, client: ClientSession, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The repr of whatever holds a key, a password, its hash, a token or a code shows none."""
    given = {f"VITALWEB_{name}": text for name, text in SET.items()}
    settings = {**given, "VITALWEB_DATABASE_URL": f"postgresql://x:{DATABASE}@h/d"}
    server = serving(dsn, tmp_path_factory.mktemp("keys"), {**given, "VITALWEB_THROTTLE": "off"})
    async with server as base:
        ann = await registered_at(base, client)
        assert (await ann.ask("GET", "/patients")).status == 200
        told = [repr(server.app[HOUSE])]
    told += map(repr, [read(settings).unwrap(), *_holders()])
    secrets = [DATABASE, MISTYPED, *SET.values(), SET["AES_KEYS"].removeprefix("1:")]
    secrets += [ann.tokens["access_token"], ann.tokens["refresh_token"], PASSWORD]
    assert [secret for secret in secrets for text in told if secret in text] == []


def _holders() -> Iterator[object]:
    """Give one of each class that holds something of the kind."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    session = Session(
        session_id=UUID(int=1),
        account_id="a",
        role=Role.DOCTOR,
        device="-",
        access_token=MISTYPED,
        refresh_token=MISTYPED,
        access_token_expires_at=at,
        refresh_token_expires_at=at,
        spent=(MISTYPED.encode(),),
        version=1,
        created_at=at,
    )
    granted = Granted(session=session, rotated=True)
    new = NewAccount(account_id="a", name="A", password_hash=MISTYPED)
    known = Credentials(account_id="a", password_hash=MISTYPED, role="doctor")
    yield from (session, granted, tokens(granted), refreshed(granted), new, known)
    yield Registration(id="a", name="A", password=MISTYPED, invite=MISTYPED)
    yield Login(id="a", password=MISTYPED)
    yield Renewal(refresh_token=MISTYPED)
    yield Invited(code=MISTYPED, role=Role.NURSE, expires_at=at)
    yield Opening(id="a", account=new, invite=MISTYPED)
    yield Proven(id="a", known=known, device=None)
    yield Reply(200, json.dumps({"access_token": MISTYPED}).encode(), {})
