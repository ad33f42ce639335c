"""Accounts, seen by an administrator: list, invite, disable."""

from returns.result import Result, Success

from vitalcore.account import Invitation, Invited, KnownAccount
from vitalcore.fault import Fault
from vitalweb import inviting
from vitalweb.house import House
from vitalweb.http.route import Ask, Nothing
from vitalweb.http.words.accounts import AccountList, AccountPage, OneAccount
from vitalweb.store import accounts
from vitalweb.store.desk import Desk


async def page(_: House, desk: Desk, ask: Ask[AccountPage, None]) -> Result[AccountList, Fault]:
    """List accounts in the order of their ids, the disabled ones too."""
    limit = ask.where.limit
    found = await accounts.page(desk, ask.where.cursor or "", limit + 1)
    more = found[limit - 1].id if len(found) > limit else None
    return Success(AccountList(items=tuple(found[:limit]), next_cursor=more))


async def invite(_: House, desk: Desk, ask: Ask[Nothing, Invitation]) -> Result[Invited, Fault]:
    """Invite somebody as what they are; the code is told once and works once."""
    return Success(await inviting.invite(desk, ask.body, ask.at))


async def disable(_: House, desk: Desk, ask: Ask[OneAccount, None]) -> Result[KnownAccount, Fault]:
    """Disable an account, which ends its sessions at once, for every server process."""
    return await accounts.disable(desk, ask.where.id, ask.at)
