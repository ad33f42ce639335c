"""A patient's record, and what may become of it."""

from datetime import date, datetime
from enum import StrEnum, unique

from attrs import asdict, field, frozen
from returns.result import Failure, Result, Success

from vitalcore.background import PERCENT, REASON, Pregnancy, PregnancyStatus, SpO2Target
from vitalcore.fault import Fault, flawed
from vitalcore.guard import DAY, VERSION, Maybe, Member, identifier, line

PATIENT_ID = identifier(20)
NAME = line(100)
BIRTH_DATE = DAY


@unique
class Gender(StrEnum):
    """As the hospital's records have it."""

    MALE = "M"
    FEMALE = "F"


GENDER = Member(Gender)


@frozen(kw_only=True)
class NewPatient:
    """A patient on the way into the record."""

    patient_id: str = field(validator=PATIENT_ID)
    name: str = field(validator=NAME)
    gender: Gender = field(validator=GENDER)
    birth_date: date = field(validator=BIRTH_DATE)


@frozen(kw_only=True)
class Patient:
    """A patient in the record, at the current version."""

    patient_id: str
    name: str
    gender: Gender
    birth_date: date
    spo2_target: SpO2Target | None = None
    pregnancy: PregnancyStatus | None = None
    version: int
    created_at: datetime
    updated_at: datetime


@frozen(kw_only=True)
class Revision:
    """What the record shall say, by somebody who looked at *version*."""

    name: str = field(validator=NAME)
    gender: Gender = field(validator=GENDER)
    birth_date: date = field(validator=BIRTH_DATE)
    version: int | None = field(default=None, validator=Maybe(VERSION))


@frozen(kw_only=True)
class Targeting:
    """A target saturation to be prescribed, by somebody who looked at *version*."""

    low: int = field(validator=PERCENT)
    high: int = field(validator=PERCENT)
    prescriber: str = field(validator=NAME)
    reason: str = field(validator=REASON)
    prescribed_on: date = field(validator=DAY)
    review_on: date = field(validator=DAY)
    version: int | None = field(default=None, validator=Maybe(VERSION))

    @property
    def target(self) -> SpO2Target:
        """Give the target itself."""
        return SpO2Target(**asdict(self, filter=lambda one, _: one.name != "version"))


@frozen(kw_only=True)
class Expecting:
    """A pregnancy, or none, to be recorded by somebody who looked at *version*."""

    status: Pregnancy = field(validator=Member(Pregnancy))
    since: date = field(validator=DAY)
    version: int | None = field(default=None, validator=Maybe(VERSION))


def sensible(wanted: Targeting) -> Result[Targeting, Fault]:
    """Refuse a target whose ends or days stand the wrong way round."""
    if wanted.high <= wanted.low:
        return Failure(flawed("/high", "must lie above low"))
    if wanted.review_on < wanted.prescribed_on:
        return Failure(flawed("/review_on", "must not lie before prescribed_on"))
    return Success(wanted)


def born[T: (NewPatient, Revision)](new: T, on: date) -> Result[T, Fault]:
    """Refuse a birth that lies after *on*."""
    if new.birth_date <= on:
        return Success(new)
    return Failure(flawed("/birth_date", "must not lie in the future"))


def age(birth_date: date, on: date) -> int:
    """Count completed years in the calendar; someone born on 29 February turns on 1 March."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
