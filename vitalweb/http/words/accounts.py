"""What is said of accounts, tokens and the trail on the wire and nowhere else."""

from datetime import datetime

from attrs import field, frozen

from vitalcore.account import ACCOUNT_ID, KnownAccount
from vitalcore.audit import Entry
from vitalcore.guard import INSTANT, Maybe, Text, Whole, identifier
from vitalcore.patient import PATIENT_ID
from vitalweb.http.shapes import ABSENT
from vitalweb.http.words.cursor import CURSOR

ACTION = identifier(50)
#: An account, or nobody, as the trail has it.
WHOEVER = Text(f"-|{ACCOUNT_ID.pattern}", f"{ACCOUNT_ID.rule}, or - for nobody", ACCOUNT_ID.longest)
MOST_ACCOUNTS = 1000
MOST_ENTRIES = 10_000


@frozen(kw_only=True)
class OneAccount:
    """An account's place."""

    id: str = field(validator=ACCOUNT_ID)


@frozen(kw_only=True)
class AccountPage:
    """A page of the list of accounts, which is in the order of their ids."""

    limit: int = field(default=100, validator=Whole(1, MOST_ACCOUNTS))
    cursor: str | None = field(default=None, validator=Maybe(ACCOUNT_ID))


@frozen(kw_only=True)
class AccountList:
    """A page of accounts; no next_cursor on the last one."""

    items: tuple[KnownAccount, ...]
    next_cursor: str | None


@frozen(kw_only=True)
class AuditPage:
    """Rows of the trail from one moment to another; both ends belong to the range."""

    from_: datetime = field(validator=INSTANT)
    to: datetime = field(validator=INSTANT)
    account_id: str | None = field(default=None, validator=Maybe(WHOEVER))
    patient_id: str | None = field(default=None, validator=Maybe(PATIENT_ID))
    action: str | None = field(default=None, validator=Maybe(ACTION))
    limit: int = field(default=1000, validator=Whole(1, MOST_ENTRIES))
    cursor: str | None = field(default=None, validator=Maybe(CURSOR))


@frozen(kw_only=True)
class Trail:
    """A page of the trail, the oldest first; no next_cursor on the last one."""

    items: tuple[Entry, ...]
    next_cursor: str | None


@frozen(kw_only=True)
class Tokens:
    """A session's tokens.

    The access token is signed for three minutes; the session's hour ends at expires_at.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    token_type: str
    expires_at: datetime


@frozen(kw_only=True)
class Refreshed:
    """A fresh access token, and a new refresh token if a new hour began."""

    access_token: str = field(repr=False)
    token_type: str
    expires_at: datetime
    refresh_token: str | None = field(default=None, repr=False, metadata={ABSENT: True})
