"""What the core's classes look like in JSON Schema, field by field."""

import inspect
from collections.abc import Iterator
from typing import Any, get_args

import attrs

from vitalcore.guard import Text
from vitalweb.http.openapi import Part, limits, values
from vitalweb.http.openapi.glossary import meaning
from vitalweb.http.shapes import wire_name


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
    whole, inner = (one.type, one.validator), values.bare(one.type, one.validator)
    told = values.of(*(inner if url else whole))
    default = {"default": one.default} if isinstance(one.default, str | int) else {}
    rule = f"; {inner[1].rule}" if isinstance(inner[1], Text) else ""
    says = meaning(kind.__name__, wire_name(one.name)) + rule
    return {**told, "description": says, **default}
