"""A place in a patient's readings, as a word that the next request gives back."""

from datetime import datetime, timedelta
from uuid import UUID

from vitalcore.guard import EPOCH
from vitalweb.store.rows import Item

_MICROSECOND = timedelta(microseconds=1)


def written(last: Item) -> str:
    """Write the place of *last*: microseconds since 1900, and the id that breaks ties."""
    return f"{(last.recorded_at - EPOCH) // _MICROSECOND:016d}-{last.vital_id.hex}"


def read(cursor: str | None, since: datetime) -> tuple[datetime, UUID]:
    """Read a place; without a cursor it is the one before everything at *since*."""
    if cursor is None:
        return since, UUID(int=0)
    microseconds, _, name = cursor.partition("-")
    return EPOCH + int(microseconds) * _MICROSECOND, UUID(name)
