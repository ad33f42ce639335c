"""How each type looks on the wire, in a body and in a URL; nothing is coerced."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn, get_origin
from uuid import UUID

import attrs
from cattrs import Converter
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from vitalcore.guard import Guard, Refused
from vitalcore.kinds import FACTS, Consciousness, Kind, Value
from vitalcore.reading import refusal

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
#: Marks a field of an answer that is left out where it has its default.
ABSENT = "absent"
_KINDS = ", ".join(Kind)
_NUMBERS = frozenset({int, Decimal})
#: The hard limits are whole numbers, with which an int compares in less time than with a Decimal.
_LIMITS = {
    str(kind): (kind, int(facts.hard.low), int(facts.hard.high)) for kind, facts in FACTS.items()
}
_DIGITS = 10  # of a whole number
_WHOLE = re.compile(rf"[0-9]{{1,{_DIGITS}}}")


def wire_name(name: str) -> str:
    """Give the name a field has on the wire: `from_` is `from`."""
    return name.rstrip("_")


def _text(value: object, kind: Any) -> Any:
    if kind is not str:
        return _choice(value, kind)  # a StrEnum arrives here as well
    return value if isinstance(value, str) else _refuse("must be a string")


def _flag(value: object, _: type) -> bool:
    return value if isinstance(value, bool) else _refuse("must be true or false")


def _whole(value: object, _: type) -> int:
    if isinstance(value, Decimal) and value.adjusted() < _DIGITS and value == value // 1:
        return int(value)  # JSON has one kind of number: 3.0 is 3
    return value if type(value) is int else _refuse("must be a whole number")


def _decimal(value: object, _: type) -> Decimal:
    return Decimal(value) if type(value) in {int, Decimal} else _refuse("must be a number")  # type: ignore[arg-type]  # one of these two


def _value(value: object, kind: type) -> Value:
    if isinstance(value, str):
        scale = ", ".join(Consciousness)
        known = value in Consciousness
        return Consciousness(value) if known else _refuse(f"must be a number, or one of {scale}")
    return _decimal(value, kind)


def _plain(value: object, _: type) -> Decimal | str:
    return value if isinstance(value, str) else _decimal(value, Decimal)


def _choice[E: StrEnum](value: object, kind: type[E]) -> E:
    if isinstance(value, str) and value in kind:
        return kind(value)
    return _refuse(f"must be one of {', '.join(kind)}")


def _day(value: object, _: type) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        return _or_refuse(date.fromisoformat, value, "must be a date of the calendar")
    return _refuse("must be a date like 2026-01-31")


def _moment(value: object, _: type) -> datetime:
    if isinstance(value, str) and _TIME.fullmatch(value):
        return _or_refuse(_utc, value.upper(), "must be a time of the calendar")
    return _refuse("must be a time with an offset like 2026-01-31T08:30:00Z")


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _uuid(value: object, _: type) -> UUID:
    return UUID(value) if isinstance(value, str) and _UUID.fullmatch(value) else _refuse("is no id")


def _digits(value: object, _: type) -> int:
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    return _refuse("must be a whole number")


def _word_flag(value: object, _: type) -> bool:
    return value == "true" if value in {"true", "false"} else _refuse("must be true or false")


def _or_refuse[T](make: Callable[[str], T], text: str, detail: str) -> T:
    try:
        return make(text)
    except (ValueError, OverflowError):
        return _refuse(detail)


def _refuse(detail: str) -> NoReturn:
    raise Refused("", detail)


def _items(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    build: Any = homogenous_tuple_structure_factory(kind, converter)

    def read(value: object, _: type) -> object:
        return build(value, kind) if isinstance(value, list) else _refuse("must be a list")

    return read


def _by_kind(value: object, _: type) -> Mapping[Kind, Value]:
    if not isinstance(value, dict):
        return _refuse("must be an object of kinds and values")
    found: dict[Kind, Value] = {}
    for name, sent in value.items():
        limits = _LIMITS.get(name)
        if limits and type(sent) in _NUMBERS and limits[1] <= sent <= limits[2]:
            found[limits[0]] = Decimal(sent)
        else:
            kind = _kind_of(name)
            found[kind] = _of_kind(kind, sent)
    return found


def _kind_of(name: str) -> Kind:
    return Kind(name) if name in Kind else _refuse(f"has a kind not known; known are {_KINDS}")


def _of_kind(kind: Kind, sent: object) -> Value:
    try:
        value = _value(sent, Decimal)
    except Refused as refused:
        raise Refused(f"/{kind}", refused.detail) from None
    if detail := refusal(kind, value):
        raise Refused(f"/{kind}", detail)
    return value


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
        return build(value, kind) if isinstance(value, dict) else _refuse("must be an object")

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
            return _refuse(detail)
        return found

    return read


def _converter(whole: Callable[[object, type], int], *, telling: bool = True) -> Converter:
    made = Converter(forbid_extra_keys=True, detailed_validation=telling)
    for kind, hook in {**_SCALARS, int: whole}.items():
        made.register_structure_hook(kind, hook)
    made.register_structure_hook_func(lambda asked: asked is Value, _value)
    made.register_structure_hook_func(lambda asked: asked == Decimal | str, _plain)
    made.register_structure_hook_func(lambda asked: asked == Mapping[Kind, Value], _by_kind)
    made.register_structure_hook_factory(_is_list, lambda kind: _items(kind, made))
    made.register_structure_hook_factory(attrs.has, lambda kind: _fields(kind, made))
    made.register_unstructure_hook_factory(attrs.has, lambda kind: _written(kind, made))
    for passed in (Decimal, datetime, date, UUID):
        made.register_unstructure_hook(passed, lambda value: value)
    return made


_SCALARS: Mapping[Any, Callable[[Any, Any], Any]] = {
    str: _text,
    bool: _flag,
    Decimal: _decimal,
    date: _day,
    datetime: _moment,
    UUID: _uuid,
}

JSON = _converter(_whole)
#: Builds the same values in less time: what it refuses has to be asked of JSON, which tells why.
SWIFT = _converter(_whole, telling=False)
URL = _converter(_digits)
URL.register_structure_hook(bool, _word_flag)
