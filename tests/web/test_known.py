"""Tokens that were believed are remembered: until they end, and no more of them than a bound."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from attrs import evolve

from vitalcore.role import Role
from vitalcore.session import Session
from vitalweb import known
from vitalweb.known import Known

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
SESSION = Session(
    session_id=uuid4(),
    account_id="dr.lee",
    role=Role.DOCTOR,
    device="-",
    access_token="token",
    refresh_token="refresh",
    access_token_expires_at=NOON + timedelta(hours=1),
    refresh_token_expires_at=NOON + timedelta(hours=12),
    spent=(),
    version=1,
    created_at=NOON,
)


def test_a_token_is_known_until_it_ends() -> None:
    """Its own exp or its session's hour, whichever comes first; another token never was."""
    made, short = Known(), evolve(SESSION, access_token_expires_at=NOON + 2 * TICK)
    made.remember("token", SESSION, NOON + TICK)
    made.remember("other", short, NOON + timedelta(hours=1))
    found = [made.session("token", NOON + lapse * TICK) for lapse in range(2)]
    assert found == [SESSION, None]
    assert [made.session("other", NOON + lapse * TICK) for lapse in (1, 2)] == [short, None]
    assert made.session("toke", NOON) is None


def test_the_oldest_token_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many come, no more than a bound are kept."""
    monkeypatch.setattr(known, "MOST", 3)
    made = Known()
    for name in "abcd":
        made.remember(name, SESSION, NOON + TICK)
    assert [made.session(name, NOON) is None for name in "abcd"] == [True, False, False, False]


def test_what_is_remembered_is_no_token() -> None:
    """Neither shows in what is printed of it."""
    made = Known()
    made.remember("a.secret.token", evolve(SESSION, access_token="a.secret.token"), NOON)
    assert "secret" not in repr(made)
