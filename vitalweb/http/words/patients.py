"""What is said of patients on the wire and nowhere else."""

from datetime import datetime

from attrs import field, frozen

from vitalcore.account import ACCOUNT_ID
from vitalcore.guard import INSTANT, VERSION, Maybe, Whole
from vitalcore.patient import PATIENT_ID, Patient

MOST_PATIENTS = 1000


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
class Assigning:
    """A device, and from when to when it may add a patient's readings."""

    device: str = field(validator=ACCOUNT_ID)
    starts_at: datetime = field(validator=INSTANT)
    ends_at: datetime = field(validator=INSTANT)
