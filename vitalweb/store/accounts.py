"""Accounts and invitations in the record."""

from collections.abc import Sequence
from datetime import datetime

from attrs import field, frozen
from returns.result import Failure, Result, Success

from vitalcore.account import Account, KnownAccount
from vitalcore.fault import Fault, Forbidden, Taken, Unknown
from vitalcore.role import Role
from vitalweb.store import sql
from vitalweb.store.desk import Desk
from vitalweb.store.rows.staff import Credentials

NOUN = "account"
_TAKEN = Taken(NOUN)
_NOT_INVITED = Forbidden("registration takes an invitation; this one is unknown, used or over")


@frozen(kw_only=True)
class NewAccount:
    """An account on its way in, its password hashed."""

    account_id: str
    name: str
    password_hash: str = field(repr=False)


async def add(desk: Desk, new: NewAccount, role: Role, at: datetime) -> Result[Account, Fault]:
    """Open an account, once."""
    row = await desk.row(sql.ADD_ACCOUNT, **_given(new), role=role, at=at)
    return Success(row) if row else Failure(_TAKEN)


async def add_invited(
    desk: Desk, new: NewAccount, code_digest: bytes, at: datetime
) -> Result[Account, Fault]:
    """Open an account, once, and use the invitation up with it."""
    row = await desk.row(sql.ADD_INVITED, **_given(new), code_digest=code_digest, at=at)
    if row:
        return Success(row)
    invited = await desk.row(sql.VALID_INVITE, code_digest=code_digest, at=at)
    return Failure(_TAKEN if invited else _NOT_INVITED)


async def credentials(desk: Desk, account_id: str) -> Credentials | None:
    """Show what a login is checked against."""
    return await desk.row(sql.CREDENTIALS, account_id=account_id)


async def rehash(desk: Desk, former: Credentials, password_hash: str, at: datetime) -> None:
    """Swap in a hash with today's parameters, unless somebody was quicker."""
    given = {"account_id": former.account_id, "former_hash": former.password_hash}
    await desk.row(sql.REHASH, **given, password_hash=password_hash, at=at)


async def invite(
    desk: Desk, code_digest: bytes, role: Role, expires_at: datetime, at: datetime
) -> None:
    """Issue an invitation that works once, until *expires_at*."""
    given = {"code_digest": code_digest, "role": role, "expires_at": expires_at}
    await desk.row(sql.ISSUE_INVITE, **given, at=at)


async def disable(desk: Desk, account_id: str, at: datetime) -> Result[KnownAccount, Fault]:
    """Disable an account, which ends its sessions at once."""
    row = await desk.row(sql.DISABLE_ACCOUNT, account_id=account_id, at=at)
    return Success(row) if row else Failure(Unknown(NOUN))


async def page(desk: Desk, after: str, limit: int) -> Sequence[KnownAccount]:
    """List up to *limit* accounts whose ids come after *after*."""
    return await desk.rows(sql.PAGE_ACCOUNTS, after=after, limit=limit)


def _given(new: NewAccount) -> dict[str, str]:
    return {
        "account_id": new.account_id,
        "name": new.name,
        "password_hash": new.password_hash,
    }
