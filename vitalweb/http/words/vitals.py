"""What is said of readings on the wire and nowhere else."""

from datetime import datetime
from uuid import UUID

from attrs import field, frozen

from vitalcore.guard import INSTANT, VERSION, Maybe, Whole
from vitalcore.kinds import Kind
from vitalcore.patient import PATIENT_ID
from vitalcore.reading import MEMBER, REASON, WHY, Why
from vitalweb.http.words.cursor import CURSOR
from vitalweb.store.rows.readings import Item, VitalVersion

MOST_VITALS = 10_000  # a week of a reading a minute


@frozen(kw_only=True)
class OneVital:
    """A reading's place."""

    vital_id: UUID


@frozen(kw_only=True)
class KnownVital(OneVital):
    """A reading's place, and when the record is looked at as it was known; now, if not said."""

    as_of: datetime | None = field(default=None, validator=Maybe(INSTANT))


@frozen(kw_only=True)
class StrikingBatch:
    """A batch to strike out."""

    batch_id: UUID
    reason_code: Why | None = field(default=None, validator=Maybe(WHY))
    reason: str | None = field(default=None, validator=Maybe(REASON))


@frozen(kw_only=True)
class Striking:
    """A reading to strike out, by somebody who looked at *version*."""

    vital_id: UUID
    version: int | None = field(default=None, validator=Maybe(VERSION))
    reason_code: Why | None = field(default=None, validator=Maybe(WHY))
    reason: str | None = field(default=None, validator=Maybe(REASON))


@frozen(kw_only=True)
class VitalsPage:
    """A patient's readings from one moment to another; both ends belong to the range."""

    patient_id: str = field(validator=PATIENT_ID)
    from_: datetime = field(validator=INSTANT)
    to: datetime = field(validator=INSTANT)
    vital_type: Kind | None = field(default=None, validator=Maybe(MEMBER))
    limit: int = field(default=MOST_VITALS, validator=Whole(1, MOST_VITALS))
    cursor: str | None = field(default=None, validator=Maybe(CURSOR))
    as_of: datetime | None = field(default=None, validator=Maybe(INSTANT))


@frozen(kw_only=True)
class VitalsList:
    """A page of readings, the oldest first; no next_cursor on the last one."""

    patient_id: str
    vital_type: Kind | None
    items: tuple[Item, ...]
    next_cursor: str | None


@frozen(kw_only=True)
class VitalHistory:
    """Every version of a reading, the oldest first."""

    vital_id: UUID
    patient_id: str
    items: tuple[VitalVersion, ...]
