"""What comes out of the database, and how it becomes the core's values."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from attrs import frozen

from vitalcore.kinds import Consciousness, Kind, Value
from vitalcore.patient import Gender, NewPatient, Patient
from vitalcore.reading import NewVital, Vital

#: ACVPU is kept as its place in the word.
SCALE = tuple(Consciousness)


def stored(value: Value) -> Decimal:
    """Give the number under which *value* is kept."""
    return Decimal(SCALE.index(value)) if isinstance(value, Consciousness) else value


def told(vital_type: str, value: Decimal) -> Value:
    """Give the value that is kept as a number."""
    return SCALE[int(value)] if vital_type == Kind.ACVPU else value


@frozen(kw_only=True)
class Credentials:
    """What a login is checked against."""

    account_id: str
    password_hash: str


@frozen(kw_only=True)
class Stamp:
    """A session and the version it has now."""

    session_id: UUID
    version: int


@frozen(kw_only=True)
class SealedSession:
    """A session whose tokens are still encrypted."""

    session_id: UUID
    account_id: str
    device: str
    access_token: bytes
    refresh_token: bytes
    access_token_expires_at: datetime
    refresh_token_expires_at: datetime
    spent: list[bytes]
    version: int
    created_at: datetime


@frozen(kw_only=True)
class Attempts:
    """How often a subject has tried within its window."""

    subject: str
    failures: int
    window_ends_at: datetime


@frozen(kw_only=True)
class Kept:
    """An answer under its Idempotency-Key; without a status while the request runs."""

    request_digest: bytes
    status: int | None
    headers: str | None
    body: bytes | None


@frozen(kw_only=True)
class Invite:
    """An invitation."""

    code_digest: bytes
    expires_at: datetime


@frozen(kw_only=True)
class Applied:
    """A migration that the database has had."""

    migration_id: str
    sha256: str


@frozen(kw_only=True)
class Item:
    """A reading in a list."""

    vital_id: UUID
    vital_type: Kind
    recorded_at: datetime
    value: Value
    version: int


@frozen(kw_only=True)
class VitalVersion:
    """One version of a reading: who wrote it when, and who replaced it when and why."""

    version: int
    recorded_at: datetime
    vital_type: Kind
    value: Value
    struck: bool
    written_by: str
    written_at: datetime
    superseded_by: str | None
    superseded_at: datetime | None
    change: str | None
    reason: str | None


def patient(*, gender: str, **rest: Any) -> Patient:
    """Make a patient of a row."""
    return Patient(gender=Gender(gender), **rest)


def new_patient(*, gender: str, **rest: Any) -> NewPatient:
    """Make a patient of a row, without what the record added."""
    return NewPatient(gender=Gender(gender), **rest)


def vital(*, vital_type: str, value: Decimal, **rest: Any) -> Vital:
    """Make a reading of a row."""
    return Vital(vital_type=Kind(vital_type), value=told(vital_type, value), **rest)


def new_vital(*, vital_type: str, value: Decimal, **rest: Any) -> NewVital:
    """Make a reading of a row, without what the record added."""
    return NewVital(vital_type=Kind(vital_type), value=told(vital_type, value), **rest)


def item(*, vital_type: str, value: Decimal, **rest: Any) -> Item:
    """Make a listed reading of a row."""
    return Item(vital_type=Kind(vital_type), value=told(vital_type, value), **rest)


def vital_version(*, vital_type: str, value: Decimal, **rest: Any) -> VitalVersion:
    """Make a version of a reading of a row."""
    return VitalVersion(vital_type=Kind(vital_type), value=told(vital_type, value), **rest)
