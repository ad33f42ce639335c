"""Doctors' accounts: register, log in, refresh, log out."""

from typing import Any

from attrs import evolve, field, frozen
from returns.result import Failure, Result, Success

from vitalcore.account import Account, Login, Registration, Renewal, strong
from vitalcore.fault import Fault, Forbidden, Unauthenticated
from vitalcore.role import Role
from vitalweb import access, guessing, inviting
from vitalweb.access import Granted
from vitalweb.crypto import passwords
from vitalweb.house import House
from vitalweb.http.route import Ask, Nothing
from vitalweb.http.words.accounts import Refreshed, Tokens
from vitalweb.railway import then
from vitalweb.settings import INVITE, OPEN
from vitalweb.store import accounts, sessions
from vitalweb.store.accounts import NewAccount
from vitalweb.store.desk import Desk
from vitalweb.store.rows.staff import Credentials


@frozen(kw_only=True)
class Opening:
    """An account ready to be opened, its password hashed."""

    id: str
    account: NewAccount
    invite: str | None = field(repr=False)


@frozen(kw_only=True)
class Proven:
    """Who has shown a password, and on which device."""

    id: str
    known: Credentials
    device: str | None


_WRONG = Unauthenticated("the id or the password is wrong")
_CLOSED = Forbidden("registration is closed here")
_UNINVITED = Forbidden("registration takes an invitation; an operator issues one: vitalweb invite")


async def prepared(house: House, ask: Ask[Nothing, Any]) -> Result[Ask[Nothing, Opening], Fault]:
    """Hash the password of whoever may register, while no connection waits for it."""
    wanted = _admitted(house, ask.body).bind(
        lambda new: strong(new, house.settings.password_min, passwords.COMMON)
    )
    hashed = await then(wanted, lambda new: house.passwords.hashed(new.password))
    return hashed.map(lambda made: evolve(ask, body=_opening(ask.body, made)))


async def register(_: House, desk: Desk, ask: Ask[Nothing, Opening]) -> Result[Account, Fault]:
    """Open an account, where registration is open or the caller is invited."""
    if ask.body.invite is None:
        return await accounts.add(desk, ask.body.account, Role.DOCTOR, ask.at)
    digest = inviting.digest(ask.body.invite)
    return await accounts.add_invited(desk, ask.body.account, digest, ask.at)


async def proven(house: House, ask: Ask[Nothing, Any]) -> Result[Ask[Nothing, Proven], Fault]:
    """Check the password, while no connection waits for it."""
    allowed = await _allowed(house, ask)
    shown = await then(allowed, lambda _: _matched(house, ask))
    house.metrics.logins.labels("granted" if isinstance(shown, Success) else "refused").inc()
    return shown.map(
        lambda known: evolve(ask, body=Proven(id=ask.body.id, known=known, device=ask.body.device))
    )


async def login(house: House, desk: Desk, ask: Ask[Nothing, Proven]) -> Result[Granted, Fault]:
    """Give the tokens of the live session on this device, or of a new one."""
    return await access.grant(house, desk, ask.body.known, ask.body.device, ask.at)


async def refresh_token(
    house: House, desk: Desk, ask: Ask[Nothing, Renewal]
) -> Result[Granted, Fault]:
    """Sign a fresh access token; after the session's hour, begin a new one."""
    return await access.renew(house, desk, ask.body.refresh_token, ask.at)


async def logout(house: House, desk: Desk, ask: Ask[Nothing, None]) -> Result[None, Fault]:  # noqa: ARG001 -- every deed is given the house
    """End the session at once, for every server process."""
    await sessions.end(desk, ask.caller.session_id, ask.at)
    return Success(None)


def _admitted(house: House, new: Registration) -> Result[Registration, Fault]:
    admission = house.settings.admission
    if admission == OPEN or (admission == INVITE and new.invite):
        return Success(new)
    return Failure(_UNINVITED if admission == INVITE else _CLOSED)


def _opening(wanted: Registration, hashed: str) -> Opening:
    account = NewAccount(account_id=wanted.id, name=wanted.name, password_hash=hashed)
    return Opening(id=wanted.id, account=account, invite=wanted.invite)


async def _allowed(house: House, ask: Ask[Nothing, Login]) -> Result[None, Fault]:
    if house.settings.throttle == "off":
        return Success(None)
    return await guessing.counted(house.database, ask.body.id, ask.address, ask.at)


async def _matched(house: House, ask: Ask[Nothing, Login]) -> Result[Credentials, Fault]:
    known = await accounts.credentials(house.database, ask.body.id)
    hashed = known.password_hash if known else None
    matched = await house.passwords.matches(ask.body.password, hashed)
    if known and matched == Success(True):  # noqa: FBT003 -- the judgment itself
        await _welcomed(house, ask, known)
        return Success(known)
    return matched.bind(lambda _: Failure(_WRONG))


async def _welcomed(house: House, ask: Ask[Nothing, Login], known: Credentials) -> None:
    if house.settings.throttle == "on":
        await guessing.forgiven(house.database, ask.body.id, ask.address, ask.at)
    if passwords.aged(known.password_hash):
        fresh = await house.passwords.hashed(ask.body.password)
        await then(fresh, lambda made: _rehashed(house, ask, known, made))


async def _rehashed(
    house: House, ask: Ask[Nothing, Login], known: Credentials, made: str
) -> Result[None, Fault]:
    await accounts.rehash(house.database, known, made, ask.at)
    return Success(None)


def tokens(granted: Granted) -> Tokens:
    """Tell a login its tokens."""
    session = granted.session
    return Tokens(
        access_token=session.access_token,
        refresh_token=session.refresh_token,
        token_type="Bearer",  # noqa: S106 -- the scheme's name, RFC 6750
        expires_at=session.access_token_expires_at,
    )


def refreshed(granted: Granted) -> Refreshed:
    """Tell a refresh its token, and the new refresh token only where there is one."""
    session = granted.session
    return Refreshed(
        access_token=session.access_token,
        token_type="Bearer",  # noqa: S106 -- the scheme's name, RFC 6750
        expires_at=session.access_token_expires_at,
        refresh_token=session.refresh_token if granted.rotated else None,
    )
