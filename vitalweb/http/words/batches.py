"""What is said of a batch of readings on the wire and nowhere else."""

from enum import StrEnum, unique
from uuid import UUID

from attrs import field, frozen

from vitalcore.fault import RefusedRow
from vitalcore.guard import Member


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
class BatchTaken:
    """What became of a batch, and of each row that was skipped; the first 10,000 are told."""

    batch_id: UUID
    dry_run: bool
    rows: int
    readings: int
    known: int
    refused: int
    refusals: tuple[RefusedRow, ...]
