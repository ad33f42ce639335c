"""What is said on the wire and nowhere else: parameters of URLs, and answers made of several."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from attrs import field, frozen

from vitalcore.account import ACCOUNT_ID, KnownAccount
from vitalcore.audit import Entry
from vitalcore.guard import INSTANT, VERSION, Maybe, Several, Text, Whole, identifier
from vitalcore.kinds import Kind, Value
from vitalcore.patient import PATIENT_ID, Patient
from vitalcore.reading import MEMBER, REASON, WHY, Why
from vitalcore.risk.assessment import Assessment
from vitalcore.risk.context import ANYONE, Context
from vitalcore.risk.history import Movement
from vitalcore.risk.inputs import Input
from vitalcore.risk.register import DEFAULT
from vitalweb.http.shapes import ABSENT
from vitalweb.store.rows import Item, VitalVersion

CURSOR = Text(r"[0-9]{16}-[0-9a-f]{32}", "must be the next_cursor of an earlier answer", 49)
STRATEGY = identifier(50)
ACTION = identifier(50)
MOST_PATIENTS = 1000
MOST_VITALS = 10_000  # a week of a reading a minute
MOST_RECORDS = 1000


@frozen(kw_only=True)
class OnePatient:
    """A patient's place."""

    patient_id: str = field(validator=PATIENT_ID)


@frozen(kw_only=True)
class KnownPatient(OnePatient):
    """A patient's place, and when the record is looked at as it was known; now, if not said."""

    as_of: datetime | None = field(default=None, validator=Maybe(INSTANT))


@frozen(kw_only=True)
class Versioned(OnePatient):
    """A patient's place, said by somebody who looked at *version*."""

    version: int | None = field(default=None, validator=Maybe(VERSION))


@frozen(kw_only=True)
class PatientPage:
    """A page of the list of patients, which is in the order of their ids."""

    limit: int = field(default=100, validator=Whole(1, MOST_PATIENTS))
    cursor: str | None = field(default=None, validator=Maybe(PATIENT_ID))
    as_of: datetime | None = field(default=None, validator=Maybe(INSTANT))


@frozen(kw_only=True)
class PatientList:
    """A page of patients; no next_cursor on the last one."""

    items: tuple[Patient, ...]
    next_cursor: str | None


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
    items: tuple[VitalVersion, ...]


@frozen(kw_only=True)
class Assigning:
    """A device, and from when to when it may add a patient's readings."""

    device: str = field(validator=ACCOUNT_ID)
    starts_at: datetime = field(validator=INSTANT)
    ends_at: datetime = field(validator=INSTANT)


@frozen(kw_only=True)
class OneAccount:
    """An account's place."""

    id: str = field(validator=ACCOUNT_ID)


@frozen(kw_only=True)
class AccountPage:
    """A page of the list of accounts, which is in the order of their ids."""

    limit: int = field(default=100, validator=Whole(1, MOST_PATIENTS))
    cursor: str | None = field(default=None, validator=Maybe(ACCOUNT_ID))


@frozen(kw_only=True)
class AccountList:
    """A page of accounts; no next_cursor on the last one."""

    items: tuple[KnownAccount, ...]
    next_cursor: str | None


@frozen(kw_only=True)
class AuditPage:
    """Rows of the trail from one moment to another; both ends belong to the range."""

    from_: datetime = field(validator=INSTANT)
    to: datetime = field(validator=INSTANT)
    account_id: str | None = field(default=None, validator=Maybe(ACCOUNT_ID))
    patient_id: str | None = field(default=None, validator=Maybe(PATIENT_ID))
    action: str | None = field(default=None, validator=Maybe(ACTION))
    limit: int = field(default=1000, validator=Whole(1, MOST_VITALS))
    cursor: str | None = field(default=None, validator=Maybe(CURSOR))


@frozen(kw_only=True)
class Trail:
    """A page of the trail, the oldest first; no next_cursor on the last one."""

    items: tuple[Entry, ...]
    next_cursor: str | None


@frozen(kw_only=True)
class Tokens:
    """A session's tokens.

    The access token is signed for three minutes; the session's hour ends at expires_at.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    token_type: str
    expires_at: datetime


@frozen(kw_only=True)
class Refreshed:
    """A fresh access token, and a new refresh token if a new hour began."""

    access_token: str = field(repr=False)
    token_type: str
    expires_at: datetime
    refresh_token: str | None = field(default=None, repr=False, metadata={ABSENT: True})


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
    """A patient's risk, with everything that explains it."""

    patient_id: str


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


@frozen(kw_only=True)
class OneStrategy:
    """A strategy's place."""

    name: str = field(validator=STRATEGY)


@frozen(kw_only=True)
class StrategyFacts:
    """What a strategy is, which inputs it reads, and where its numbers come from."""

    name: str
    version: str
    hash: str
    title: str
    source: str
    inputs: tuple[Input, ...]


@frozen(kw_only=True)
class StrategyPage(StrategyFacts):
    """A strategy with its table as data, and as the page to read, where it has one."""

    table: Mapping[str, object] | None
    page: str | None


@frozen(kw_only=True)
class StrategyList:
    """The register of strategies."""

    items: tuple[StrategyFacts, ...]
    default: str


@frozen
class Health:
    """How the process is: alive, or ready."""

    status: str
