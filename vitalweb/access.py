"""Who gets in, and with which tokens: login, refresh, and the check of every request."""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID, uuid4

from attrs import frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Busy, Fault, Unauthenticated
from vitalcore.role import Role
from vitalcore.session import (
    DEFAULT_DEVICE,
    Session,
    Step,
    hour,
    matches,
    named,
    resigned,
    reused,
    rotated,
    step,
)
from vitalweb.crypto.signing import Claims
from vitalweb.house import House
from vitalweb.railway import then
from vitalweb.store import sessions
from vitalweb.store.desk import Desk
from vitalweb.store.rows.staff import Credentials

TRIES = 5  # against other requests for the same session, each of which wins only once
_ENDED = Unauthenticated("the session has ended; log in again")
_CROWDED = Busy(retry_after=1)


@frozen(kw_only=True)
class Granted:
    """A session's tokens, and whether the refresh token is a new one."""

    session: Session
    rotated: bool


async def admit(house: House, token: str, at: datetime) -> Result[Session, Fault]:
    """Believe a token only if it is signed, current, and the one its session has now."""
    known = house.known.session(token, at)
    if known and await house.together.current(known):
        return Success(known)
    claims = house.signer.verify(token, at)
    return await then(claims, lambda said: _session(house, said, token, at))


async def standing(desk: Desk, session_id: UUID) -> Result[None, Fault]:
    """Refuse whoever has left, or was sent away, since their token was believed."""
    return Success(None) if await sessions.stands(desk, session_id) else Failure(_ENDED)


async def _session(
    house: House, claims: Claims, token: str, at: datetime
) -> Result[Session, Fault]:
    found = await sessions.find(house.database, house.vault, claims.session_id)
    if found and _agrees(found, claims, token, at):
        house.known.remember(token, found, claims.expires_at)
        return Success(found)
    return Failure(_ENDED)


def _agrees(session: Session, claims: Claims, token: str, at: datetime) -> bool:
    return (
        session.account_id == claims.account_id
        and compare_digest(session.access_token, token)
        and at < session.access_token_expires_at
    )


async def grant(
    house: House, desk: Desk, known: Credentials, device: str | None, at: datetime
) -> Result[Granted, Fault]:
    """Give the tokens of the account's live session on *device*, or of a new one."""
    place = device or DEFAULT_DEVICE
    for _ in range(TRIES):
        found = await sessions.live(desk, house.vault, known.account_id, place, at)
        if found is None:
            given = await _opened(house, desk, known, place, at)
        else:
            given = await _continued(house, desk, found, at)
        if given:
            return Success(Granted(session=given, rotated=True))
    return Failure(_CROWDED)


async def renew(
    house: House, desk: Desk, refresh_token: str, at: datetime
) -> Result[Granted, Fault]:
    """Exchange a refresh token; one that was used up before ends its session."""
    for _ in range(TRIES):
        found = await _owner(house, desk, refresh_token)
        if found is None:
            return Failure(_ENDED)
        if not matches(found, refresh_token):
            return await _misused(desk, found, refresh_token, at)
        now = step(found, at, holds=False)
        if now is Step.END:
            return await _over(desk, found, at)
        renewed = _renewed(house, found, now, at)
        if await sessions.renew(desk, house.vault, renewed, at):
            return Success(Granted(session=renewed, rotated=now is Step.ROTATE))
    return Failure(_CROWDED)


async def _opened(
    house: House, desk: Desk, known: Credentials, device: str, at: datetime
) -> Session | None:
    new = _new(house, known, device, at)
    return new if await sessions.open_(desk, house.vault, new, at) else None


async def _continued(house: House, desk: Desk, found: Session, at: datetime) -> Session | None:
    holds = isinstance(house.signer.verify(found.access_token, at), Success)
    now = step(found, at, holds=holds)
    if now is Step.KEEP:
        return found
    if now is Step.RESIGN:
        signed = resigned(found, _sign(house, found.session_id, found.account_id, at))
        return signed if await sessions.renew(desk, house.vault, signed, at) else None
    await sessions.end(desk, found.session_id, at)
    return None


async def _owner(house: House, desk: Desk, refresh_token: str) -> Session | None:
    place = named(refresh_token)
    return await sessions.find(desk, house.vault, place) if place else None


async def _misused(
    desk: Desk, found: Session, refresh_token: str, at: datetime
) -> Result[Granted, Fault]:
    if reused(found, refresh_token):
        await sessions.end(desk, found.session_id, at)
    return Failure(_ENDED)


async def _over(desk: Desk, found: Session, at: datetime) -> Result[Granted, Fault]:
    await sessions.end(desk, found.session_id, at)
    return Failure(_ENDED)


def _renewed(house: House, found: Session, now: Step, at: datetime) -> Session:
    signed = _sign(house, found.session_id, found.account_id, at)
    if now is Step.ROTATE:
        return rotated(found, signed, _refresh_token(found.session_id), at)
    return resigned(found, signed)


def _new(house: House, known: Credentials, device: str, at: datetime) -> Session:
    session_id = uuid4()
    ends = at + timedelta(hours=house.settings.refresh_hours)
    return Session(
        session_id=session_id,
        account_id=known.account_id,
        role=Role(known.role),
        device=device,
        access_token=_sign(house, session_id, known.account_id, at),
        refresh_token=_refresh_token(session_id),
        access_token_expires_at=hour(at, ends),
        refresh_token_expires_at=ends,
        spent=(),
        version=1,
        created_at=at,
    )


def _sign(house: House, session_id: UUID, account_id: str, at: datetime) -> str:
    return house.signer.sign(session_id, account_id, secrets.token_urlsafe(12), at)


def _refresh_token(session_id: UUID) -> str:
    return f"{session_id.hex}.{secrets.token_urlsafe(32)}"
