"""A check of a table: what it finds, and which places must have been read for it."""

from collections.abc import Callable, Iterable, Iterator

from attrs import frozen

from vitalcore.fault import Flaw


@frozen
class Check:
    """The *flaws* that are found where everything at *reads* could be read."""

    reads: tuple[str, ...]
    flaws: Iterable[Flaw]


def rule(place: str, detail: str, *reads: str, broken: bool) -> Check:
    """Check one rule about *place*, which reads no other unless it is said."""
    return Check(reads or (place,), (Flaw(place, detail),) if broken else ())


def each(place: str, count: int, *names: str) -> tuple[str, ...]:
    """List the places of *names* in every element of a list; an empty list's is its own."""
    return tuple(f"{place}/{index}/{name}" for index in range(count) for name in names) or (place,)


def told(
    checks: Iterable[Check],
    misread: tuple[Flaw, ...] = (),
    written: Callable[[str], str] = str,
) -> Iterator[Flaw]:
    """Tell what *checks* find beside what was *misread*, at the places as they are *written*."""
    for check in checks:
        reads = [written(place) for place in check.reads]
        if not any(_touch(place, flaw.pointer) for place in reads for flaw in misread):
            yield from (Flaw(written(one.pointer), one.detail) for one in check.flaws)


def _touch(one: str, other: str) -> bool:
    """Is one place the other, or inside it?"""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")
