"""Invitations: a code is told once, and whoever has it registers with it, once."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from vitalcore.account import Invitation, Invited
from vitalweb.store import accounts
from vitalweb.store.desk import Desk

LENGTH = 24  # random bytes of a code: nobody guesses it


async def invite(desk: Desk, wanted: Invitation, at: datetime) -> Invited:
    """Issue a code that opens one account; the record keeps only its digest."""
    code, ends = secrets.token_urlsafe(LENGTH), at + timedelta(hours=wanted.hours)
    await accounts.invite(desk, digest(code), wanted.role, ends, at)
    return Invited(code=code, role=wanted.role, expires_at=ends)


def digest(code: str) -> bytes:
    """Give what is kept of a code."""
    return sha256(code.encode()).digest()
