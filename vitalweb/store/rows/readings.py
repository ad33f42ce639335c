"""Readings as they come out of the database, and how they become the core's values."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from attrs import frozen

from vitalcore.kinds import Kind, Value
from vitalcore.reading import Vital
from vitalweb.store.rows.values import told


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
    patient_id: str
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
class Exported:
    """A reading as it leaves in an export, under its id."""

    vital_id: UUID
    patient_id: str
    recorded_at: datetime
    vital_type: Kind
    value: Value


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
