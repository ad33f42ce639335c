"""The record on its way out, a little at a time, as it stood when the export began."""

from collections.abc import AsyncIterator

from vitalcore.patient import NewPatient
from vitalweb.store import sql
from vitalweb.store.database import Database, Transaction
from vitalweb.store.rows.readings import Exported


async def everything(database: Database) -> AsyncIterator[NewPatient | Exported]:
    """Give every patient, then every reading that stands, all as of one moment."""
    async with database.stream() as conn:
        await conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        desk = Transaction(conn)
        async for patient in desk.each(sql.EXPORT_PATIENTS):
            yield patient
        async for vital in desk.each(sql.EXPORT_VITALS):
            yield vital
