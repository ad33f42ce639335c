"""The kinds of vital sign: what each is measured in, and how far its values can be believed."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum, unique
from types import MappingProxyType

from attrs import frozen


@unique
class Kind(StrEnum):
    """A vital sign by its name on the ward."""

    HR = "HR"
    RR = "RR"
    SBP = "SBP"
    DBP = "DBP"
    SPO2 = "SpO2"
    BT = "BT"
    O2 = "O2"
    ACVPU = "ACVPU"


@unique
class Consciousness(StrEnum):
    """The ACVPU scale, from alert to unresponsive."""

    ALERT = "A"
    CONFUSED = "C"
    VOICE = "V"
    PAIN = "P"
    UNRESPONSIVE = "U"


#: A reading's value: a finite number in its kind's unit, or a letter of the ACVPU scale.
type Value = Decimal | Consciousness


@frozen
class Span:
    """From *low* to *high*, both included."""

    low: Decimal
    high: Decimal

    def holds(self, value: Decimal) -> bool:
        """Is *value* inside? NaN never is."""
        return self.low <= value <= self.high if value.is_finite() else False


@frozen(kw_only=True)
class Facts:
    """What is known of a numeric kind.

    *hard* limits refuse a value, *soft* ones flag it as surprising; *grid* is the step of the
    chart, to which a value is rounded half-up only when it is scored.
    """

    title: str
    unit: str  # UCUM
    loinc: str
    grid: Decimal
    hard: Span
    soft: Span


def _span(low: int, high: int) -> Span:
    return Span(Decimal(low), Decimal(high))


#: Hard limits: the union of the sensible published ranges (MIMIC-IV, openEHR, CIEL).
#: Soft limits: a proposal without a source. Codes: LOINC and UCUM, check digits verified.
FACTS: Mapping[Kind, Facts] = MappingProxyType(
    {
        Kind.HR: Facts(
            title="Heart rate",
            unit="/min",
            loinc="8867-4",
            grid=Decimal(1),
            hard=_span(0, 300),
            soft=_span(20, 250),
        ),
        Kind.RR: Facts(
            title="Respiratory rate",
            unit="/min",
            loinc="9279-1",
            grid=Decimal(1),
            hard=_span(0, 100),
            soft=_span(3, 70),
        ),
        Kind.SBP: Facts(
            title="Systolic blood pressure",
            unit="mm[Hg]",
            loinc="8480-6",
            grid=Decimal(1),
            hard=_span(0, 400),
            soft=_span(40, 280),
        ),
        Kind.DBP: Facts(
            title="Diastolic blood pressure",
            unit="mm[Hg]",
            loinc="8462-4",
            grid=Decimal(1),
            hard=_span(0, 300),
            soft=_span(20, 180),
        ),
        Kind.SPO2: Facts(
            title="Oxygen saturation by pulse oximetry",
            unit="%",
            loinc="2708-6",  # the code FHIR requires, sent together with 59408-5
            grid=Decimal(1),
            hard=_span(0, 100),
            soft=_span(50, 100),
        ),
        Kind.BT: Facts(
            title="Body temperature",
            unit="Cel",
            loinc="8310-5",
            grid=Decimal("0.1"),
            hard=_span(10, 50),
            soft=_span(25, 43),
        ),
        Kind.O2: Facts(
            title="Inhaled oxygen flow rate",
            unit="L/min",
            loinc="3151-8",
            grid=Decimal("0.001"),  # not rounded: any flow above 0 is oxygen
            hard=_span(0, 50),  # openEHR inspired oxygen: 0-50 L/min
            soft=_span(0, 50),
        ),
    }
)

#: Level of responsiveness, the one coded kind.
ACVPU_LOINC = "67775-7"

#: Three places are kept, rounded half-up: NUMERIC(9, 3).
PLACES = Decimal("0.001")
