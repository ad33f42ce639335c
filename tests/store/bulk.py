"""A record of its own, taken in and given out through the real statements."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from psycopg import AsyncConnection

from vitalweb.bulk import exporting, importing
from vitalweb.bulk.importing import Done, Import
from vitalweb.http.batch.report import Refusal, Report
from vitalweb.http.batch.source import Format
from vitalweb.store.database import Database

NDJSON, CSV = Format.NDJSON, Format.CSV
_ALL = """
TRUNCATE vital_history, vitals, patient_history, assignment_history, assignments, patients, retries
"""


async def take_in(
    database: Database,
    file: bytes,
    form: Format = NDJSON,
    *,
    kept: bool = True,
    skips: bool = False,
    tell: Callable[[Refusal], object] = lambda _: None,
) -> Report:
    """Import *file* now."""
    return (await done(database, file, form, kept=kept, skips=skips, tell=tell)).report


async def done(
    database: Database,
    file: bytes,
    form: Format = NDJSON,
    *,
    kept: bool = True,
    skips: bool = False,
    tell: Callable[[Refusal], object] = lambda _: None,
) -> Done:
    """Import *file* now, and give what is told of it."""
    wanted = asked(file, form, kept=kept, skips=skips, tell=tell)
    return (await importing.take_in(database, wanted)).unwrap()


def asked(
    file: bytes,
    form: Format = NDJSON,
    *,
    kept: bool = True,
    skips: bool = False,
    tell: Callable[[Refusal], object] = lambda _: None,
) -> Import:
    """Ask for *file* to be imported now."""
    return Import(
        held=io.BytesIO(file),
        form=form,
        batch_id=uuid4(),
        by="tester",
        at=datetime.now(UTC),
        kept=kept,
        skips=skips,
        seen=lambda _lines, _place: None,
        tell=tell,
    )


async def refused(database: Database, file: bytes, form: Format = NDJSON) -> list[str]:
    """Import *file* now, and give what is told of its lines."""
    told: list[Refusal] = []
    await take_in(database, file, form, tell=told.append)
    return [str(one) for one in told]


async def given_out(database: Database) -> bytes:
    """Export everything."""
    out = io.BytesIO()
    await exporting.write(database, out, exporting.writer("ndjson"))
    return out.getvalue()


async def emptied(database: Database) -> None:
    """Begin with an empty record."""
    async with database.pool.connection() as conn:
        await conn.execute(_ALL)


async def counted(database: Database) -> tuple[int, int]:
    """Count the patients and the readings."""
    async with database.pool.connection() as conn:
        return (
            await _count(conn, "SELECT count(*) FROM patients"),
            await _count(conn, "SELECT count(*) FROM vitals"),
        )


async def rows(database: Database) -> list[tuple[str, int]]:
    """List the imports of the trail, each by its batch and how it ended."""
    query = b"SELECT subject, outcome FROM audit WHERE action = 'import' ORDER BY audit_id"
    async with database.pool.connection() as conn:
        return list(await (await conn.execute(query)).fetchall())


async def _count(conn: AsyncConnection, query: str) -> int:
    found = await (await conn.execute(query.encode())).fetchone()
    return int(found[0]) if found else 0
