"""The record as a file: patients first, then readings, as an import takes them."""

from datetime import UTC, datetime
from typing import BinaryIO

import click
from returns.result import Success

from vitalcore.audit import by_operator
from vitalweb.http.batch import outgoing
from vitalweb.http.batch.outgoing import ExportFormat, Row, Writer
from vitalweb.store import audit, exports, replica
from vitalweb.store.database import Database

AT_ONCE = 2000  # rows that are held at once


async def write(
    database: Database, out: BinaryIO, writer: Writer, standby: str | None = None
) -> None:
    """Write everything that stands, a row each; struck readings and former versions stay here.

    It is read from the *standby* where one is named and catches up, which spares the primary.
    """
    at = datetime.now(UTC)
    await audit.add(database, [by_operator("export", None, "operator", 200, at)], at)
    some: list[Row] = []
    async with replica.caught_up(database, standby) as source:
        async for one in exports.everything(source):
            some.append(one)
            if len(some) == AT_ONCE:
                out.write(writer.rows(some))
                some.clear()
    out.write(writer.rows(some) if some else b"")
    out.write(writer.end())
    out.flush()


def writer(form: str) -> Writer:
    """Give what writes in a format; one whose extra is not installed is told."""
    made = outgoing.writer(ExportFormat(form), outgoing.EVERYTHING)
    if isinstance(made, Success):
        found: Writer = made.unwrap()
        return found
    raise click.BadParameter("needs vitalmonitor[frame]", param_hint="--format")
