"""The record as lines of JSON: patients first, then readings, as an import takes them."""

from typing import BinaryIO

from vitalweb.http import codec
from vitalweb.store import exports
from vitalweb.store.database import Database


async def write(database: Database, out: BinaryIO) -> None:
    """Write everything that stands, a line each; struck readings and former versions stay here."""
    async for one in exports.everything(database):
        out.write(codec.encoded(one) + b"\n")
    out.flush()
