"""A session's life: its three ends, each at its exact moment."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from vitalcore.role import Role
from vitalcore.session import (
    SESSION_HOUR,
    TOKEN_LIFE,
    Session,
    Step,
    digest,
    hour,
    matches,
    resigned,
    reused,
    rotated,
    step,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
SESSION = Session(
    session_id=UUID(int=1),
    account_id="dr-ann",
    role=Role.DOCTOR,
    device="-",
    access_token="access-1",
    refresh_token="refresh-1",
    access_token_expires_at=NOON + HOUR,
    refresh_token_expires_at=NOON + 12 * HOUR,
    spent=(),
    version=1,
    created_at=NOON,
)
lapses = st.timedeltas(timedelta(0), timedelta(hours=13))
tokens = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def test_a_token_lives_three_minutes_and_a_session_an_hour() -> None:
    """The two lives that the interface was specified with."""
    assert (timedelta(minutes=3), timedelta(hours=1)) == (TOKEN_LIFE, SESSION_HOUR)


@given(lapses, st.booleans())
@example(HOUR, True)
@example(HOUR - TICK, False)
@example(12 * HOUR, True)
def test_the_step_follows_from_the_two_ends(lapse: timedelta, holds: bool) -> None:
    """Within the hour a token is kept or signed anew; then rotated; after the shift it is over."""
    found = step(SESSION, NOON + lapse, holds=holds)
    if lapse >= 12 * HOUR:
        assert found is Step.END
    elif lapse >= HOUR:
        assert found is Step.ROTATE
    else:
        assert found is (Step.KEEP if holds else Step.RESIGN)


@pytest.mark.parametrize(
    ("lapse", "expected"),
    [
        (timedelta(0), Step.RESIGN),
        (HOUR - TICK, Step.RESIGN),
        (HOUR, Step.ROTATE),
        (12 * HOUR - TICK, Step.ROTATE),
        (12 * HOUR, Step.END),
        (12 * HOUR + TICK, Step.END),
    ],
)
def test_each_end_belongs_to_what_comes_after(lapse: timedelta, expected: Step) -> None:
    """At its very end an hour, and a shift, is over."""
    assert step(SESSION, NOON + lapse, holds=False) is expected


@given(lapses)
@example(11 * HOUR)
@example(11 * HOUR + TICK)
def test_no_hour_outlasts_the_shift(lapse: timedelta) -> None:
    """A new hour ends after an hour, or with the shift."""
    ends = hour(NOON + lapse, SESSION.refresh_token_expires_at)
    assert ends == NOON + min(lapse + HOUR, 12 * HOUR)


def test_signing_anew_changes_the_signed_token_alone() -> None:
    """The hour, the refresh token and what is spent stay as they are."""
    assert resigned(SESSION, "access-2") == evolve(SESSION, access_token="access-2")


@given(lapses, st.lists(tokens, min_size=1, max_size=12, unique=True))
def test_every_rotated_token_is_remembered_as_used_up(lapse: timedelta, new: list[str]) -> None:
    """However often a session rotates, each former token is known, and the last one holds."""
    session = SESSION
    for token in new:
        session = rotated(session, "access", token, NOON + lapse)
    former = [SESSION.refresh_token, *new[:-1]]
    assert all(reused(session, token) for token in former)
    assert matches(session, new[-1])
    assert not reused(session, "never issued")


def test_rotation_starts_an_hour_and_keeps_the_shift() -> None:
    """The refresh token's own end does not move."""
    session = rotated(SESSION, "access-2", "refresh-2", NOON + 2 * HOUR)
    assert session == evolve(
        SESSION,
        access_token="access-2",
        refresh_token="refresh-2",
        access_token_expires_at=NOON + 3 * HOUR,
        spent=(digest("refresh-1"),),
    )


@given(tokens)
@example("refresh-1")
@example("refresh-é")
def test_only_the_very_token_matches(token: str) -> None:
    """Any other text, in any script, is not the session's refresh token."""
    assert matches(SESSION, token) == (token == "refresh-1")


def test_tokens_are_not_shown() -> None:
    """Neither tokens nor what is spent stand in a representation."""
    shown = repr(rotated(SESSION, "access-2", "refresh-2", NOON))
    assert [secret in shown for secret in ("access-", "refresh-", "spent")] == [False] * 3
