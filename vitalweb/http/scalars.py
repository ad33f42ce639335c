"""How one value is read, from JSON or from a URL; nothing is coerced."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn
from uuid import UUID

from vitalcore.guard import Refused
from vitalcore.kinds import FACTS, Consciousness, Kind, Value
from vitalcore.reading import refusal

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_KINDS = ", ".join(Kind)
_NUMBERS = frozenset({int, Decimal})
#: The hard limits are whole numbers, with which an int compares in less time than with a Decimal.
_LIMITS = {
    str(kind): (kind, int(facts.hard.low), int(facts.hard.high)) for kind, facts in FACTS.items()
}
_DIGITS = 10  # of a whole number
_WHOLE = re.compile(rf"[0-9]{{1,{_DIGITS}}}")


def text(value: object, kind: Any) -> Any:
    """Take a string, or the member of an enumeration that it names."""
    if kind is not str:
        return _choice(value, kind)  # a StrEnum arrives here as well
    return value if isinstance(value, str) else refuse("must be a string")


def flag(value: object, _: type) -> bool:
    """Take true or false."""
    return value if isinstance(value, bool) else refuse("must be true or false")


def whole(value: object, _: type) -> int:
    """Take a whole number, however it is written."""
    if isinstance(value, Decimal) and value.adjusted() < _DIGITS and value == value // 1:
        return int(value)  # JSON has one kind of number: 3.0 is 3
    return value if type(value) is int else refuse("must be a whole number")


def decimal(value: object, _: type) -> Decimal:
    """Take a number, exactly."""
    return Decimal(value) if type(value) in {int, Decimal} else refuse("must be a number")  # type: ignore[arg-type]  # one of these two


def value_of(value: object, kind: type) -> Value:
    """Take a number, or a letter of ACVPU."""
    if isinstance(value, str):
        scale = ", ".join(Consciousness)
        known = value in Consciousness
        return Consciousness(value) if known else refuse(f"must be a number, or one of {scale}")
    return decimal(value, kind)


def plain(value: object, _: type) -> Decimal | str:
    """Take a number or a string as it is."""
    return value if isinstance(value, str) else decimal(value, Decimal)


def _choice[E: StrEnum](value: object, kind: type[E]) -> E:
    if isinstance(value, str) and value in kind:
        return kind(value)
    return refuse(f"must be one of {', '.join(kind)}")


def day(value: object, _: type) -> date:
    """Take a date of the calendar."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        return _or_refuse(date.fromisoformat, value, "must be a date of the calendar")
    return refuse("must be a date like 2026-01-31")


def moment(value: object, _: type) -> datetime:
    """Take a time with an offset, and give it in UTC."""
    if isinstance(value, str) and _TIME.fullmatch(value):
        return _or_refuse(_utc, value.upper(), "must be a time of the calendar")
    return refuse("must be a time with an offset like 2026-01-31T08:30:00Z")


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def uuid(value: object, _: type) -> UUID:
    """Take an id."""
    return UUID(value) if isinstance(value, str) and _UUID.fullmatch(value) else refuse("is no id")


def digits(value: object, _: type) -> int:
    """Take a whole number from a URL."""
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    return refuse("must be a whole number")


def word_flag(value: object, _: type) -> bool:
    """Take true or false from a URL."""
    return value == "true" if value in {"true", "false"} else refuse("must be true or false")


def _or_refuse[T](make: Callable[[str], T], text: str, detail: str) -> T:
    try:
        return make(text)
    except (ValueError, OverflowError):
        return refuse(detail)


def refuse(detail: str) -> NoReturn:
    """Refuse a value by stating the rule that it breaks."""
    raise Refused("", detail)


def by_kind(value: object, _: type) -> Mapping[Kind, Value]:
    """Take an object of kinds and of values that are possible for them."""
    if not isinstance(value, dict):
        return refuse("must be an object of kinds and values")
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
    return Kind(name) if name in Kind else refuse(f"has a kind not known; known are {_KINDS}")


def _of_kind(kind: Kind, sent: object) -> Value:
    try:
        value = value_of(sent, Decimal)
    except Refused as refused:
        raise Refused(f"/{kind}", refused.detail) from None
    if detail := refusal(kind, value):
        raise Refused(f"/{kind}", detail)
    return value
