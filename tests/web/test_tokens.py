"""Tokens and sessions: three minutes, an hour, a shift, and an end that everybody sees at once."""

import asyncio
import base64
import io
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from psycopg import Connection

from tests.conftest import PASSWORD
from tests.web.clocked import HOUR, MINUTE, Ward, opened
from vitalweb import access
from vitalweb.store import accounts

THROTTLE_OFF = {"VITALWEB_THROTTLE": "off"}
TICK = timedelta(microseconds=1)


@pytest.fixture
async def ward(dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ward]:
    """A service at whose clock the test turns."""
    async with opened(dsn, tmp_path, monkeypatch, THROTTLE_OFF) as made:
        yield made


@pytest.fixture
async def doctor(ward: Ward) -> str:
    """The id of an account."""
    return await ward.registered()


def claims(token: str) -> dict[str, Any]:
    """What an access token says."""
    body = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))


def ends(tokens: dict[str, Any]) -> datetime:
    """When the session's hour ends."""
    return datetime.fromisoformat(tokens["expires_at"])


async def test_a_login_gives_three_minutes_within_an_hour(ward: Ward, doctor: str) -> None:
    """The signed token's exp is three minutes after its iat; expires_at is the hour's end."""
    tokens = await ward.login(doctor)
    said = claims(tokens["access_token"])
    assert (said["exp"] - said["iat"], said["iat"], said["sub"]) == (
        180,
        int(ward.at.timestamp()),
        doctor,
    )
    assert (ends(tokens), tokens["token_type"]) == (ward.at + HOUR, "Bearer")
    assert set(tokens) == {"access_token", "refresh_token", "token_type", "expires_at"}


async def test_an_access_token_holds_for_three_minutes(ward: Ward, doctor: str) -> None:
    """Then 401, until the session signs another."""
    tokens = await ward.login(doctor)
    issued = datetime.fromtimestamp(claims(tokens["access_token"])["iat"], ward.at.tzinfo)
    found = []
    for lapse in (0 * MINUTE, 3 * MINUTE - TICK, 3 * MINUTE):
        ward.at = issued + lapse
        found.append(await ward.seen(tokens["access_token"]))
    assert found == [200, 200, 401]


async def test_a_login_within_a_live_session_gives_its_tokens(ward: Ward, doctor: str) -> None:
    """The same ones, while the signed token holds."""
    first = await ward.login(doctor)
    ward.at += 2 * MINUTE
    assert await ward.login(doctor) == first


async def test_a_login_after_exp_signs_the_same_session_anew(ward: Ward, doctor: str) -> None:
    """A fresh access token; the refresh token and the hour stay."""
    first = await ward.login(doctor)
    ward.at += 5 * MINUTE
    again = await ward.login(doctor)
    assert again == first | {"access_token": again["access_token"]}
    assert [await ward.seen(one["access_token"]) for one in (first, again)] == [401, 200]


async def test_logins_at_once_give_one_session(ward: Ward, doctor: str) -> None:
    """However many are granted at the same moment."""
    desk = ward.house.database
    known = await accounts.credentials(desk, doctor)
    assert known
    granted = await asyncio.gather(
        *(access.grant(ward.house, desk, known, None, ward.at) for _ in range(5))
    )
    assert len({one.unwrap().session.refresh_token for one in granted}) == 1


async def test_refreshes_at_once_leave_one_token(ward: Ward, doctor: str) -> None:
    """Each is answered, and the session's token is one of the answers; no other is believed."""
    token = (await ward.login(doctor))["refresh_token"]
    desk = ward.house.database
    renewed = await asyncio.gather(
        *(access.renew(ward.house, desk, token, ward.at) for _ in range(4))
    )
    signed = [one.unwrap().session.access_token for one in renewed]
    assert sorted([await ward.seen(one) for one in signed]) == [200, 401, 401, 401]


async def test_a_crowded_session_is_busy(
    ward: Ward, doctor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever loses against others every time is told to come again."""
    tokens = await ward.login(doctor)
    monkeypatch.setattr(access, "TRIES", 0)
    refused = [
        await ward.post("/auth/login", id=doctor, password=PASSWORD),
        await ward.post("/auth/refresh-token", refresh_token=tokens["refresh_token"]),
    ]
    assert [(one.status, one.headers["Retry-After"]) for one in refused] == [(503, "1")] * 2


async def test_a_refresh_within_the_hour_signs_anew(ward: Ward, doctor: str) -> None:
    """The same expires_at, no new refresh token; what was signed before is over at once."""
    first = await ward.login(doctor)
    ward.at += MINUTE
    renewed = await ward.refreshed(first)
    assert set(renewed) == {"access_token", "token_type", "expires_at"}
    assert renewed["expires_at"] == first["expires_at"]
    assert [await ward.seen(one["access_token"]) for one in (first, renewed)] == [401, 200]
    ward.at += 58 * MINUTE
    assert (await ward.refreshed(first))["expires_at"] == first["expires_at"]


async def test_the_hour_ends_for_a_token_that_is_signed_for_longer(ward: Ward, doctor: str) -> None:
    """Signed a minute before, it holds to the hour's end and no longer."""
    first = await ward.login(doctor)
    ward.at += HOUR - MINUTE
    late = await ward.refreshed(first)
    ward.at += MINUTE - TICK
    before = await ward.seen(late["access_token"])
    ward.at += TICK
    assert (before, await ward.seen(late["access_token"])) == (200, 401)


async def test_a_refresh_after_the_hour_rotates(ward: Ward, doctor: str) -> None:
    """A new hour begins under a new refresh token, of the same session."""
    first = await ward.login(doctor)
    ward.at += HOUR
    rotated = await ward.refreshed(first)
    assert ends(rotated) == ward.at + HOUR
    assert rotated["refresh_token"] != first["refresh_token"]
    assert claims(rotated["access_token"])["sid"] == claims(first["access_token"])["sid"]
    assert (await ward.refreshed(rotated))["expires_at"] == rotated["expires_at"]


async def test_a_used_refresh_token_ends_the_session(ward: Ward, doctor: str) -> None:
    """Whoever uses it, thief or owner: the new tokens are over as well."""
    first = await ward.login(doctor)
    ward.at += HOUR
    rotated = await ward.refreshed(first)
    alive = await ward.seen(rotated["access_token"])
    reused = await ward.refused(first)
    assert (alive, reused) == (200, 401)
    assert (await ward.seen(rotated["access_token"]), await ward.refused(rotated)) == (401, 401)


async def test_every_used_refresh_token_is_remembered(ward: Ward, doctor: str) -> None:
    """Not only the last one."""
    first = tokens = await ward.login(doctor)
    for _ in range(3):
        ward.at += HOUR
        tokens = await ward.refreshed(tokens)
    assert (await ward.refused(first), await ward.seen(tokens["access_token"])) == (401, 401)


async def test_a_refresh_token_that_never_was_ends_nothing(ward: Ward, doctor: str) -> None:
    """Nobody can end a session by knowing its id."""
    tokens = await ward.login(doctor)
    name, _, _ = tokens["refresh_token"].partition(".")
    for guess in (f"{name}.guess", name, f"{name}.", "x", f"{UUID(int=0).hex}.guess"):
        assert await ward.refused({"refresh_token": guess}) == 401
    assert await ward.seen(tokens["access_token"]) == 200


async def test_a_shift_ends_the_session(ward: Ward, doctor: str) -> None:
    """No hour outlasts it, no refresh is taken after it, and a login begins another session."""
    shift = ward.at + 12 * HOUR
    first = tokens = await ward.login(doctor)
    for _ in range(11):
        ward.at += HOUR
        tokens = tokens | await ward.refreshed(tokens)
    ward.at += 30 * MINUTE
    assert ends(tokens | await ward.refreshed(tokens)) == shift
    ward.at = shift
    assert await ward.refused(tokens) == 401
    again = await ward.login(doctor)
    assert claims(again["access_token"])["sid"] != claims(first["access_token"])["sid"]


async def test_a_login_after_the_hour_begins_another_session(ward: Ward, doctor: str) -> None:
    """The former one is over, refresh token and all."""
    first = await ward.login(doctor)
    ward.at += HOUR
    again = await ward.login(doctor)
    assert claims(again["access_token"])["sid"] != claims(first["access_token"])["sid"]
    assert (await ward.refused(first), await ward.seen(again["access_token"])) == (401, 200)


async def test_each_device_has_a_session_of_its_own(ward: Ward, doctor: str) -> None:
    """Ending one leaves the others alone; without a device the default one is meant."""
    tablet, phone = (
        await ward.login(doctor, device="tablet"),
        await ward.login(doctor, device="phone"),
    )
    default = await ward.login(doctor)
    assert len({one["refresh_token"] for one in (tablet, phone, default)}) == 3
    assert await ward.login(doctor, device="tablet") == tablet
    assert await ward.left(tablet["access_token"]) == 204
    found = [await ward.seen(one["access_token"]) for one in (tablet, phone, default)]
    assert found == [401, 200, 200]


async def test_a_logout_is_seen_by_every_server_at_once(
    dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: Connection
) -> None:
    """Tokens are over everywhere: access, refresh, and a second logout."""
    async with AsyncExitStack() as stack:
        one, two = [
            await stack.enter_async_context(opened(dsn, tmp_path, monkeypatch, THROTTLE_OFF))
            for _ in range(2)
        ]
        tokens = await one.login(await one.registered())
        access = tokens["access_token"]
        before = await two.seen(access)
        left = await one.left(access)
        after = (await two.seen(access), await two.refused(tokens), await two.left(access))
    query = "SELECT ended_at FROM sessions WHERE session_id = %s"
    assert (before, left, after) == (200, 204, (401, 401, 401))
    assert other.execute(query, [claims(access)["sid"]]).fetchone() == (one.at,)


async def test_a_well_signed_token_that_is_not_the_sessions_is_refused(
    ward: Ward, doctor: str
) -> None:
    """Signature, time and session are right: the stored token says no, and so does the account."""
    bob = await ward.registered()
    tokens = await ward.login(doctor)
    place = UUID(claims(tokens["access_token"])["sid"])
    strangers = [
        ward.house.signer.sign(place, doctor, "another", ward.at),
        ward.house.signer.sign(place, bob, claims(tokens["access_token"])["jti"], ward.at),
        ward.house.signer.sign(UUID(int=0), doctor, "another", ward.at),
    ]
    assert [await ward.seen(token) for token in strangers] == [401] * 3
    assert await ward.seen(tokens["access_token"]) == 200


async def test_tokens_that_no_key_opens_are_over(
    ward: Ward, doctor: str, other: Connection
) -> None:
    """A stored token that was tampered with is 401 to its bearer, and a login begins anew."""
    tokens = await ward.login(doctor)
    place = claims(tokens["access_token"])["sid"]
    other.execute("UPDATE sessions SET access_token = '\\x00' WHERE session_id = %s", [place])
    found = (await ward.seen(tokens["access_token"]), await ward.refused(tokens))
    again = await ward.login(doctor)
    assert (found, await ward.seen(again["access_token"])) == ((401, 401), 200)


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Basic YTpi", "bearer x", "Bearer x y", "Bearer \u00e9", "x"],
)
async def test_who_bears_no_token_is_told_how_to_get_one(ward: Ward, header: str) -> None:
    """401 with WWW-Authenticate, never what was sent."""
    headers = {"Authorization": header} if header else {}
    async with ward.client.get(f"{ward.base}/api/v1/patients", headers=headers) as refused:
        told = await refused.json()
    assert (refused.status, refused.headers["WWW-Authenticate"]) == (401, 'Bearer realm="vitalweb"')
    assert (told["title"], refused.content_type) == (
        "Not authenticated",
        "application/problem+json",
    )


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_is_read_in_any_case(ward: Ward, doctor: str, scheme: str) -> None:
    """RFC 9110: a scheme's name has no case."""
    headers = {"Authorization": f"{scheme} {(await ward.login(doctor))['access_token']}"}
    async with ward.client.get(f"{ward.base}/api/v1/patients", headers=headers) as answer:
        assert answer.status == 200


async def test_eight_megabytes_of_token_are_refused(ward: Ward, doctor: str) -> None:
    """As a refresh token 413; whoever comes next is served."""
    place = f"{ward.base}/api/v1/auth/refresh-token"
    body = io.BytesIO(b'{"refresh_token": "' + b"a" * 8 * 1024 * 1024 + b'"}')
    sent = {"Content-Type": "application/json"}
    async with ward.client.post(place, data=body, headers=sent) as huge:
        await huge.read()
    long = await ward.post("/auth/refresh-token", refresh_token="a" * 4097)
    access = await ward.seen("a" * 4096)
    assert (huge.status, long.status, access) == (413, 422, 401)
    assert await ward.seen((await ward.login(doctor))["access_token"]) == 200


async def test_tokens_rest_encrypted(ward: Ward, doctor: str, other: Connection) -> None:
    """Neither token of a session can be read from its row."""
    tokens = await ward.login(doctor)
    query = "SELECT access_token, refresh_token FROM sessions WHERE session_id = %s"
    row = other.execute(query, [claims(tokens["access_token"])["sid"]]).fetchone()
    assert row
    assert tokens["access_token"].encode() not in row[0]
    assert tokens["refresh_token"].partition(".")[2].encode() not in row[1]
