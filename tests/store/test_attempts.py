"""How often anybody may guess: a count that every server process shares."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from returns.result import Failure, Success

from tests.store.conftest import NOON
from vitalcore.fault import Throttled
from vitalweb import guessing
from vitalweb.guessing import AN_ACCOUNT, AN_ADDRESS, WINDOW, judged
from vitalweb.store.database import Database
from vitalweb.store.rows.staff import Attempts

TICK = timedelta(microseconds=1)


@pytest.fixture
def account() -> str:
    """An account at which nobody guessed."""
    return uuid4().hex


@pytest.fixture
def address() -> str:
    """An address from which nobody guessed."""
    return uuid4().hex


async def refused(
    desk: Database, account: str, address: str, times: int, at: datetime = NOON
) -> list[bool]:
    """Guess so often, and tell which guesses were refused."""
    found = [await guessing.counted(desk, account, address, at) for _ in range(times)]
    return [isinstance(one, Failure) for one in found]


async def test_an_account_is_guessed_at_ten_times(
    desk: Database, account: str, address: str
) -> None:
    """From however many addresses; the eleventh guess waits for the window to end."""
    assert AN_ACCOUNT == 10
    for place in range(10):
        assert await refused(desk, account, f"{address}{place}", 1) == [False]
    told = await guessing.counted(desk, account, address, NOON)
    assert told == Failure(Throttled(retry_after=int(WINDOW.total_seconds()) + 1))


async def test_an_address_guesses_a_hundred_times(desk: Database, address: str) -> None:
    """At however many accounts; a ward may share one address."""
    assert AN_ADDRESS == 100
    found = [await refused(desk, f"{address}{place}", address, 1) for place in range(101)]
    assert found == [[False]] * 100 + [[True]]


async def test_a_window_that_is_over_starts_anew(
    desk: Database, account: str, address: str
) -> None:
    """Up to its end guesses are refused; from its end on they are looked at again."""
    await refused(desk, account, address, 11)
    assert await refused(desk, account, address, 1, NOON + WINDOW - TICK) == [True]
    assert await refused(desk, account, address, 11, NOON + WINDOW) == [False] * 10 + [True]


async def test_who_proves_himself_is_forgiven(desk: Database, account: str, address: str) -> None:
    """The account starts at nothing; its address takes back the last guess alone."""
    await refused(desk, account, address, 10)
    await guessing.forgiven(desk, account, address, NOON)
    assert await refused(desk, account, address, 11) == [False] * 10 + [True]
    elsewhere = [await refused(desk, uuid4().hex, address, 1) for _ in range(82)]
    assert elsewhere == [[False]] * 81 + [[True]]


async def test_a_guess_that_is_turned_away_is_not_held_against_its_address(
    desk: Database, account: str, address: str
) -> None:
    """Hammering one account does not keep a ward that shares the address from logging in."""
    assert await refused(desk, account, address, 300) == [False] * 10 + [True] * 290
    assert await refused(desk, uuid4().hex, address, 1) == [False]


async def test_nobody_is_forgiven_below_nothing(desk: Database, account: str, address: str) -> None:
    """Forgiving twice earns no further guesses."""
    await refused(desk, account, address, 1)
    for _ in range(3):
        await guessing.forgiven(desk, account, address, NOON)
    assert await refused(desk, account, address, 11) == [False] * 10 + [True]


@given(
    st.lists(
        st.tuples(st.sampled_from(["account:a", "address:b"]), st.integers(0, 200)), max_size=4
    ),
    st.timedeltas(TICK, WINDOW),
)
@example([("account:a", 10)], WINDOW)
@example([("account:a", 11)], TICK)
@example([("address:b", 101), ("account:a", 1)], TICK)
def test_whoever_is_over_the_limit_waits(counts: list[tuple[str, int]], left: timedelta) -> None:
    """Retry-After reaches beyond the window's end, and nobody within the limit waits."""
    limits = {"account:a": 10, "address:b": 100}
    found = judged(
        [Attempts(subject=s, failures=n, window_ends_at=NOON + left) for s, n in counts], NOON
    )
    if any(failures > limits[subject] for subject, failures in counts):
        wait = timedelta(seconds=found.failure().retry_after)  # type: ignore[union-attr]  # Throttled
        assert left < wait <= left + timedelta(seconds=1)
    else:
        assert found == Success(None)
