"""Where a patient is heading: the slope of each vital sign over a window of time.

Arithmetic, not a judgment: a rise says nothing of whether it is good.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum, unique
from fractions import Fraction
from types import MappingProxyType

from attrs import frozen

from vitalcore.kinds import FACTS, Kind
from vitalcore.reading import Reading

#: Two points make a line and no trend.
FEWEST = 3

#: Long enough for three routine sets of observations 12 hours apart (RCP 2017, NEWS2 of 0).
WINDOW = timedelta(hours=24)

_HOUR = timedelta(hours=1)


@unique
class Direction(StrEnum):
    """Which way the fitted line goes; steady while it stays within one step of the chart."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"
    UNKNOWN = "too few points"


@frozen(kw_only=True)
class Trend:
    """The least-squares line through the readings of one kind; *slope* is per hour.

    *change* is what the line rises between its first and its last reading.
    """

    kind: Kind
    direction: Direction
    slope: Decimal | None
    change: Decimal | None
    readings: int
    first: datetime
    last: datetime


def trends(
    readings: Iterable[Reading], at: datetime, window: timedelta = WINDOW
) -> Mapping[Kind, Trend]:
    """Fit a line for each numeric kind to the readings from *at* - *window* to *at*, both included.

    A kind without a reading in the window has no trend; one with fewer than three at different
    times says so.
    """
    series: dict[Kind, list[Reading]] = {}
    for reading in sorted(readings, key=lambda one: one.recorded_at):
        if reading.kind in FACTS and at - window <= reading.recorded_at <= at:
            series.setdefault(reading.kind, []).append(reading)
    return MappingProxyType({kind: _trend(kind, found) for kind, found in series.items()})


def _trend(kind: Kind, found: Sequence[Reading]) -> Trend:
    first, last = found[0].recorded_at, found[-1].recorded_at
    slope = _slope([(_hours(one.recorded_at - first), Fraction(str(one.value))) for one in found])
    change = None if slope is None else slope * _hours(last - first)
    return Trend(
        kind=kind,
        direction=_direction(change, FACTS[kind].grid),
        slope=_decimal(slope),
        change=_decimal(change),
        readings=len(found),
        first=first,
        last=last,
    )


def _slope(points: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    if len({hour for hour, _ in points}) < FEWEST:
        return None
    hours = sum(hour for hour, _ in points) / Fraction(len(points))
    spread = sum((hour - hours) ** 2 for hour, _ in points)
    return sum((hour - hours) * value for hour, value in points) / Fraction(spread)


def _direction(change: Fraction | None, step: Decimal) -> Direction:
    if change is None:
        return Direction.UNKNOWN
    if abs(change) < Fraction(step):
        return Direction.STEADY
    return Direction.RISING if change > 0 else Direction.FALLING


def _decimal(exact: Fraction | None) -> Decimal | None:
    return None if exact is None else Decimal(exact.numerator) / Decimal(exact.denominator)


def _hours(span: timedelta) -> Fraction:
    return Fraction(span // timedelta(microseconds=1), _HOUR // timedelta(microseconds=1))
