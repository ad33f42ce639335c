"""An operator's invitation opens one account."""

from pathlib import Path
from uuid import uuid4

import pytest
from aiohttp import ClientSession
from psycopg import Connection

from tests.command import run
from tests.conftest import API, PASSWORD, serving


async def registered(base: str, client: ClientSession, **more: str) -> tuple[int, str]:
    """Try to register somebody new; give the status and what was said."""
    facts = {"id": f"dr-{uuid4().hex[:12]}", "password": PASSWORD, "name": "Ann", **more}
    async with client.post(f"{base}{API}/auth/register", json=facts) as answer:
        return answer.status, (await answer.json()).get("detail", "")


async def test_an_invitation_opens_one_account_once(
    dsn: str, tmp_path: Path, client: ClientSession, other: Connection
) -> None:
    """The printed code registers one doctor; without it, or again, registration is refused."""
    told = run(tmp_path, "invite", database_url=dsn, registration="invite")
    code = told.stdout.decode().strip()
    async with serving(dsn, tmp_path / "keys", {"VITALWEB_REGISTRATION": "invite"}) as base:
        uninvited = await registered(base, client)
        first = await registered(base, client, invite=code)
        again = await registered(base, client, invite=code)
        guessed = await registered(base, client, invite=code[::-1])
    kept = other.execute("SELECT 1 FROM invites WHERE code_digest = %s", [code.encode()])
    assert (told.returncode, told.stderr) == (0, b"")
    assert [one[0] for one in (uninvited, first, again, guessed)] == [403, 201, 403, 403]
    assert "vitalweb invite" in uninvited[1]
    assert kept.fetchall() == []


async def test_an_invitation_ends(
    dsn: str, tmp_path: Path, client: ClientSession, other: Connection
) -> None:
    """A code is of no use once its hours are over."""
    told = run(tmp_path, "invite", "--hours", "2", database_url=dsn, registration="invite")
    lasts = other.execute(
        "UPDATE invites SET expires_at = created_at FROM (SELECT max(created_at) AS newest"
        " FROM invites) AS one WHERE created_at = newest"
        " RETURNING extract(epoch FROM old.expires_at - old.created_at) / 3600"
    ).fetchall()
    async with serving(dsn, tmp_path / "keys", {"VITALWEB_REGISTRATION": "invite"}) as base:
        status, _ = await registered(base, client, invite=told.stdout.decode().strip())
    assert lasts == [(2,)]
    assert status == 403


@pytest.mark.parametrize("registration", ["open", "closed"])
def test_a_code_that_is_not_asked_for_is_told_so(
    registration: str, dsn: str, tmp_path: Path
) -> None:
    """Where registration is not by invitation the operator hears it, and a pipe gets the code."""
    told = run(tmp_path, "invite", database_url=dsn, registration=registration)
    assert told.stderr.decode() == f"registration is {registration} here: no code is asked for\n"
    assert len(told.stdout.decode().splitlines()) == 1
