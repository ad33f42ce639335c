"""A doctor's account: who may ask, and what a password must be."""

import unicodedata
from collections.abc import Container
from datetime import datetime
from uuid import UUID

from attrs import field, frozen
from returns.result import Failure, Result, Success

from vitalcore import session
from vitalcore.fault import Fault, flawed
from vitalcore.guard import Maybe, Member, Text, Whole, identifier
from vitalcore.patient import NAME
from vitalcore.role import Role

ACCOUNT_ID = identifier(50, "@")
DEVICE = identifier(50)
MOST_HOURS = 72  # an invitation holds over a weekend at most
LONGEST_PASSWORD = 128  # characters after NFKC

#: Any text that UTF-8 can carry; how long it must be is a setting.
SECRET = Text(
    r"[^\u0000-\u001f\u007f\ud800-\udfff]{1,512}", "must be text without control characters", 512
)
TOKEN = Text(r"[A-Za-z0-9._-]{1,4096}", "must be a token", 4096)
INVITE = Text(r"[A-Za-z0-9_-]{1,100}", "must be an invitation's code", 100)


@frozen(kw_only=True)
class Registration:
    """An account on its way in; *invite* where registration is by invitation."""

    id: str = field(validator=ACCOUNT_ID)
    password: str = field(validator=SECRET, repr=False)
    name: str = field(validator=NAME)
    invite: str | None = field(default=None, validator=Maybe(INVITE), repr=False)


@frozen(kw_only=True)
class Account:
    """An account as others see it."""

    id: str
    name: str
    role: Role
    created_at: datetime


@frozen(kw_only=True)
class KnownAccount(Account):
    """An account as an administrator sees it."""

    disabled_at: datetime | None


@frozen(kw_only=True)
class Invitation:
    """What somebody is invited as, and for how many hours the invitation holds."""

    role: Role = field(validator=Member(Role))
    hours: int = field(default=24, validator=Whole(1, MOST_HOURS))


@frozen(kw_only=True)
class Invited:
    """An invitation's code, which is told once."""

    code: str = field(repr=False)
    role: Role
    expires_at: datetime


@frozen(kw_only=True)
class Login:
    """An id and a password; *device* asks for a session of that device's own."""

    id: str = field(validator=ACCOUNT_ID)
    password: str = field(validator=SECRET, repr=False)
    device: str | None = field(default=None, validator=Maybe(DEVICE))


@frozen(kw_only=True)
class Renewal:
    """A refresh token, to be exchanged for a fresh access token."""

    refresh_token: str = field(validator=TOKEN, repr=False)

    @property
    def session_id(self) -> UUID | None:
        """Name the session that is to be renewed."""
        return session.named(self.refresh_token)


def normal(password: str) -> str:
    """Give one spelling to passwords that look the same (NIST SP 800-63B asks for NFKC)."""
    return unicodedata.normalize("NFKC", password)


def strong(
    wanted: Registration, shortest: int, common: Container[str]
) -> Result[Registration, Fault]:
    """Refuse a password that is too short, too long, commonly used, or the account's own id."""
    password = normal(wanted.password)
    if not shortest <= len(password) <= LONGEST_PASSWORD:
        return _weak(f"must have {shortest} to {LONGEST_PASSWORD} characters")
    if _well_known(password.casefold(), common):
        return _weak("is one of the commonly used passwords; choose another")
    if password.casefold() == wanted.id.casefold():
        return _weak("must differ from the id")
    return Success(wanted)


def _well_known(password: str, common: Container[str]) -> bool:
    """Is it listed, or listed but for digits at its end, or one word over and over?"""
    unit = password[: (password + password).find(password, 1)]
    stem = password.rstrip("0123456789!?.,-_ ")
    listed = any(one in common for one in (password, stem, unit.strip()))
    return listed or len(unit) == 1 or password.isdigit()


def _weak(detail: str) -> Result[Registration, Fault]:
    return Failure(flawed("/password", detail))
