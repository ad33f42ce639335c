"""A place in plain data: read what stands there, and note what is wrong with it and where."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from attrs import Factory, frozen

from vitalcore.fault import Flaw
from vitalcore.risk.range import Range, read

_LONGEST = 2_000  # characters of one text
_MOST = 100_000  # of a whole number: years, minutes
_MOST_POINTS = 100  # of one band; no published chart gives more than 22 (CART)


@frozen
class Place:
    """What stands at *pointer*; every reading method notes a flaw rather than stops."""

    content: object
    pointer: str = ""
    flaws: list[Flaw] = Factory(list)

    def flaw(self, detail: str) -> None:
        """Note what is wrong here."""
        self.flaws.append(Flaw(self.pointer, detail))

    def only(self, *names: str) -> None:
        """Refuse keys other than *names*, and what has no keys."""
        if not isinstance(self.content, Mapping):
            self.flaw("must be a table of names and values")
            return
        for name in sorted(str(name) for name in self.content if name not in names):
            self.at(name).flaw("is unknown")

    def at(self, name: str) -> "Place":
        """Go to what stands under *name*; nothing where there is no such name."""
        inside = self.content.get(name) if isinstance(self.content, Mapping) else None
        return Place(inside, f"{self.pointer}/{name}", self.flaws)

    def each(self) -> Iterator["Place"]:
        """Go to every element of a list; an absent list has none."""
        if self.content is None:
            return
        if not isinstance(self.content, list | tuple):
            self.flaw("must be a list")
            return
        for index, one in enumerate(self.content):
            yield Place(one, f"{self.pointer}/{index}", self.flaws)

    def text(self, default: str | None = None) -> str:
        """Read a text."""
        if self.content is None and default is not None:
            return default
        if isinstance(self.content, str) and len(self.content) <= _LONGEST:
            return self.content
        self.flaw(f"must be a text of up to {_LONGEST} characters")
        return ""

    def truth(self, *, default: bool) -> bool:
        """Read true or false."""
        if self.content is None or isinstance(self.content, bool):
            return default if self.content is None else self.content
        self.flaw("must be true or false")
        return default

    def points(self) -> int:
        """Read what a band gives."""
        return self.whole(_MOST_POINTS)

    def whole(self, most: int = _MOST) -> int:
        """Read a whole number up to *most*."""
        found = self.whole_or_none(most)
        if found is None and self.content is None:
            self.flaw("must be given")
        return found or 0

    def whole_or_none(self, most: int = _MOST) -> int | None:
        """Read a whole number up to *most* where one is given."""
        if self.content is None:
            return None
        if type(self.content) is int and 0 <= self.content <= most:
            return self.content
        self.flaw(f"must be a whole number from 0 to {most}")
        return None

    def decimal_or_none(self) -> Decimal | None:
        """Read an exact number, written as a text or as a number, where one is given."""
        if self.content is None:
            return None
        found = _decimal(self.content)
        if found is None:
            self.flaw("must be a number")
        return found or Decimal(0)

    def range(self) -> Range:
        """Read a range as it is printed."""
        found = read(self.content) if isinstance(self.content, str) else None
        if found is None:
            self.flaw('must be a range such as "<=8", "9-11", ">=25", "10-<20" or "0"')
        return found or Range()

    def member[T: Enum](self, kind: type[T]) -> T:
        """Read one of an enumeration; the refusal lists them."""
        for one in kind:
            if self.content == one.value:
                return one
        self.flaw(f"must be one of {', '.join(str(one.value) for one in kind)}")
        return next(iter(kind))


def _decimal(content: Any) -> Decimal | None:
    if isinstance(content, bool) or not isinstance(content, str | int | float | Decimal):
        return None
    try:
        found = Decimal(str(content))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
