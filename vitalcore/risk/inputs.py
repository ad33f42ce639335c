"""What a score may read: the ward's kinds, and what no bedside monitor sends."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum, unique
from types import MappingProxyType

from attrs import frozen

from vitalcore.kinds import FACTS, Kind, Span


@unique
class Input(StrEnum):
    """Every input of every score by one name; a kind keeps its own."""

    HR = Kind.HR.value
    RR = Kind.RR.value
    SBP = Kind.SBP.value
    DBP = Kind.DBP.value
    SPO2 = Kind.SPO2.value
    BT = Kind.BT.value
    O2 = Kind.O2.value
    ACVPU = Kind.ACVPU.value
    AGE = "age"
    FIO2 = "FiO2"
    GCS = "GCS"
    WBC = "WBC"
    BANDS = "bands"
    PACO2 = "PaCO2"
    CRT = "CRT"
    O2_PERCENT = "O2_percent"
    SCALE = "SpO2_scale"
    DISTRESS = "respiratory_distress"
    DEVICE = "oxygen_device"
    ECG = "ECG"
    STANDING = "standing"
    BP_CODE = "BP_not_measured"
    SEPSIS = "sepsis"
    PUPILS = "pupils"
    CONCERN = "concern"


@frozen(kw_only=True)
class Quantity:
    """A number in one *unit* (UCUM); beyond *hard* it is refused: it may be in another unit."""

    title: str
    unit: str
    hard: Span


@frozen(kw_only=True)
class Coding:
    """One of a few codes, each with its meaning."""

    title: str
    codes: Mapping[str, str]


type Nature = Quantity | Coding


def _number(title: str, unit: str, low: str, high: str) -> Quantity:
    return Quantity(title=title, unit=unit, hard=Span(Decimal(low), Decimal(high)))


def _codes(title: str, **codes: str) -> Coding:
    return Coding(title=title, codes=MappingProxyType(codes))


_WARD = {
    Input(kind): Quantity(title=facts.title, unit=facts.unit, hard=facts.hard)
    for kind, facts in FACTS.items()
}

#: Hard limits of what is no kind catch a slip of the pen or of the unit; they have no source.
NATURE: Mapping[Input, Nature] = MappingProxyType(
    {
        **_WARD,
        Input.ACVPU: _codes(
            "Consciousness",
            A="alert",
            C="new confusion",
            V="responds to voice",
            P="responds to pain",
            U="unresponsive",
        ),
        Input.AGE: _number("Age in completed years", "a", "0", "150"),
        Input.FIO2: _number("Inspired oxygen as a fraction", "1", "0.21", "1"),
        Input.GCS: _number("Glasgow coma scale, total", "{score}", "3", "15"),
        Input.WBC: _number("White blood cells", "10*9/L", "0", "1000"),
        Input.BANDS: _number("Immature (band) forms", "%", "0", "100"),
        Input.PACO2: _number("Arterial carbon dioxide pressure", "mm[Hg]", "8", "250"),
        Input.CRT: _number("Capillary refill time", "s", "0", "60"),
        Input.O2_PERCENT: _number("Oxygen level of the support, 0 = none", "%", "0", "100"),
        Input.SCALE: Coding(
            title="SpO2 scale",
            codes=MappingProxyType({"1": "Scale 1", "2": "Scale 2, target 88-92 %"}),
        ),
        Input.DISTRESS: _codes(
            "Respiratory distress", none="none", mild="mild", moderate="moderate", severe="severe"
        ),
        Input.DEVICE: _codes(
            "Oxygen device",
            NP="nasal prongs",
            FM="face mask",
            HB="head box",
            NRB="non-rebreather",
            HF="high flow",
            BIPAP="BiPAP",
            CPAP="CPAP",
        ),
        Input.ECG: _codes("Electrocardiogram", normal="normal", abnormal="abnormal"),
        Input.STANDING: _codes("Standing", able="stands unaided", unable="cannot stand unaided"),
        Input.BP_CODE: _codes(
            "Blood pressure not measured",
            NCO="not attempted, no concern",
            U0="unsuccessful, no concern",
            U4="unsuccessful, concern",
            O0="other, judged 0",
            O4="other, judged 4",
        ),
        Input.SEPSIS: _codes(
            "New suspicion of sepsis", none="none", sepsis="sepsis", shock="septic shock"
        ),
        Input.PUPILS: _codes("Pupils", normal="normal", abnormal="abnormal"),
        Input.CONCERN: _codes(
            "Clinical intuition or carer question",
            none="none",
            medium="raise to medium",
            high="raise to high",
            emergency="raise to emergency",
        ),
    }
)

#: What comes as a reading of the ward.
WARD = frozenset(Input(kind) for kind in Kind)

#: What the patient's record tells; everything else is measured or seen.
RECORDED = frozenset({Input.AGE, Input.SCALE})

#: SpO2 Scale 1 is used wherever no Scale 2 is prescribed (RCP 2017).
SCALE_1 = "1"


def refusal(name: Input, value: object) -> str | None:
    """State the rule of input *name* that *value* breaks, or None; a boolean is no number."""
    nature = NATURE[name]
    if isinstance(nature, Coding):
        fits = isinstance(value, str) and value in nature.codes
        return None if fits else f"must be one of {', '.join(nature.codes)}"
    if isinstance(value, Decimal) and nature.hard.holds(value):
        return None
    return f"must be a number from {nature.hard.low} to {nature.hard.high} ({nature.unit})"


_UNITS = {name: one.unit if isinstance(one, Quantity) else "" for name, one in NATURE.items()}


def unit_of(name: Input) -> str:
    """Give the unit of a numeric input, nothing for a coded one."""
    return _UNITS[name]
