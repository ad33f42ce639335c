"""Answers under a key: claimed once, told again, forgotten after a day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from attrs import evolve
from psycopg import Connection
from returns.result import Failure, Success

from tests.store.conftest import NOON
from vitalcore.fault import KeyReused
from vitalweb.store import retries
from vitalweb.store.database import Database
from vitalweb.store.retries import KEPT_FOR, Retry
from vitalweb.store.rows.answers import Kept


@pytest.fixture
def retry() -> Retry:
    """A key that nobody used."""
    return Retry(asker="dr-ann", retry_key=uuid4().hex, request_digest=b"digest")


async def test_an_answer_is_told_again(desk: Database, retry: Retry) -> None:
    """Status, headers and body as they were kept."""
    first = await retries.claim(desk, retry, NOON)
    await retries.keep(desk, retry, (201, "{}", b"made"), NOON)
    again = await retries.claim(desk, retry, NOON)
    kept = Kept(request_digest=b"digest", status=201, headers="{}", body=b"made")
    assert (first, again) == (Success(None), Success(kept))


async def test_a_key_belongs_to_one_request(desk: Database, retry: Retry) -> None:
    """Another request under it is refused; another asker's same key is another key."""
    await retries.claim(desk, retry, NOON)
    reused = await retries.claim(desk, evolve(retry, request_digest=b"another"), NOON)
    others = await retries.claim(desk, evolve(retry, asker="dr-bob"), NOON)
    assert (reused, others) == (Failure(KeyReused()), Success(None))


@pytest.mark.parametrize(("lapse", "kept"), [(timedelta(0), 1), (timedelta(microseconds=1), 0)])
async def test_answers_are_forgotten_after_a_day(
    desk: Database, retry: Retry, other: Connection, lapse: timedelta, kept: int
) -> None:
    """At exactly 24 hours an answer is still told."""
    await retries.claim(desk, retry, NOON)
    await retries.sweep(desk, NOON + KEPT_FOR + lapse)
    found = other.execute("SELECT 1 FROM retries WHERE retry_key = %s", [retry.retry_key])
    assert len(found.fetchall()) == kept
