"""Patients as the columns have them, and as the core does."""

from datetime import date, datetime
from typing import Any

from attrs import fields, frozen

from vitalcore.background import Pregnancy, PregnancyStatus, SpO2Target
from vitalcore.patient import Gender, NewPatient, Patient

TARGET = tuple(one.name for one in fields(SpO2Target))


@frozen(kw_only=True)
class PatientRow:
    """A patient as the columns have it."""

    patient_id: str
    name: str
    gender: str
    birth_date: date
    spo2_low: int | None
    spo2_high: int | None
    spo2_prescriber: str | None
    spo2_reason: str | None
    spo2_prescribed_on: date | None
    spo2_review_on: date | None
    pregnancy: str | None
    pregnancy_since: date | None
    version: int
    created_at: datetime
    updated_at: datetime


def patient(**columns: Any) -> Patient:
    """Make a patient of a row."""
    target = {name: columns.pop(f"spo2_{name}") for name in TARGET}
    status, since = columns.pop("pregnancy"), columns.pop("pregnancy_since")
    return Patient(
        gender=Gender(columns.pop("gender")),
        spo2_target=None if target["low"] is None else SpO2Target(**target),
        pregnancy=status and PregnancyStatus(status=Pregnancy(status), since=since),
        **columns,
    )


def background(target: SpO2Target | None, pregnancy: PregnancyStatus | None) -> dict[str, Any]:
    """Give the columns that keep what scores must know."""
    return {
        **{f"spo2_{name}": getattr(target, name, None) for name in TARGET},
        "pregnancy": pregnancy and pregnancy.status,
        "pregnancy_since": pregnancy and pregnancy.since,
    }


def new_patient(*, gender: str, **rest: Any) -> NewPatient:
    """Make a patient of a row, without what the record added."""
    return NewPatient(gender=Gender(gender), **rest)
