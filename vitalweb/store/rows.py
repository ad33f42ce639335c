"""What comes out of the database, and how it becomes the core's values."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from attrs import field, fields, frozen

from vitalcore.account import Account, KnownAccount
from vitalcore.background import Pregnancy, PregnancyStatus, SpO2Target
from vitalcore.kinds import Consciousness, Kind, Value
from vitalcore.patient import Gender, NewPatient, Patient
from vitalcore.reading import Vital
from vitalcore.role import Role

#: ACVPU is kept as its place in the word.
SCALE = tuple(Consciousness)

TARGET = tuple(one.name for one in fields(SpO2Target))


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
    password_hash: str = field(repr=False)
    role: str


@frozen(kw_only=True)
class Position:
    """A place in the log of what was written, in bytes."""

    position: int


@frozen(kw_only=True)
class Step:
    """A statement that the database has written."""

    step: str


@frozen(kw_only=True)
class Release:
    """Which release of something there is."""

    version: str


@frozen(kw_only=True)
class Bound:
    """The least id of a reading that a partition does not take."""

    bound: UUID


@frozen(kw_only=True)
class Partition:
    """A partition by name."""

    name: str


@frozen(kw_only=True)
class Newest:
    """The id of a reading."""

    vital_id: UUID


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
    role: str
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
class SealedAnswer:
    """An answer that is kept for a retry, and still encrypted."""

    asker: str
    retry_key: str
    request_digest: bytes
    body: bytes


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


@frozen
class Nothing:
    """What a statement gives that only does something."""


@frozen(kw_only=True)
class Tally:
    """How many rows a statement for many did something to."""

    tally: int


@frozen(kw_only=True)
class Misfit:
    """A line of a batch that does not go with the record, and the *fields* that show it."""

    line: int
    fields: list[str]


@frozen(kw_only=True)
class Exported:
    """A reading as it leaves in an export, under its id."""

    vital_id: UUID
    patient_id: str
    recorded_at: datetime
    vital_type: Kind
    value: Value


@frozen(kw_only=True)
class Item:
    """A reading in a list."""

    vital_id: UUID
    vital_type: Kind
    recorded_at: datetime
    value: Value
    version: int


@frozen(kw_only=True)
class Written:
    """A page of readings as JSON objects with commas between them, and where the next begins."""

    items: str | None
    more: bool
    last_at: datetime | None
    last_id: str | None


@frozen(kw_only=True)
class Placed(Written):
    """Such a page, and which of those that were asked for together it is, from 1."""

    place: int


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
    reason_code: str | None
    reason: str | None


@frozen(kw_only=True)
class Assignment:
    """A device that may add a patient's readings from one moment to another."""

    patient_id: str
    device: str
    starts_at: datetime
    ends_at: datetime


@frozen(kw_only=True)
class Struck:
    """A batch that was struck out, and how many of its readings still stood."""

    batch_id: UUID
    struck: int


@frozen(kw_only=True)
class Minute:
    """A minute of the trail."""

    minute: datetime


@frozen(kw_only=True)
class Added:
    """A row of the trail that was added."""

    audit_id: int


def account(*, role: str, **rest: Any) -> Account:
    """Make an account of a row."""
    return Account(role=Role(role), **rest)


def known_account(*, role: str, **rest: Any) -> KnownAccount:
    """Make an account of a row, with whether it still is one."""
    return KnownAccount(role=Role(role), **rest)


@frozen(kw_only=True)
class PatientRow:
    """A patient as the columns have it."""

    patient_id: str
    name: str
    gender: str
    birth_date: date
    spo2_low: int | None
    spo2_high: int | None
    spo2_prescriber: str | None
    spo2_reason: str | None
    spo2_prescribed_on: date | None
    spo2_review_on: date | None
    pregnancy: str | None
    pregnancy_since: date | None
    version: int
    created_at: datetime
    updated_at: datetime


def patient(**columns: Any) -> Patient:
    """Make a patient of a row."""
    target = {name: columns.pop(f"spo2_{name}") for name in TARGET}
    status, since = columns.pop("pregnancy"), columns.pop("pregnancy_since")
    return Patient(
        gender=Gender(columns.pop("gender")),
        spo2_target=None if target["low"] is None else SpO2Target(**target),
        pregnancy=status and PregnancyStatus(status=Pregnancy(status), since=since),
        **columns,
    )


def background(target: SpO2Target | None, pregnancy: PregnancyStatus | None) -> dict[str, Any]:
    """Give the columns that keep what scores must know."""
    return {
        **{f"spo2_{name}": getattr(target, name, None) for name in TARGET},
        "pregnancy": pregnancy and pregnancy.status,
        "pregnancy_since": pregnancy and pregnancy.since,
    }


def new_patient(*, gender: str, **rest: Any) -> NewPatient:
    """Make a patient of a row, without what the record added."""
    return NewPatient(gender=Gender(gender), **rest)


def vital(*, vital_type: str, value: Decimal, **rest: Any) -> Vital:
    """Make a reading of a row."""
    return Vital(vital_type=Kind(vital_type), value=told(vital_type, value), **rest)


def exported(*, vital_type: str, value: Decimal, **rest: Any) -> Exported:
    """Make a reading of a row, without what the record added but its id."""
    return Exported(vital_type=Kind(vital_type), value=told(vital_type, value), **rest)


def item(*, vital_type: str, value: Decimal, **rest: Any) -> Item:
    """Make a listed reading of a row."""
    return Item(vital_type=Kind(vital_type), value=told(vital_type, value), **rest)


def vital_version(*, vital_type: str, value: Decimal, **rest: Any) -> VitalVersion:
    """Make a version of a reading of a row."""
    return VitalVersion(vital_type=Kind(vital_type), value=told(vital_type, value), **rest)
