"""The values of each vital sign, with unit, code and hard limits, as JSON Schema has them."""

from collections.abc import Mapping
from typing import Any, get_args

import attrs

from vitalcore.kinds import ACVPU_LOINC, FACTS, Consciousness, Kind, Value
from vitalweb.http.openapi import Part

_LETTER: Part = {"type": "string", "enum": list(Consciousness)}

#: A value whose kind is not known.
ANY: Part = {"anyOf": [{"type": "number"}, _LETTER]}


def of_kind(kind: Kind) -> Part:
    """Describe the values of a vital sign: its unit (UCUM), its code and its hard limits."""
    if kind is Kind.ACVPU:
        says = f"Level of consciousness on the ACVPU scale (LOINC {ACVPU_LOINC})"
        return {"description": says, **_LETTER}
    facts = FACTS[kind]
    says = f"{facts.title} in {facts.unit} (LOINC {facts.loinc}); three decimal places are kept"
    limits = {"minimum": facts.hard.low, "maximum": facts.hard.high}
    return {"description": says, "type": "number", **limits}


def by_kind() -> Part:
    """Describe an object of values by their kinds."""
    properties = {kind: of_kind(kind) for kind in Kind}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def bound(fields: Mapping[str, "attrs.Attribute[Any]"]) -> Part:
    """Hold a value to the limits of the kind that stands beside it; of any, if none does."""
    types: Mapping[str, Any] = {name: one.type for name, one in fields.items()}
    if Value not in types.values():
        return {}
    name = next(name for name, kind in types.items() if Kind in {kind, *get_args(kind)})
    absent = [None] if types[name] is not Kind else []
    return {"anyOf": [_together(name, kind, absent) for kind in Kind]}


def _together(name: str, kind: Kind, absent: list[None]) -> Part:
    beside = {name: {"enum": [kind, *absent]}, "value": of_kind(kind)}
    return {"title": kind, "properties": beside}
