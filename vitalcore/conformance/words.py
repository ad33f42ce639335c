"""The words of the vectors and of the protocol, put into the inputs of the scores."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Flaw, Invalid
from vitalcore.risk.finder import Value, Values
from vitalcore.risk.inputs import NATURE, Coding, Input, refusal

#: Each in its input's own unit.
NAMES: Mapping[str, Input] = MappingProxyType(
    {
        "respiratory_rate": Input.RR,
        "spo2": Input.SPO2,
        "spo2_scale": Input.SCALE,
        "on_oxygen": Input.O2,
        "systolic_bp": Input.SBP,
        "diastolic_bp": Input.DBP,
        "heart_rate": Input.HR,
        "temperature": Input.BT,
        "consciousness": Input.ACVPU,
        "age": Input.AGE,
        "oxygen_percent": Input.O2_PERCENT,
        "oxygen_l_min": Input.O2,
        "oxygen_device": Input.DEVICE,
        "white_cells": Input.WBC,
        "HR": Input.HR,
        "SBP": Input.SBP,
        "SpO2": Input.SPO2,
    }
)

#: Oxygen is given as yes or no: any flow stands for yes.
ANY_FLOW = Decimal(2)  # L/min


def understood(said: Mapping[str, Any]) -> Result[Values, Fault]:
    """Put what was *said* into inputs; null is missing, and all that cannot be is told at once."""
    read = {word: _read(word, value) for word, value in said.items() if value is not None}
    flaws = tuple(Flaw(f"/{word}", _rule(word)) for word, found in read.items() if found is None)
    if flaws:
        return Failure(Invalid(flaws))
    return Success({NAMES[word]: found for word, found in read.items() if found is not None})


def _read(word: str, value: object) -> Value | None:
    """Read a JSON value as a value of its input; None for what cannot be one."""
    if word == "on_oxygen":
        return (ANY_FLOW if value else Decimal(0)) if isinstance(value, bool) else None
    if word not in NAMES:
        return None
    nature = NATURE[NAMES[word]]
    found = _code(value) if isinstance(nature, Coding) else _number(value)
    return None if found is None or refusal(NAMES[word], found) else found


def _code(value: object) -> str | None:
    return str(value) if type(value) in (int, str) else None


def _number(value: object) -> Decimal | None:
    return Decimal(str(value)) if type(value) in (int, float, Decimal) else None


def _rule(word: str) -> str:
    if word == "on_oxygen":
        return "must be true or false"
    return refusal(NAMES[word], None) or "" if word in NAMES else "is unknown"
