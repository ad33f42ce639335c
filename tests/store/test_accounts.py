"""Accounts and invitations: an id once, an invitation once, a hash swapped unless it changed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from attrs import evolve
from hypothesis import given
from returns.result import Failure, Success

from tests.store.conftest import NOON
from tests.strategies import names
from vitalcore.account import Account
from vitalcore.fault import Forbidden, Taken
from vitalcore.role import Role
from vitalweb.store import accounts
from vitalweb.store.accounts import NewAccount
from vitalweb.store.database import Database
from vitalweb.store.rows.staff import Credentials

WEEK = timedelta(days=7)
NOT_INVITED = Failure(
    Forbidden("registration takes an invitation; this one is unknown, used or over")
)


@pytest.fixture
def new() -> NewAccount:
    """An account that is not there yet."""
    return NewAccount(account_id=f"dr-{uuid4().hex}", name="Ann", password_hash="$argon2id$1")


@pytest.fixture
async def code(desk: Database) -> bytes:
    """An invitation for a week."""
    made = uuid4().bytes
    await accounts.invite(desk, made, Role.NURSE, NOON + WEEK, NOON)
    return made


@given(names)
async def test_an_account_comes_back_as_it_was_opened(desk: Database, name: str) -> None:
    """For all names."""
    new = NewAccount(account_id=f"dr-{uuid4().hex}", name=name, password_hash="$argon2id$1")
    expected = Account(id=new.account_id, name=name, role=Role.DOCTOR, created_at=NOON)
    assert await accounts.add(desk, new, Role.DOCTOR, NOON) == Success(expected)
    known = Credentials(account_id=new.account_id, password_hash=new.password_hash, role="doctor")
    assert await accounts.credentials(desk, new.account_id) == known


async def test_an_id_is_taken_once(desk: Database, new: NewAccount) -> None:
    """The first owner's name and password stay."""
    (await accounts.add(desk, new, Role.DOCTOR, NOON)).unwrap()
    second = evolve(new, name="Eve", password_hash="$argon2id$2")
    assert await accounts.add(desk, second, Role.DOCTOR, NOON) == Failure(Taken("account"))
    first = Credentials(account_id=new.account_id, password_hash="$argon2id$1", role="doctor")
    assert await accounts.credentials(desk, new.account_id) == first


async def test_an_invitation_works_once(desk: Database, new: NewAccount, code: bytes) -> None:
    """For the first who brings it."""
    made = await accounts.add_invited(desk, new, code, NOON)
    again = await accounts.add_invited(desk, evolve(new, account_id=uuid4().hex), code, NOON)
    assert (made.unwrap().id, again) == (new.account_id, NOT_INVITED)


async def test_an_invitation_is_not_used_up_by_an_id_that_is_taken(
    desk: Database, new: NewAccount, code: bytes, doctor: str
) -> None:
    """Whoever chose a taken id may choose another one."""
    taken = await accounts.add_invited(desk, evolve(new, account_id=doctor), code, NOON)
    made = await accounts.add_invited(desk, new, code, NOON)
    assert (taken, made.unwrap().id) == (Failure(Taken("account")), new.account_id)


@pytest.mark.parametrize(
    ("lapse", "holds"), [(timedelta(microseconds=1), True), (timedelta(0), False)]
)
async def test_an_invitation_ends(
    desk: Database, new: NewAccount, code: bytes, lapse: timedelta, holds: bool
) -> None:
    """At its very end it is over."""
    made = await accounts.add_invited(desk, new, code, NOON + WEEK - lapse)
    assert (made == NOT_INVITED) != holds


async def test_an_unknown_invitation_opens_nothing(desk: Database, new: NewAccount) -> None:
    """Nobody's code is no code."""
    assert await accounts.add_invited(desk, new, uuid4().bytes, NOON) == NOT_INVITED
    assert await accounts.credentials(desk, new.account_id) is None


async def test_a_hash_is_swapped_unless_it_changed(desk: Database, doctor: str) -> None:
    """Of two logins that rehash at once, the first one's hash stays."""
    former = Credentials(account_id=doctor, password_hash="$argon2id$1", role="doctor")
    for fresh in ("$argon2id$2", "$argon2id$3"):
        await accounts.rehash(desk, former, fresh, NOON)
    assert await accounts.credentials(desk, doctor) == evolve(former, password_hash="$argon2id$2")
