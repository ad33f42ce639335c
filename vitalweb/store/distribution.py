"""The record over several servers: Citus does it, and is told here what belongs together."""

from collections.abc import Sequence

from vitalweb.store import sql, steps
from vitalweb.store.database import Database


class Undistributable(Exception):  # noqa: N818 -- a state of the server, not a mistake of ours
    """The server cannot distribute anything."""


async def distribute(database: Database) -> str:
    """Give every table its place, all of them or none, and tell by which release of Citus.

    While it lasts the tables are locked: who writes meanwhile is asked to try again.
    """
    found = await database.row(sql.CITUS)
    if found is None:
        raise Undistributable(
            "this database has no Citus: install it on every server, CREATE EXTENSION citus, repeat"
        )
    await steps.taken(database, *await recipe(database))
    return found.version


async def recipe(database: Database) -> Sequence[str]:
    """Write what is to be done, in order."""
    return [one.step for one in await database.rows(sql.DISTRIBUTION)]
