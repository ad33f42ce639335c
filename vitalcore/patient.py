"""A patient's record, and what may become of it."""

from datetime import date, datetime, timedelta
from enum import StrEnum, unique

from attrs import field, frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, flawed
from vitalcore.guard import EPOCH, HORIZON, VERSION, Day, Maybe, Member, identifier, line

PATIENT_ID = identifier(20)
NAME = line(100)
BIRTH_DATE = Day(EPOCH.date(), HORIZON.date() - timedelta(days=1))


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


def born[T: (NewPatient, Revision)](new: T, on: date) -> Result[T, Fault]:
    """Refuse a birth that lies after *on*."""
    if new.birth_date <= on:
        return Success(new)
    return Failure(flawed("/birth_date", "must not lie in the future"))


def age(birth_date: date, on: date) -> int:
    """Count completed years in the calendar; someone born on 29 February turns on 1 March."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
