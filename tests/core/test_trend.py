"""Trends: the slope of a vital sign from the readings' own times."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalcore.kinds import Consciousness, Kind
from vitalcore.reading import Reading
from vitalcore.trend import Direction, trends

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def reading(hours: float, value: str, kind: Kind = Kind.HR) -> Reading:
    """A reading so many hours before AT."""
    return Reading(kind=kind, value=Decimal(value), recorded_at=AT - timedelta(hours=hours))


hours = st.integers(0, 24 * 60).map(lambda minutes: minutes / 60)
points = st.lists(st.tuples(hours, st.integers(40, 180)), min_size=1, max_size=20)


@given(st.integers(-5, 5), st.sets(st.integers(0, 20), min_size=3))
def test_a_straight_line_gives_its_own_slope(slope: int, at: set[int]) -> None:
    """Readings on a line of so many a minute an hour have that slope exactly."""
    series = [reading(hour, str(150 - slope * hour)) for hour in at]
    found = trends(series, AT)[Kind.HR]
    assert (found.slope, found.change) == (Decimal(slope), Decimal(slope * (max(at) - min(at))))
    expected = {-1: Direction.FALLING, 0: Direction.STEADY, 1: Direction.RISING}
    assert found.direction is expected[(slope > 0) - (slope < 0)]


def test_a_slope_is_a_number_with_its_fractions() -> None:
    """Half a degree in two hours is a quarter of a degree an hour."""
    series = [
        reading(hour, value, Kind.BT) for hour, value in ((0, "37.5"), (1, "37.2"), (2, "37"))
    ]
    found = trends(series, AT)[Kind.BT]
    assert (found.slope, found.change) == (Decimal("0.25"), Decimal("0.5"))


@given(points, st.randoms())
def test_the_order_of_the_readings_does_not_matter(
    told: list[tuple[float, int]], dice: Random
) -> None:
    """A series counts by its own times, however it was sent."""
    series = [reading(hour, str(value)) for hour, value in told]
    shuffled = list(series)
    dice.shuffle(shuffled)
    assert trends(series, AT) == trends(shuffled, AT)


@given(points)
def test_fewer_than_three_times_are_no_trend(told: list[tuple[float, int]]) -> None:
    """Without readings at three different times there is no slope, and that is said."""
    found = trends([reading(hour, str(value)) for hour, value in told], AT)[Kind.HR]
    enough = len({reading(hour, "60").recorded_at for hour, _ in told}) >= 3
    assert (found.direction is not Direction.UNKNOWN) is enough
    assert (found.slope is not None) is enough
    assert found.readings == len(told)


@pytest.mark.parametrize(
    ("kind", "values", "direction"),
    [
        (Kind.HR, ("80.9", "80.5", "80"), Direction.STEADY),
        (Kind.HR, ("81", "80.5", "80"), Direction.RISING),
        (Kind.HR, ("80", "80.5", "81"), Direction.FALLING),
        (Kind.BT, ("37.09", "37.05", "37"), Direction.STEADY),
        (Kind.BT, ("37.1", "37.05", "37"), Direction.RISING),
        (Kind.BT, ("36.5", "36.75", "37"), Direction.FALLING),
    ],
)
def test_less_than_one_step_of_the_chart_is_steady(
    kind: Kind, values: tuple[str, ...], direction: Direction
) -> None:
    """A line that moves less than the chart can show is steady; the newest value stands first."""
    series = [reading(hour, value, kind) for hour, value in enumerate(values)]
    assert trends(series, AT)[kind].direction is direction


def test_only_the_window_counts_and_both_its_ends_do() -> None:
    """Readings before the window or after the moment are no part of the trend."""
    series = [reading(hour, "80") for hour in (-1, 0, 6, 12, 13)]
    found = trends(series, AT, timedelta(hours=12))[Kind.HR]
    assert (found.readings, found.first, found.last) == (3, AT - timedelta(hours=12), AT)


def test_a_day_and_three_times_are_a_trend() -> None:
    """Unless a window is asked for, a day counts, its first moment included; two times are few."""
    series = [reading(hour, str(80 + hour)) for hour in (0, 24, 25)]
    few, enough = trends(series, AT)[Kind.HR], trends([*series, reading(1, "81")], AT)[Kind.HR]
    assert (few.readings, few.direction) == (2, Direction.UNKNOWN)
    assert (enough.readings, enough.direction) == (3, Direction.FALLING)


def test_a_letter_has_no_slope() -> None:
    """Consciousness has no trend, and a kind without readings has none."""
    alert = Reading(kind=Kind.ACVPU, value=Consciousness.ALERT, recorded_at=AT)
    assert trends([alert], AT) == {}
