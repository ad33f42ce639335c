"""How each type looks on the wire, in a body and in a URL."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_origin
from uuid import UUID

import attrs
from cattrs import Converter
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from vitalcore.guard import Guard, Refused
from vitalcore.kinds import Kind, Value
from vitalweb.http.scalars import (
    by_kind,
    day,
    decimal,
    digits,
    flag,
    moment,
    plain,
    refuse,
    text,
    uuid,
    value_of,
    whole,
    word_flag,
)

#: Marks a field of an answer that is left out where it has its default.
ABSENT = "absent"


def wire_name(name: str) -> str:
    """Give the name a field has on the wire: `from_` is `from`."""
    return name.rstrip("_")


def _items(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    build: Any = homogenous_tuple_structure_factory(kind, converter)

    def read(value: object, _: type) -> object:
        return build(value, kind) if isinstance(value, list) else refuse("must be a list")

    return read


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _fields(kind: type, converter: Converter) -> Callable[[Any, Any], Any]:
    telling = converter.detailed_validation
    overrides: Any = {
        one.name: override(
            rename=wire_name(one.name), struct_hook=_guarded(one, converter) if telling else None
        )
        for one in attrs.fields(kind)
        if one.init
    }
    build: Any = make_dict_structure_fn(kind, converter, **overrides)

    def read(value: object, _: type) -> object:
        return build(value, kind) if isinstance(value, dict) else refuse("must be an object")

    return read


def _written(kind: type, converter: Converter) -> Callable[[Any], dict[str, Any]]:
    """Write derived fields too, and leave out what is marked to be absent by default."""
    overrides: Any = {
        one.name: override(omit_if_default=ABSENT in one.metadata) for one in attrs.fields(kind)
    }
    return make_dict_unstructure_fn(kind, converter, _cattrs_include_init_false=True, **overrides)


def _guarded(one: "attrs.Attribute[Any]", converter: Converter) -> Callable[[Any, Any], Any]:
    guard, shape = one.validator, converter.get_structure_hook(one.type)

    def read(value: object, kind: Any) -> object:
        try:
            found = shape(value, kind)
        except Refused as refused:
            detail = guard.refusal(value) if isinstance(guard, Guard) else None
            raise Refused(refused.pointer, detail or refused.detail) from refused
        if isinstance(guard, Guard) and (detail := guard.refusal(found)):
            return refuse(detail)
        return found

    return read


def _converter(whole: Callable[[object, type], int], *, telling: bool = True) -> Converter:
    made = Converter(forbid_extra_keys=True, detailed_validation=telling)
    for kind, hook in {**_SCALARS, int: whole}.items():
        made.register_structure_hook(kind, hook)
    made.register_structure_hook_func(lambda asked: asked is Value, value_of)
    made.register_structure_hook_func(lambda asked: asked == Decimal | str, plain)
    made.register_structure_hook_func(lambda asked: asked == Mapping[Kind, Value], by_kind)
    made.register_structure_hook_factory(_is_list, lambda kind: _items(kind, made))
    made.register_structure_hook_factory(attrs.has, lambda kind: _fields(kind, made))
    made.register_unstructure_hook_factory(attrs.has, lambda kind: _written(kind, made))
    for passed in (Decimal, datetime, date, UUID):
        made.register_unstructure_hook(passed, lambda value: value)
    return made


_SCALARS: Mapping[Any, Callable[[Any, Any], Any]] = {
    str: text,
    bool: flag,
    Decimal: decimal,
    date: day,
    datetime: moment,
    UUID: uuid,
}

JSON = _converter(whole)
URL = _converter(digits)
#: Builds the same values in less time: what it refuses has to be asked of these, which tell why.
SWIFT: Mapping[Converter, Converter] = {
    JSON: _converter(whole, telling=False),
    URL: _converter(digits, telling=False),
}
for one in (URL, SWIFT[URL]):
    one.register_structure_hook(bool, word_flag)
