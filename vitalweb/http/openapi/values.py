"""What a value looks like in JSON Schema, read from its type and its guard."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from types import NoneType
from typing import Any, TypeAliasType, get_args, get_origin
from uuid import UUID

import attrs

from vitalcore.guard import Maybe
from vitalcore.kinds import Kind, Value
from vitalweb.http.openapi import Part, limits, rules

_SIMPLE: Mapping[Any, Part] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Decimal: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    UUID: {"type": "string", "format": "uuid"},
    Value: limits.ANY,
    Mapping[Kind, Value]: limits.by_kind(),
    Mapping[str, object]: {"type": "object"},
}


def of(kind: Any, guard: object = None) -> Part:
    """Describe a value of type *kind* that keeps to *guard*."""
    if optional(kind):
        return or_null(of(*bare(kind, guard)))
    return {**_typed(kind), **rules.of(guard)}


def optional(kind: Any) -> bool:
    """May there be nothing?"""
    return NoneType in get_args(kind)


def bare(kind: Any, guard: object) -> tuple[Any, object]:
    """Take the nothing out of an optional type and its guard."""
    some = [one for one in get_args(kind) if one is not NoneType]
    inner = reduce(or_, some) if optional(kind) else kind
    return inner, guard.guard if isinstance(guard, Maybe) else guard


def ref(kind: type) -> Part:
    """Point to the schema of *kind*."""
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def or_null(schema: Part) -> Part:
    """Let there be nothing, too."""
    if "type" not in schema:
        return {"anyOf": [*schema.get("anyOf", [schema]), {"type": "null"}]}
    choices = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **choices}


def _typed(kind: Any) -> Part:
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if isinstance(kind, TypeAliasType):
        return of(kind.__value__)
    return _composed(kind) if get_args(kind) else _named(kind)


def _composed(kind: Any) -> Part:
    parts = [of(one) for one in get_args(kind) if one is not Ellipsis]
    if get_origin(kind) is tuple:
        return {"type": "array", "items": parts[0]}
    return {"anyOf": parts}


def _named(kind: Any) -> Part:
    return ref(kind) if attrs.has(kind) else {"type": "string", "enum": list(kind)}
