"""Invitations: a code is told once, and whoever has it registers with it, once."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from vitalcore.account import Invitation, Invited
from vitalcore.audit import by_operator
from vitalweb.store import accounts, audit
from vitalweb.store.desk import Desk

LENGTH = 24  # random bytes of a code: nobody guesses it


async def invite(desk: Desk, wanted: Invitation, at: datetime) -> Invited:
    """Issue a code that opens one account; the record keeps only its digest."""
    code, ends = secrets.token_urlsafe(LENGTH), at + timedelta(hours=wanted.hours)
    await accounts.invite(desk, digest(code), wanted.role, ends, at)
    return Invited(code=code, role=wanted.role, expires_at=ends)


async def invite_here(desk: Desk, wanted: Invitation, at: datetime) -> Invited:
    """The same, by an operator at the machine, with its row in the trail."""
    invited = await invite(desk, wanted, at)
    subject = mark(invited.code, wanted.role)
    await audit.add(desk, [by_operator("invite", subject, "operator", 201, at)], at)
    return invited


def mark(code: str, role: str) -> str:
    """Name an invitation in the trail, without what it takes to use it."""
    return f"{role}:{digest(code).hex()[:16]}"


def digest(code: str) -> bytes:
    """Give what is kept of a code."""
    return sha256(code.encode()).digest()
