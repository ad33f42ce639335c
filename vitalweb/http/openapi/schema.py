"""What the core's classes look like in JSON Schema, read from their types and their guards."""

import inspect
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_origin
from uuid import UUID

import attrs

from vitalcore.guard import Maybe, Text
from vitalcore.kinds import Value
from vitalweb.http.openapi import Part, limits, rules
from vitalweb.http.openapi.glossary import meaning
from vitalweb.http.shapes import wire_name

_SCALARS: Mapping[Any, Part] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    UUID: {"type": "string", "format": "uuid"},
}


def of(kind: Any, guard: object = None) -> Part:
    """Describe a value of type *kind* that keeps to *guard*."""
    if optional(kind):
        return _or_null(of(*bare(kind, guard)))
    return {**_typed(kind), **rules.of(guard)}


def optional(kind: Any) -> bool:
    """May there be nothing?"""
    return NoneType in get_args(kind)


def bare(kind: Any, guard: object) -> tuple[Any, object]:
    """Take the nothing out of an optional type and its guard."""
    inner = next(one for one in get_args(kind) if one is not NoneType) if optional(kind) else kind
    return inner, guard.guard if isinstance(guard, Maybe) else guard


def needed(one: "attrs.Attribute[Any]") -> bool:
    """Is the field always there? One that is derived from the others is."""
    return one.default is attrs.NOTHING or not one.init


def of_class(kind: type) -> Part:
    """Describe an object with the fields of *kind* and no others."""
    fields = {wire_name(one.name): one for one in attrs.fields(kind)}
    return {
        "type": "object",
        "description": inspect.getdoc(kind),
        "properties": {name: of_field(kind, one) for name, one in fields.items()},
        "required": [name for name, one in fields.items() if needed(one)],
        "additionalProperties": False,
        **limits.bound(fields),
    }


def ref(kind: type) -> Part:
    """Point to the schema of *kind*."""
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def named(kind: Any) -> Iterator[type]:
    """List the classes that *kind* is made of, itself first."""
    if attrs.has(kind):
        yield kind
        for one in attrs.fields(kind):
            yield from named(one.type)
    for part in get_args(kind):
        yield from named(part)


def of_field(kind: type, one: "attrs.Attribute[Any]", *, url: bool = False) -> Part:
    """Describe a field of *kind*: its meaning, its rule, its default; a URL carries no null."""
    told = of(*bare(one.type, one.validator)) if url else of(one.type, one.validator)
    default = {"default": one.default} if isinstance(one.default, str | int) else {}
    guard = bare(one.type, one.validator)[1]
    rule = f"; {guard.rule}" if isinstance(guard, Text) else ""
    says = meaning(kind.__name__, wire_name(one.name)) + rule
    return {**told, "description": says, **default}


def _typed(kind: Any) -> Part:
    if kind is Value:
        return limits.ANY
    if attrs.has(kind):
        return {"$ref": f"#/components/schemas/{kind.__name__}"}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": of(get_args(kind)[0])}
    if get_origin(kind) is not None:
        return limits.by_kind()
    if issubclass(kind, StrEnum):
        return {"type": "string", "enum": list(kind)}
    return _SCALARS[kind]


def _or_null(schema: Part) -> Part:
    choices = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **choices}
