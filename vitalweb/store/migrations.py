"""Which migrations the database has had."""

from collections.abc import Mapping

from vitalweb.store import sql
from vitalweb.store.desk import Desk


async def applied(desk: Desk) -> Mapping[str, str]:
    """Show the digest of each migration as it was applied."""
    found = await desk.rows(sql.APPLIED_MIGRATIONS)
    return {one.migration_id: one.sha256 for one in found}
