"""Accounts over the wire: who may register, with which password, and how often one may guess."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unicodedata import normalize
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from psycopg import Connection

from tests.conftest import PASSWORD
from tests.web.clocked import Ward, opened
from tests.web.exact import flaws
from vitalcore.role import Role
from vitalweb import inviting
from vitalweb.crypto.passwords import aged
from vitalweb.store import accounts

THROTTLE_OFF = {"VITALWEB_THROTTLE": "off"}


@pytest.fixture
async def ward(dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ward]:
    """A service where anybody may register and guess."""
    async with opened(dsn, tmp_path, monkeypatch, THROTTLE_OFF) as made:
        yield made


@pytest.fixture
async def guarded(
    dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: Connection
) -> AsyncIterator[Ward]:
    """A service that counts guesses."""
    other.execute("DELETE FROM attempts")
    async with opened(dsn, tmp_path, monkeypatch, {}) as made:
        yield made
    other.execute("DELETE FROM attempts")


def facts(**more: Any) -> dict[str, Any]:
    """A registration that is in order but for *more*."""
    return {"id": f"dr-{uuid4().hex[:12]}", "password": PASSWORD, "name": "Ann Æ", **more}


async def test_a_registration_tells_the_account_and_not_its_password(
    ward: Ward, other: Connection
) -> None:
    """Id, name and time; the password rests as an argon2id hash."""
    sent = facts()
    made = await ward.post("/auth/register", **sent)
    answer = await made.json()
    query = "SELECT name, password_hash FROM accounts WHERE account_id = %s"
    row = other.execute(query, [sent["id"]]).fetchone()
    assert (made.status, set(answer)) == (201, {"id", "name", "created_at"})
    assert (answer["id"], answer["name"]) == (sent["id"], sent["name"])
    assert row
    assert (row[0], row[1].startswith("$argon2id$"), PASSWORD in row[1]) == ("Ann Æ", True, False)


async def test_an_id_is_taken_once(ward: Ward) -> None:
    """409 to the second, whose password opens nothing."""
    sent = facts()
    await ward.post("/auth/register", **sent)
    again = await ward.post("/auth/register", **{**sent, "password": "another good password"})
    login = await ward.post("/auth/login", id=sent["id"], password="another good password")
    assert (again.status, login.status) == (409, 401)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"id": "-"}, "/id"),
        ({"id": "a" * 51}, "/id"),
        ({"id": "a b"}, "/id"),
        ({"name": ""}, "/name"),
        ({"name": "Ann\u2028"}, "/name"),
        ({"password": "elevenchars"}, "/password"),
        ({"password": "a1" * 65}, "/password"),
        ({"password": "password1234"}, "/password"),
        ({"password": "aaaaaaaaaaaaaaa"}, "/password"),
        ({"password": "with\0nul and more"}, "/password"),
        ({"password": 123456789012}, "/password"),
        ({"id": "dr-long-enough-id", "password": "DR-long-enough-id"}, "/password"),
        ({"invite": ""}, "/invite"),
        ({"admin": True}, ""),
    ],
    ids=str,
)
async def test_what_breaks_a_rule_is_refused_where_it_stands(
    ward: Ward, wrong: dict[str, Any], pointer: str
) -> None:
    """A pointer and a rule, never the password."""
    refused = await ward.post("/auth/register", **facts(**wrong))
    assert (refused.status, await flaws(refused)) == (422, [pointer])
    assert str(wrong.get("password", "\0")) not in await refused.text()


async def test_a_wrong_password_and_an_unknown_id_are_the_same(ward: Ward) -> None:
    """The answers do not differ, so that nobody learns who has an account."""
    known = await ward.registered()
    refused = [
        await ward.post("/auth/login", id=account_id, password="not the right one")
        for account_id in (known, f"{known}x")
    ]
    assert [one.status for one in refused] == [401, 401]
    assert await refused[0].json() == await refused[1].json()


async def test_a_password_opens_however_it_was_typed(ward: Ward) -> None:
    """Composed or decomposed letters are the same password (NFKC)."""
    sent = facts(password=normalize("NFD", "où est le café, Zoë?"))
    await ward.post("/auth/register", **sent)
    composed = normalize("NFC", sent["password"])
    assert (await ward.post("/auth/login", id=sent["id"], password=composed)).status == 200


async def test_an_aged_hash_is_made_anew_at_login(ward: Ward, other: Connection) -> None:
    """With today's parameters, and the password stays the same."""
    doctor = await ward.registered()
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    other.execute("UPDATE accounts SET password_hash = %s WHERE account_id = %s", [weak, doctor])
    tokens = await ward.login(doctor)
    query = "SELECT password_hash FROM accounts WHERE account_id = %s"
    ((fresh,),) = other.execute(query, [doctor]).fetchall()
    assert (aged(weak), aged(fresh), await ward.login(doctor)) == (True, False, tokens)


@pytest.mark.parametrize("admission", ["closed", "invite"])
async def test_registration_may_be_closed(
    dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, admission: str
) -> None:
    """403 without an invitation, and with one that nobody issued."""
    given = THROTTLE_OFF | {"VITALWEB_REGISTRATION": admission}
    async with opened(dsn, tmp_path, monkeypatch, given) as ward:
        refused = [
            await ward.post("/auth/register", **facts()),
            await ward.post("/auth/register", **facts(invite="nobodys-code")),
        ]
    assert [one.status for one in refused] == [403, 403]


async def test_an_invitation_opens_one_account(
    dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, and not after its end; a password that is refused does not use it up."""
    given = THROTTLE_OFF | {"VITALWEB_REGISTRATION": "invite"}
    codes = [uuid4().hex for _ in range(2)]
    async with opened(dsn, tmp_path, monkeypatch, given) as ward:
        for code, days in zip(codes, (7, 0), strict=True):
            until = ward.at + timedelta(days=days)
            await accounts.invite(
                ward.house.database, inviting.digest(code), Role.DOCTOR, until, ward.at
            )
        asked = [
            await ward.post("/auth/register", **facts(invite=codes[0], password="short")),
            await ward.post("/auth/register", **facts(invite=codes[0])),
            await ward.post("/auth/register", **facts(invite=codes[0])),
            await ward.post("/auth/register", **facts(invite=codes[1])),
        ]
    assert [one.status for one in asked] == [422, 201, 403, 403]


async def test_guessing_at_an_account_ends_and_its_open_session_goes_on(guarded: Ward) -> None:
    """After ten wrong guesses even the right password waits; who is in stays in."""
    doctor = await guarded.registered()
    tokens = await guarded.login(doctor)
    guesses = [
        await guarded.post("/auth/login", id=doctor, password=password)
        for password in ["a guess"] * 10 + [PASSWORD]
    ]
    assert [one.status for one in guesses] == [401] * 10 + [429]
    assert guesses[-1].headers["Retry-After"] == "901"
    assert await guarded.seen(tokens["access_token"]) == 200
    assert "access_token" in await guarded.refreshed(tokens)
    guarded.at += timedelta(minutes=15)
    again = await guarded.post("/auth/login", id=doctor, password=PASSWORD)
    assert again.status == 200


async def test_guessing_from_an_address_ends(guarded: Ward, other: Connection) -> None:
    """After a hundred guesses, whoever they were at; another window begins in time."""
    doctor = await guarded.registered()
    await guarded.post("/auth/login", id="nobody", password="a guess")
    other.execute("UPDATE attempts SET failures = 100 WHERE subject LIKE 'address:%'")
    over = await guarded.post("/auth/login", id=doctor, password=PASSWORD)
    assert (over.status, 0 < int(over.headers["Retry-After"]) <= 901) == (429, True)
    guarded.at += timedelta(minutes=15)
    assert (await guarded.post("/auth/login", id=doctor, password=PASSWORD)).status == 200


async def test_who_proves_himself_starts_anew(guarded: Ward, other: Connection) -> None:
    """A login that succeeds forgets the account's guesses, and its own at the address."""
    doctor = await guarded.registered()
    for _ in range(2):
        await guarded.post("/auth/login", id=doctor, password="a guess")
    await guarded.login(doctor)
    counts = other.execute("SELECT subject, failures FROM attempts ORDER BY 1").fetchall()
    assert counts == [(f"account:{doctor}", 0), ("address:127.0.0.1", 2)]


async def test_a_logout_needs_a_token(ward: Ward) -> None:
    """Nobody ends what is not his."""
    assert (await ward.post("/auth/logout")).status == 401
    assert datetime.now(UTC) - ward.at < timedelta(minutes=5)
