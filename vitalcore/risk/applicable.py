"""For whom a score was made, and what the patient's record adds to the readings."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import evolve, frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, NotApplicable
from vitalcore.patient import Gender
from vitalcore.risk.context import Context
from vitalcore.risk.inputs import Input
from vitalcore.risk.table import Table

_AGE_UNKNOWN = "The age is unknown, so it was not checked that the score is made for it"
_PREGNANCY_UNKNOWN = "It is not recorded whether there is a pregnancy, for which it is not made"


@frozen
class Record:
    """What the record tells: inputs, and notes on what was chosen or could not be checked."""

    values: Mapping[Input, Decimal | str]
    notes: tuple[str, ...]


def record(table: Table, patient: Context, read_on: date, today: date) -> Result[Record, Fault]:
    """Refuse a patient for whom *table* was not made; else give age and SpO2 scale.

    The age is counted on the day of the newest reading, the authorisation of Scale 2 today.
    """
    years = patient.age_on(read_on)
    reason = (
        _age(table, years)
        or _pregnancy(table, patient, read_on)
        or _unauthorised(table, patient, today)
    )
    if reason:
        return Failure(NotApplicable(table.name, reason))
    known = _known(table, years, patient, today)
    if _perhaps_pregnant(table, patient, read_on):
        known = evolve(known, notes=(*known.notes, _PREGNANCY_UNKNOWN))
    return Success(known)


def _perhaps_pregnant(table: Table, patient: Context, day: date) -> bool:
    """Is it unknown, although the score is not made for it?"""
    asked = not table.applies.pregnancy and patient.gender is not Gender.MALE
    return asked and patient.expecting(day) is None


def _known(table: Table, years: int | None, patient: Context, today: date) -> Record:
    values: dict[Input, Decimal | str] = {}
    notes: tuple[str, ...] = ()
    if years is not None:
        values[Input.AGE] = Decimal(years)
    elif (table.applies.youngest, table.applies.below) != (None, None):
        notes = (_AGE_UNKNOWN,)
    if Input.SCALE in table.inputs:
        values[Input.SCALE], chosen = _scale(patient, today)
        notes = (*notes, chosen)
    return Record(values, notes)


def _age(table: Table, years: int | None) -> str | None:
    youngest, below = table.applies.youngest, table.applies.below
    if years is not None and years < 0:
        return "the readings are of a time before the birth"
    if years is not None and youngest is not None and years < youngest:
        return f"it is not made for patients under {youngest} years"
    if years is not None and below is not None and years >= below:
        return f"it is not made for patients of {below} years and over"
    return None


def _pregnancy(table: Table, patient: Context, day: date) -> str | None:
    if patient.expecting(day) and not table.applies.pregnancy:
        return "it is not made for pregnancy and the time after birth"
    return None


def _unauthorised(table: Table, patient: Context, day: date) -> str | None:
    if patient.scale != 2 or Input.SCALE not in table.inputs:  # noqa: PLR2004 -- its name
        return None
    refusal = _refusal(patient, day)
    return f"SpO2 Scale 2 is not authorised: {refusal}" if refusal else None


def _scale(patient: Context, day: date) -> tuple[str, str]:
    """Choose the scale and say why: 2 only under a valid target, else 1."""
    if refusal := _refusal(patient, day):
        return "1", f"SpO2 Scale 1 is used: {refusal}"
    if patient.scale == 1:
        return "1", "SpO2 Scale 1 is used as asked for, although 88-92 % is prescribed"
    return "2", "SpO2 Scale 2 is used: a target of 88-92 % is prescribed"


def _refusal(patient: Context, day: date) -> str | None:
    target = patient.spo2_target
    return target.refusal(day) if target else "no target of 88-92 % is prescribed"
