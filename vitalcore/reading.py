"""One measurement of one vital sign, and what may become of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum, unique
from uuid import UUID

from attrs import Attribute, Factory, field, frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, flawed
from vitalcore.guard import INSTANT, VERSION, Guard, Maybe, Member, Refused, line
from vitalcore.kinds import FACTS, PLACES, Consciousness, Kind, Value
from vitalcore.patient import PATIENT_ID

#: A monitor's clock may run ahead of the server's by so much.
AHEAD = timedelta(minutes=5)

REASON = line(200)


@unique
class Why(StrEnum):
    """Why a reading was corrected or struck out."""

    WRONG_VALUE = "wrong-value"
    WRONG_PATIENT = "wrong-patient"
    WRONG_TIME = "wrong-time"
    WRONG_KIND = "wrong-kind"
    DEVICE_FAULT = "device-fault"
    DUPLICATE = "duplicate"
    OTHER = "other"


WHY = Member(Why)
MEMBER = Member(Kind)


def refusal(kind: Kind, value: object) -> str | None:
    """State the rule of *kind* that *value* breaks, or None."""
    if kind is Kind.ACVPU:
        return None if isinstance(value, Consciousness) else "must be one of A, C, V, P, U"
    hard = FACTS[kind].hard
    if isinstance(value, Decimal) and hard.holds(value):
        return None
    return f"must be a number from {hard.low} to {hard.high} ({FACTS[kind].unit}) for {kind}"


def kept(value: Value) -> Value:
    """Round a number half-up to the three places that are kept, without trailing zeros."""
    if isinstance(value, Consciousness):
        return value
    rounded = value.quantize(PLACES, ROUND_HALF_UP)
    whole = rounded.to_integral_value()
    return whole + 0 if rounded == whole else rounded.normalize()


def surprising(kind: Kind, value: Value) -> bool:
    """Is *value* outside the soft limits of its kind?"""
    return isinstance(value, Decimal) and not FACTS[kind].soft.holds(value)


def admitting(value: Value) -> tuple[Kind, ...]:
    """List the kinds for which *value* is possible."""
    return tuple(kind for kind in Kind if refusal(kind, value) is None)


def _fits(
    reading: "NewVital | Reading | Vital", attribute: "Attribute[Value]", value: Value
) -> None:
    kind = reading.kind if isinstance(reading, Reading) else reading.vital_type
    if detail := refusal(kind, value):
        raise Refused(f"/{attribute.name}", detail)


class Measured(Guard):
    """A number or an ACVPU letter that is possible for one kind at least."""

    def refusal(self, value: object) -> str | None:
        """Refuse what no kind admits."""
        possible = isinstance(value, Decimal | Consciousness) and admitting(value)
        return (
            None if possible else "must be a number within a kind's limits, or one of A, C, V, P, U"
        )


@frozen(kw_only=True)
class Reading:
    """A measured value as rules see it; *source* and *version* lead back to its record."""

    kind: Kind = field(validator=MEMBER)
    value: Value = field(validator=_fits)
    recorded_at: datetime = field(validator=INSTANT)
    source: UUID | None = None
    version: int | None = None


@frozen(kw_only=True)
class NewVital:
    """A reading on its way into the record; those of one batch can be struck out together."""

    patient_id: str = field(validator=PATIENT_ID)
    recorded_at: datetime = field(validator=INSTANT)
    vital_type: Kind = field(validator=MEMBER)
    value: Value = field(validator=_fits)
    batch_id: UUID | None = None


def _surprises(vital: "Vital") -> bool:
    return surprising(vital.vital_type, vital.value)


@frozen(kw_only=True)
class Vital:
    """A reading in the record, at its current version; surprising outside the soft limits."""

    vital_id: UUID
    patient_id: str
    recorded_at: datetime
    vital_type: Kind
    value: Value = field(validator=_fits)
    surprising: bool = field(init=False, default=Factory(_surprises, takes_self=True))
    version: int
    created_at: datetime
    updated_at: datetime


@frozen(kw_only=True)
class Correction:
    """A new value for a reading, by somebody who looked at *version*."""

    value: Value = field(validator=Measured())
    version: int | None = field(default=None, validator=Maybe(VERSION))
    vital_type: Kind | None = field(default=None, validator=Maybe(MEMBER))
    reason_code: Why | None = field(default=None, validator=Maybe(WHY))
    reason: str | None = field(default=None, validator=Maybe(REASON))


def timely[T: (NewVital, Reading)](new: T, at: datetime) -> Result[T, Fault]:
    """Refuse what claims to have been recorded more than five minutes after *at*."""
    if new.recorded_at <= at + AHEAD:
        return Success(new)
    return Failure(flawed("/recorded_at", "must not be more than 5 minutes ahead of the server"))


def coherent(wanted: Correction) -> Result[Correction, Fault]:
    """Refuse a correction whose value cannot be one of the kind it names."""
    detail = refusal(wanted.vital_type, wanted.value) if wanted.vital_type else None
    return Failure(flawed("/value", detail)) if detail else Success(wanted)


def inverted(readings: Mapping[Kind, Reading]) -> bool:
    """Is the diastolic pressure above the systolic one of the same moment?"""
    systolic, diastolic = readings.get(Kind.SBP), readings.get(Kind.DBP)
    if not systolic or not diastolic or systolic.recorded_at != diastolic.recorded_at:
        return False
    return Decimal(diastolic.value) > Decimal(systolic.value)
