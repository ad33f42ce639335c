"""What is said of a batch of readings on the wire and nowhere else."""

from datetime import datetime
from enum import StrEnum, unique
from uuid import UUID

from attrs import field, frozen

from vitalcore.fault import RefusedRow
from vitalcore.guard import INSTANT, Maybe, Member
from vitalcore.kinds import Kind
from vitalcore.patient import PATIENT_ID
from vitalcore.reading import MEMBER
from vitalweb.http.batch.outgoing import ExportFormat


@unique
class OnError(StrEnum):
    """What becomes of a batch with rows that are refused."""

    REFUSE = "refuse"
    SKIP = "skip"


@frozen(kw_only=True)
class BatchWay:
    """How a batch is to be taken in."""

    dry_run: bool = False
    on_error: OnError = field(default=OnError.REFUSE, validator=Member(OnError))


@frozen(kw_only=True)
class ExportOf:
    """A patient's readings, all or from one moment to another, as a file."""

    patient_id: str = field(validator=PATIENT_ID)
    from_: datetime | None = field(default=None, validator=Maybe(INSTANT))
    to: datetime | None = field(default=None, validator=Maybe(INSTANT))
    vital_type: Kind | None = field(default=None, validator=Maybe(MEMBER))
    format: ExportFormat | None = field(default=None, validator=Maybe(Member(ExportFormat)))


@frozen(kw_only=True)
class BatchTaken:
    """What became of a batch, and of each row that was skipped; the first 10,000 are told."""

    batch_id: UUID
    dry_run: bool
    rows: int
    readings: int
    known: int
    struck: int
    refused: int
    refusals: tuple[RefusedRow, ...]
