"""A doctor's session on one device: how long its tokens hold, and what a refresh makes of it."""

from datetime import datetime, timedelta
from enum import Enum, auto
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from attrs import evolve, field, frozen

from vitalcore.role import Role

#: The signed token is short-lived; the hour is the session's; a shift bounds them both.
TOKEN_LIFE = timedelta(minutes=3)
SESSION_HOUR = timedelta(hours=1)
#: The session of a login that names no device.
DEFAULT_DEVICE = "-"


@frozen(kw_only=True)
class Session:
    """A session as it stands: both tokens, both ends, and the digests of refresh tokens used up."""

    session_id: UUID
    account_id: str
    role: Role
    device: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    access_token_expires_at: datetime
    refresh_token_expires_at: datetime
    spent: tuple[bytes, ...] = field(repr=False)
    version: int
    created_at: datetime


class Step(Enum):
    """What a login or a refresh means for a session."""

    KEEP = auto()  # the signed token still holds
    RESIGN = auto()  # the hour still runs, the signed token does not
    ROTATE = auto()  # the hour is over, the shift is not
    END = auto()  # the shift is over


def step(session: Session, at: datetime, *, holds: bool) -> Step:
    """Decide what a session needs at *at*; *holds* says that its signed token still does."""
    if at >= session.refresh_token_expires_at:
        return Step.END
    if at >= session.access_token_expires_at:
        return Step.ROTATE
    return Step.KEEP if holds else Step.RESIGN


def hour(at: datetime, shift_ends: datetime) -> datetime:
    """Give the end of an hour that starts at *at*, never beyond the shift's."""
    return min(at + SESSION_HOUR, shift_ends)


def resigned(session: Session, access_token: str) -> Session:
    """Give the session its fresh signed token; its hour stays."""
    return evolve(session, access_token=access_token)


def rotated(session: Session, access_token: str, refresh_token: str, at: datetime) -> Session:
    """Start a new hour under a new refresh token; the old one is remembered as used up."""
    return evolve(
        session,
        access_token=access_token,
        refresh_token=refresh_token,
        access_token_expires_at=hour(at, session.refresh_token_expires_at),
        spent=(*session.spent, digest(session.refresh_token)),
    )


def digest(refresh_token: str) -> bytes:
    """Give what is remembered of a refresh token that is used up."""
    return sha256(refresh_token.encode()).digest()


def named(refresh_token: str) -> UUID | None:
    """Say which session a refresh token claims to be of; it stands in front."""
    try:
        return UUID(refresh_token.partition(".")[0])
    except ValueError:
        return None


def matches(session: Session, refresh_token: str) -> bool:
    """Is this the session's refresh token? Takes the same time whatever differs."""
    return compare_digest(session.refresh_token.encode(), refresh_token.encode())


def reused(session: Session, refresh_token: str) -> bool:
    """Is this a refresh token of the session's that was used up before?"""
    return digest(refresh_token) in session.spent
