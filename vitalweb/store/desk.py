"""Where a statement is handed in: the whole pool, or one transaction."""

from collections.abc import Sequence
from typing import Any, Protocol

from vitalweb.store.sql import Statement


class Outage(Exception):  # noqa: N818 -- an event, not a mistake of ours
    """The database, or a disk, did not take what it was given; what became of that is unknown."""


class Desk(Protocol):
    """Runs a statement; every failure that is the database's own is an Outage."""

    async def rows[T](self, statement: Statement[T], **given: Any) -> Sequence[T]:
        """Run *statement* and give its rows."""

    async def row[T](self, statement: Statement[T], **given: Any) -> T | None:
        """Run *statement* and give its row, or None."""
