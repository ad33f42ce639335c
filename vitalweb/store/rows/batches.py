"""What is told of many rows at once."""

from uuid import UUID

from attrs import frozen


@frozen
class Nothing:
    """What a statement gives that only does something."""


@frozen(kw_only=True)
class Tally:
    """How many rows a statement for many did something to."""

    tally: int


@frozen(kw_only=True)
class Misfit:
    """A line of a batch that does not go with the record, and the *fields* that show it."""

    line: int
    fields: list[str]


@frozen(kw_only=True)
class Struck:
    """A batch that was struck out, and how many of its readings still stood."""

    batch_id: UUID
    struck: int
