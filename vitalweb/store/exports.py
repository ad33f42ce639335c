"""The record on its way out, a little at a time, as it stood when the export began."""

from collections.abc import AsyncIterator

from psycopg import AsyncConnection
from psycopg.rows import kwargs_row

from vitalcore.patient import NewPatient
from vitalweb.store import sql
from vitalweb.store.database import Database
from vitalweb.store.rows import Exported
from vitalweb.store.sql import Statement

AT_ONCE = 2000  # rows that are held at once


async def everything(database: Database) -> AsyncIterator[NewPatient | Exported]:
    """Give every patient, then every reading that stands, all as of one moment."""
    async with database.stream() as conn:
        await conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        async for patient in _each(conn, sql.EXPORT_PATIENTS):
            yield patient
        async for vital in _each(conn, sql.EXPORT_VITALS):
            yield vital


async def _each[T](conn: AsyncConnection, statement: Statement[T]) -> AsyncIterator[T]:
    make = kwargs_row(statement.make)
    async with conn.cursor("export", row_factory=make) as cursor:
        cursor.itersize = AT_ONCE
        await cursor.execute(statement.text, binary=True)
        async for row in cursor:
            yield row
