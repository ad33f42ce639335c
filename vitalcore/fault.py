"""Everything a caller can cause to go wrong, each with what it takes to put it right."""

from typing import final

from attrs import frozen


@final
@frozen
class Flaw:
    """One thing wrong with what was sent: a JSON pointer to it and the rule it breaks."""

    pointer: str
    detail: str


@final
@frozen
class Unreadable:
    """The bytes are not what they claim to be."""

    detail: str


@final
@frozen
class Unauthenticated:
    """Nobody the service knows stands behind this request."""

    detail: str


@final
@frozen
class Forbidden:
    """The service knows who asks, and the answer is no."""

    detail: str


@final
@frozen
class Unknown:
    """There is no such *noun*."""

    noun: str


@final
@frozen
class Taken:
    """There is such a *noun* already."""

    noun: str


@final
@frozen
class StaleVersion:
    """Somebody wrote since the caller looked: *current* is the version to look at now."""

    noun: str
    current: int
    seen: int


@final
@frozen
class StaleMatch:
    """The same, said by a caller through If-Match."""

    noun: str
    current: int


@final
@frozen
class StillRunning:
    """The first request under this Idempotency-Key has not been answered yet."""

    retry_after: int  # seconds


@final
@frozen
class TooLarge:
    """The request carries more than *limit* bytes."""

    limit: int


@final
@frozen
class WrongMedia:
    """The request's body is in a form that is not taken here."""

    wanted: str


@final
@frozen
class Invalid:
    """The shape or a value is wrong, in one place or several."""

    flaws: tuple[Flaw, ...]


@final
@frozen
class RefusedRow:
    """One thing wrong with a row of a batch: its number, a pointer into it, and the rule."""

    row: int
    pointer: str
    detail: str


@final
@frozen
class RowsRefused:
    """Of a batch's rows some are refused, so nothing was taken in; the first of them are told."""

    rows: int
    refused: int
    refusals: tuple[RefusedRow, ...]


@final
@frozen
class KeyReused:
    """This Idempotency-Key belongs to another request."""


@final
@frozen
class UnknownStrategy:
    """No strategy has this name; these are the ones there are."""

    known: tuple[str, ...]


@final
@frozen
class NothingToAssess:
    """Too little that the strategy reads is present: that is not the same as normal.

    One of *needs* is enough, unless *missing* names those of them without which there is no
    answer; the *stale* ones among these are known and too old to count.
    """

    needs: tuple[str, ...]
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()


@final
@frozen
class NotApplicable:
    """The strategy was not made for this patient, or may not be used so; *reason* says why."""

    strategy: str
    reason: str


@final
@frozen
class Throttled:
    """Too many attempts; the next one is looked at after *retry_after* seconds."""

    retry_after: int


@final
@frozen
class Busy:
    """The service cannot take this now; nothing was done."""

    retry_after: int  # seconds


type Fault = (
    Unreadable
    | Unauthenticated
    | Forbidden
    | Unknown
    | Taken
    | StaleVersion
    | StaleMatch
    | StillRunning
    | TooLarge
    | WrongMedia
    | Invalid
    | RowsRefused
    | KeyReused
    | UnknownStrategy
    | NothingToAssess
    | NotApplicable
    | Throttled
    | Busy
)


def flawed(pointer: str, detail: str) -> Invalid:
    """Say that one place is wrong."""
    return Invalid((Flaw(pointer, detail),))
