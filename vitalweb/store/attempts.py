"""Attempts to log in, counted for every server process alike."""

from collections.abc import Sequence
from datetime import datetime

from vitalweb.store import sql
from vitalweb.store.desk import Desk
from vitalweb.store.rows.staff import Attempts


async def count(
    desk: Desk, subjects: Sequence[str], window_ends_at: datetime, at: datetime
) -> Sequence[Attempts]:
    """Count one attempt of each subject; a window that is over starts anew."""
    given = {"subjects": list(subjects), "window_ends_at": window_ends_at, "at": at}
    return await desk.rows(sql.COUNT_ATTEMPTS, **given)


async def forgive(desk: Desk, account: str, address: str, at: datetime) -> None:
    """Forget an account's attempts once it has proved itself, and its address's last one."""
    await desk.rows(sql.FORGIVE_ATTEMPTS, account=account, address=address, at=at)


async def sweep(desk: Desk, at: datetime) -> None:
    """Forget the attempts whose window is over."""
    await desk.rows(sql.SWEEP_ATTEMPTS, before=at)
