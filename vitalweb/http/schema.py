"""What the core's classes look like in JSON Schema, read from their types and their guards."""

import inspect
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_origin
from uuid import UUID

import attrs

from vitalcore.guard import SURROGATES, Day, Instant, Maybe, Several, Text, Whole
from vitalcore.kinds import ACVPU_LOINC, FACTS, Consciousness, Kind, Value
from vitalweb.http.glossary import meaning
from vitalweb.http.shapes import wire_name

type Schema = Mapping[str, Any]

_SCALARS: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    UUID: {"type": "string", "format": "uuid"},
}


def of(kind: Any, guard: object = None) -> Schema:
    """Describe a value of type *kind* that keeps to *guard*."""
    if optional(kind):
        return _or_null(of(*bare(kind, guard)))
    return {**_typed(kind), **_kept(guard)}


def optional(kind: Any) -> bool:
    """May there be nothing?"""
    return NoneType in get_args(kind)


def bare(kind: Any, guard: object) -> tuple[Any, object]:
    """Take the nothing out of an optional type and its guard."""
    inner = next(one for one in get_args(kind) if one is not NoneType) if optional(kind) else kind
    return inner, guard.guard if isinstance(guard, Maybe) else guard


def of_class(kind: type) -> Schema:
    """Describe an object with the fields of *kind* and no others."""
    fields = {wire_name(one.name): one for one in attrs.fields(kind)}
    return {
        "type": "object",
        "description": inspect.getdoc(kind),
        "properties": {name: of_field(kind, one) for name, one in fields.items()},
        "required": [name for name, one in fields.items() if one.default is attrs.NOTHING],
        "additionalProperties": False,
        **_measured(fields),
    }


def named(kind: Any) -> Iterator[type]:
    """List the classes that *kind* is made of, itself first."""
    if attrs.has(kind):
        yield kind
        for one in attrs.fields(kind):
            yield from named(one.type)
    for part in get_args(kind):
        yield from named(part)


def measured(kind: Kind) -> Schema:
    """Describe the values of a vital sign, with its unit (UCUM), its code and its hard limits."""
    if kind is Kind.ACVPU:
        says = f"Level of consciousness on the ACVPU scale (LOINC {ACVPU_LOINC})"
        return {"description": says, **of(Consciousness)}
    facts = FACTS[kind]
    says = f"{facts.title} in {facts.unit} (LOINC {facts.loinc}); three decimal places are kept"
    limits = {"minimum": facts.hard.low, "maximum": facts.hard.high}
    return {"description": says, "type": "number", **limits}


def of_field(kind: type, one: "attrs.Attribute[Any]", *, url: bool = False) -> Schema:
    """Describe a field of *kind*: its meaning, its rule, its default; a URL carries no null."""
    told = of(*bare(one.type, one.validator)) if url else of(one.type, one.validator)
    default = {} if one.default in {attrs.NOTHING, None} else {"default": one.default}
    guard = bare(one.type, one.validator)[1]
    rule = f"; {guard.rule}" if isinstance(guard, Text) else ""
    says = meaning(kind.__name__, wire_name(one.name)) + rule
    return {**told, "description": says, **default}


def _typed(kind: Any) -> Schema:
    if kind is Value:
        return {"anyOf": [{"type": "number"}, of(Consciousness)]}
    if attrs.has(kind):
        return {"$ref": f"#/components/schemas/{kind.__name__}"}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": of(get_args(kind)[0])}
    if get_origin(kind) is not None:
        return _by_kind()
    if issubclass(kind, StrEnum):
        return {"type": "string", "enum": list(kind)}
    return _SCALARS[kind]


def _by_kind() -> Schema:
    properties = {kind: measured(kind) for kind in Kind}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _kept(guard: object) -> Schema:
    match guard:
        case Text(pattern, _, longest):
            published = pattern.replace(SURROGATES, "")  # no dialect but Python's can name them
            return {"pattern": f"^(?:{published})$", "maxLength": longest}
        case Whole(least, most):
            return {"minimum": least, "maximum": most}
        case Several(least, most):
            return {"minItems": least, "maxItems": most}
        case Day(first, end) | Instant(first, end):
            centuries = range(first.year // 100, end.year // 100)
            return {"pattern": f"^(?:{'|'.join(map(str, centuries))})"}
        case _:
            return {}


def _or_null(schema: Schema) -> Schema:
    choices = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **choices}


def _measured(fields: Mapping[str, "attrs.Attribute[Any]"]) -> Schema:
    """Bind a value to the limits of the kind that is named beside it, if one is named."""
    kinds: list[Any] = [one.type for one in fields.values()]
    if Value not in kinds:
        return {}
    name = next(name for name, one in fields.items() if Kind in {one.type, *get_args(one.type)})
    unnamed = [None] if optional(fields[name].type) else []
    return {
        "anyOf": [
            {"properties": {name: {"enum": [kind, *unnamed]}, "value": measured(kind)}}
            for kind in Kind
        ]
    }
