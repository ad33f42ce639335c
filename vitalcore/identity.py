"""Where a patient's rows live: a bucket from the patient's id, and ids that carry it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zlib import crc32

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

#: Every vital_id lies in 2**62 possible ones for its millisecond and bucket.
ENTROPY_BITS = 62
_ENTROPY = (1 << ENTROPY_BITS) - 1


def bucket(patient_id: str) -> int:
    """Give the shard of a patient's rows, 0 to 4095."""
    return crc32(patient_id.encode()) & 0xFFF


def vital_id(patient_id: str, recorded_at: datetime, entropy: int) -> UUID:
    """Make a UUIDv7 (RFC 9562) of *recorded_at* whose rand_a is the patient's bucket.

    *entropy* is 0 to 2**62 - 1 and comes from outside. Times before 1970 share the id's first
    millisecond.
    """
    return assembled(millisecond(recorded_at), bucket(patient_id), entropy)


def millisecond(recorded_at: datetime) -> int:
    """Give the time that an id carries, in milliseconds since 1970."""
    return max(0, (recorded_at - _EPOCH) // _MILLISECOND)


def assembled(at: int, home: int, entropy: int) -> UUID:
    """Put an id together from its millisecond, its bucket and its entropy."""
    return UUID(int=at << 80 | 7 << 76 | home << 64 | 2 << 62 | entropy & _ENTROPY)


def least_id(at: datetime) -> UUID:
    """Give a bound: no reading of *at* or later has an id below it, and no earlier one above."""
    return UUID(int=millisecond(at) << 80)


def moment_of(vital_id: UUID) -> datetime:
    """Read from an id alone when it was recorded, to the millisecond; 1970 at the earliest."""
    return _EPOCH + (vital_id.int >> 80) * _MILLISECOND


def bucket_of(vital_id: UUID) -> int:
    """Read from an id alone on which shard its row lies."""
    return vital_id.int >> 64 & 0xFFF
