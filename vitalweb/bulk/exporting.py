"""The record as lines of JSON: patients first, then readings, as an import takes them."""

from datetime import UTC, datetime
from typing import BinaryIO

from vitalcore.audit import by_operator
from vitalweb.http import codec
from vitalweb.store import audit, exports
from vitalweb.store.database import Database


async def write(database: Database, out: BinaryIO) -> None:
    """Write everything that stands, a line each; struck readings and former versions stay here."""
    at = datetime.now(UTC)
    await audit.add(database, [by_operator("export", None, "operator", 200, at)], at)
    async for one in exports.everything(database):
        out.write(codec.encoded(one) + b"\n")
    out.flush()
