"""What a field may hold, stated once as a value: checked here, shown in documents elsewhere."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, override

import attrs
from attrs import frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Flaw, Invalid


class Refused(ValueError):  # noqa: N818 -- a judgment, in the words of the house
    """A value was refused: *pointer* says where, *detail* states the rule and never the value."""

    def __init__(self, pointer: str, detail: str) -> None:
        super().__init__(f"{pointer or '/'} {detail}")
        self.pointer = pointer
        self.detail = detail


class Guard(ABC):
    """A rule about one value; as an attrs validator it raises Refused."""

    @abstractmethod
    def refusal(self, value: Any) -> str | None:
        """State the rule that *value* breaks, or None."""

    def __call__(self, _: Any, attribute: "attrs.Attribute[Any]", value: Any) -> None:
        """Refuse *value* as an attrs validator does."""
        if detail := self.refusal(value):
            raise Refused(f"/{attribute.name}", detail)


@frozen
class Text(Guard):
    """A string that matches *pattern* whole; *rule* says it in words."""

    pattern: str
    rule: str
    longest: int

    @override
    def refusal(self, value: Any) -> str | None:
        fits = isinstance(value, str) and len(value) <= self.longest
        return None if fits and re.fullmatch(self.pattern, value) else self.rule


@frozen
class Whole(Guard):
    """An integer from *least* to *most*, both allowed."""

    least: int
    most: int

    @override
    def refusal(self, value: Any) -> str | None:
        fits = type(value) is int and self.least <= value <= self.most
        return None if fits else f"must be a whole number from {self.least} to {self.most}"


@frozen
class Day(Guard):
    """A calendar date from *first* to *last*, both allowed."""

    first: date
    last: date

    @override
    def refusal(self, value: Any) -> str | None:
        fits = type(value) is date and self.first <= value <= self.last
        return None if fits else f"must be a date from {self.first} to {self.last}"


@frozen
class Instant(Guard):
    """A moment with a UTC offset from *first* to before *end*."""

    first: datetime
    end: datetime

    @override
    def refusal(self, value: Any) -> str | None:
        aware = isinstance(value, datetime) and value.utcoffset() is not None
        if aware and self.first <= value < self.end:
            return None
        return f"must be a time with an offset from {self.first.year} to before {self.end.year}"


@frozen
class Member(Guard):
    """One value of an enumeration."""

    kind: type

    @override
    def refusal(self, value: Any) -> str | None:
        return None if isinstance(value, self.kind) else f"must be one of {self.choices}"

    @property
    def choices(self) -> str:
        """List the values as a sentence would."""
        return ", ".join(self.kind)  # type: ignore[arg-type]  # every Member is a StrEnum


@frozen
class Several(Guard):
    """From *least* to *most* of something, both allowed."""

    least: int
    most: int

    @override
    def refusal(self, value: Any) -> str | None:
        fits = isinstance(value, tuple) and self.least <= len(value) <= self.most
        return None if fits else f"must be a list of {self.least} to {self.most}"


@frozen
class Maybe(Guard):
    """Nothing, or what *guard* allows."""

    guard: Guard

    @override
    def refusal(self, value: Any) -> str | None:
        return None if value is None else self.guard.refusal(value)


def built[T](kind: Callable[..., T], **fields: Any) -> Result[T, Fault]:
    """Build a guarded value, or tell the first rule that it breaks."""
    try:
        return Success(kind(**fields))
    except Refused as refused:
        return Failure(Invalid((Flaw(refused.pointer, refused.detail),)))


#: PostgreSQL and Python hold more; nobody on a ward was born or measured outside these.
EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
HORIZON = datetime(2200, 1, 1, tzinfo=UTC)

#: Halves of surrogate pairs, which UTF-8 cannot carry.
SURROGATES = r"\ud800-\udfff"
#: Control characters, line and paragraph separators.
_BAD = rf"\u0000-\u001f\u007f-\u009f\u2028\u2029{SURROGATES}"
_BLANKS = r"\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # \s differs between dialects
_INNER = rf"[^{_BAD}]"
_OUTER = rf"[^{_BLANKS}{_BAD}]"


def identifier(longest: int, more: str = "") -> Text:
    """Allow 1 to *longest* of A-Z a-z 0-9 . _ - and *more*, starting with a letter or digit."""
    return Text(
        rf"[A-Za-z0-9][A-Za-z0-9._{more}-]{{0,{longest - 1}}}",
        f"must be 1 to {longest} of A-Z a-z 0-9 . _ {more + ' ' if more else ''}-,"
        " starting with a letter or digit",
        longest,
    )


def line(longest: int) -> Text:
    """Allow one line of 1 to *longest* characters without blanks at its ends."""
    return Text(
        rf"{_OUTER}(?:{_INNER}{{0,{longest - 2}}}{_OUTER})?",
        f"must be one line of 1 to {longest} characters without blanks at its ends",
        longest,
    )


INSTANT = Instant(EPOCH, HORIZON)
DAY = Day(EPOCH.date(), HORIZON.date() - timedelta(days=1))
VERSION = Whole(1, 2_147_483_647)  # a PostgreSQL integer
