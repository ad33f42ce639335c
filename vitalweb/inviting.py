"""Invitations: an operator issues a code, and whoever has it registers with it, once."""

import secrets
from datetime import UTC, datetime, timedelta

from vitalweb.http.endpoints.accounts import invitation
from vitalweb.store import accounts
from vitalweb.store.desk import Desk

LENGTH = 24  # random bytes of a code: nobody guesses it


async def invite(desk: Desk, hours: int) -> str:
    """Issue a code that works once within *hours*; the record keeps only its digest."""
    code, at = secrets.token_urlsafe(LENGTH), datetime.now(UTC)
    await accounts.invite(desk, invitation(code), at + timedelta(hours=hours), at)
    return code
