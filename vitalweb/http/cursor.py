"""A place in a list that is ordered by time, as a word that the next request gives back."""

from datetime import datetime, timedelta

from vitalcore.guard import EPOCH

_MICROSECOND = timedelta(microseconds=1)


def written(at: datetime, tie: int) -> str:
    """Write a place: microseconds since 1900, and the number that breaks ties."""
    return f"{(at - EPOCH) // _MICROSECOND:016d}-{tie:032x}"


def read(cursor: str | None, since: datetime) -> tuple[datetime, int]:
    """Read a place; without a cursor it is the one before everything at *since*."""
    if cursor is None:
        return since, 0
    microseconds, _, tie = cursor.partition("-")
    return EPOCH + int(microseconds) * _MICROSECOND, int(tie, 16)
