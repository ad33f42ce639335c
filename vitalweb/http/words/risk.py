"""What is asked and answered about risk."""

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from vitalcore.guard import INSTANT, Maybe, Several
from vitalcore.kinds import Kind, Value
from vitalcore.patient import PATIENT_ID
from vitalcore.risk.assessment import Assessment
from vitalcore.risk.context import ANYONE, Context
from vitalcore.risk.history import Movement
from vitalcore.risk.register import DEFAULT, STRATEGY
from vitalweb.http.shapes import ABSENT

MOST_RECORDS = 1000


@frozen(kw_only=True)
class Record:
    """What was measured at one moment, by kind."""

    recorded_at: datetime = field(validator=INSTANT)
    vitals: Mapping[Kind, Value]


@frozen(kw_only=True)
class RiskQuestion:
    """Records to be assessed as they are sent; nothing of them is stored.

    *patient* tells what a score must know besides: what is left out is unknown, never assumed.
    """

    patient_id: str = field(validator=PATIENT_ID)
    records: tuple[Record, ...] = field(validator=Several(1, MOST_RECORDS))
    strategy: str = field(default=DEFAULT, validator=STRATEGY)
    patient: Context = ANYONE


@frozen(kw_only=True)
class RiskOfPatient:
    """The stored readings to be assessed at a moment; now, if none is given.

    *known_at* looks at the record as it was known then; *as_of* is another name for it.
    """

    patient_id: str = field(validator=PATIENT_ID)
    strategy: str = field(default=DEFAULT, validator=STRATEGY)
    at: datetime | None = field(default=None, validator=Maybe(INSTANT))
    known_at: datetime | None = field(default=None, validator=Maybe(INSTANT))
    as_of: datetime | None = field(default=None, validator=Maybe(INSTANT))


@frozen(kw_only=True)
class RiskOverTime:
    """A patient's stored readings, to be assessed at each of their moments within a range."""

    patient_id: str = field(validator=PATIENT_ID)
    from_: datetime = field(validator=INSTANT)
    to: datetime = field(validator=INSTANT)
    strategy: str = field(default=DEFAULT, validator=STRATEGY)


@frozen(kw_only=True)
class Risk(Assessment):
    """A patient's risk, with everything that explains it.

    *known_at* tells when the record was looked at, where it was: asked for again with it and with
    *evaluated_at* as `at`, the answer is the same.
    """

    patient_id: str
    known_at: datetime | None = field(default=None, metadata={ABSENT: True})


@frozen(kw_only=True)
class RiskHistory:
    """A patient's risk over time, and which input moved it from one moment to the next.

    *unassessed* lists the moments at which there was nothing to assess, or too much was unknown.
    """

    patient_id: str
    strategy: str
    items: tuple[Assessment, ...]
    movements: tuple[Movement, ...]
    unassessed: tuple[datetime, ...]
