"""Accounts, sessions and attempts as they come out of the database."""

from datetime import datetime
from typing import Any
from uuid import UUID

from attrs import field, frozen

from vitalcore.account import Account, KnownAccount
from vitalcore.role import Role


@frozen(kw_only=True)
class Credentials:
    """What a login is checked against."""

    account_id: str
    password_hash: str = field(repr=False)
    role: str


@frozen(kw_only=True)
class Stamp:
    """A session and the version it has now."""

    session_id: UUID
    version: int


@frozen(kw_only=True)
class SealedSession:
    """A session whose tokens are still encrypted."""

    session_id: UUID
    account_id: str
    role: str
    device: str
    access_token: bytes
    refresh_token: bytes
    access_token_expires_at: datetime
    refresh_token_expires_at: datetime
    spent: list[bytes]
    version: int
    created_at: datetime


@frozen(kw_only=True)
class Attempts:
    """How often a subject has tried within its window."""

    subject: str
    failures: int
    window_ends_at: datetime


@frozen(kw_only=True)
class Invite:
    """An invitation."""

    code_digest: bytes
    expires_at: datetime


@frozen(kw_only=True)
class Assignment:
    """A device that may add a patient's readings from one moment to another."""

    patient_id: str
    device: str
    starts_at: datetime
    ends_at: datetime


def account(*, role: str, **rest: Any) -> Account:
    """Make an account of a row."""
    return Account(role=Role(role), **rest)


def known_account(*, role: str, **rest: Any) -> KnownAccount:
    """Make an account of a row, with whether it still is one."""
    return KnownAccount(role=Role(role), **rest)
