"""Snapshots: the newest reading of each kind, as it was known at a moment."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalcore.kinds import Kind
from vitalcore.reading import Reading
from vitalcore.snapshot import FRESHNESS, snapshot, snapshots

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)

times = st.integers(-30 * 60, 30 * 60).map(lambda minutes: AT + timedelta(minutes=minutes))
readings = st.builds(
    Reading,
    kind=st.sampled_from([Kind.HR, Kind.SBP]),
    value=st.integers(0, 250).map(Decimal),
    recorded_at=times,
    source=st.uuids(),
)
series = st.lists(readings, max_size=12)


@given(series, times)
def test_the_newest_reading_not_after_the_moment_counts(
    known: Sequence[Reading], at: datetime
) -> None:
    """For each kind the newest reading is taken, fresh or stale, and never one of the future."""
    seen = snapshot(known, at)
    taken = {**seen.fresh, **seen.stale}
    for kind in (Kind.HR, Kind.SBP):
        past = [one.recorded_at for one in known if one.kind is kind and one.recorded_at <= at]
        assert (taken[kind].recorded_at if kind in taken else None) == max(past, default=None)


@given(series, times)
def test_a_reading_is_either_fresh_or_stale(known: Sequence[Reading], at: datetime) -> None:
    """What is older than its kind's limit is stale, and a limit itself is still fresh."""
    seen = snapshot(known, at)
    assert not seen.fresh.keys() & seen.stale.keys()
    assert all(at - one.recorded_at <= FRESHNESS[kind] for kind, one in seen.fresh.items())
    assert all(at - one.recorded_at > FRESHNESS[kind] for kind, one in seen.stale.items())


@given(series, st.lists(times, max_size=6))
def test_snapshots_over_time_are_snapshots(
    known: Sequence[Reading], moments: list[datetime]
) -> None:
    """One walk through the readings sees at each moment what a look at that moment sees."""
    assert list(snapshots(known, moments)) == [snapshot(known, at) for at in sorted(moments)]


def test_of_two_readings_of_one_moment_the_last_one_given_counts() -> None:
    """A reading that arrived later for the same moment takes the place of the first."""
    first, second = (
        Reading(kind=Kind.HR, value=Decimal(value), recorded_at=AT, source=UUID(int=value))
        for value in (70, 80)
    )
    assert snapshot([first, second], AT).fresh[Kind.HR] is second
    assert next(snapshots([first, second], [AT])).fresh[Kind.HR] is second


@pytest.mark.parametrize(("later", "fresh"), [(0, True), (1, False)])
def test_a_limit_itself_is_still_fresh(later: int, fresh: bool) -> None:
    """A reading is stale one microsecond after 13 hours, and not before."""
    old = Reading(kind=Kind.HR, value=Decimal(80), recorded_at=AT - timedelta(hours=13))
    seen = snapshot([old], AT + timedelta(microseconds=later))
    assert (Kind.HR in seen.fresh, Kind.HR in seen.stale) == (fresh, not fresh)


def test_a_hospital_sets_its_own_limits() -> None:
    """A limit of one hour for the pulse leaves every other kind its default."""
    old = [
        Reading(kind=kind, value=Decimal(80), recorded_at=AT - timedelta(hours=2))
        for kind in (Kind.HR, Kind.SBP)
    ]
    seen = snapshot(old, AT, {Kind.HR: timedelta(hours=1)})
    assert (set(seen.fresh), set(seen.stale)) == ({Kind.SBP}, {Kind.HR})
