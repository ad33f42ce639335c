"""The ward that is measured: a thousand patients, some with a week of a reading a minute."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

SMALL, LARGE = 100_000, 10_000_000  # readings in the record
PATIENTS = 1000
WEEK = 10_000  # minutes, and so many readings, of a patient who has any
DAY = 1440  # minutes
DAYS = WEEK // DAY  # whole ones
SEEN = 64  # patients whose readings are asked for, at most
FIRST = 1000  # the id of the first patient; ids are numbers of four digits

#: When the week begins, and a moment after it.
BEGIN = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=10)
LATER = BEGIN + timedelta(days=8)


def measured(readings: int) -> int:
    """Say how many patients have readings."""
    return readings // WEEK


def stride(readings: int) -> int:
    """Say how far those who are asked for lie apart, so that they are everywhere in the table."""
    return max(1, measured(readings) // SEEN)


def seen(readings: int) -> Sequence[str]:
    """Name the patients whose readings are asked for."""
    numbers = range(FIRST, FIRST + measured(readings), stride(readings))
    return tuple(map(str, numbers[:SEEN]))


def everybody() -> Sequence[str]:
    """Name all patients."""
    return tuple(map(str, range(FIRST, FIRST + PATIENTS)))


def at(minute: int) -> datetime:
    """Give a moment of the week."""
    return BEGIN + timedelta(minutes=minute)


def milliseconds(moment: datetime) -> int:
    """Give a moment as databases and ids have it, since 1970."""
    return round(moment.timestamp() * 1000)
