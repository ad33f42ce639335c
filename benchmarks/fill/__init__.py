"""Two databases with the same ward in them, laid down by PostgreSQL itself."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import psycopg
from sqlalchemy import create_engine

from benchmarks import ward
from benchmarks.peer.tables import Base
from vitalcore.identity import bucket
from vitalweb.migrate import migrate

_HERE = Path(__file__).parent
_AT_ONCE = 100_000  # readings of a statement
_FACTS = ("Pat Doe", "F", date(1970, 1, 1), 1, ward.BEGIN, ward.BEGIN)
_COLUMNS = "patient_id, name, gender, birth_date, version, created_at, updated_at"


def ours(dsn: str, superuser_dsn: str, readings: int) -> None:
    """Lay the ward into the schema of the service."""
    migrate(dsn)
    with psycopg.connect(superuser_dsn, autocommit=True) as conn, conn.cursor() as cur:
        cur.executemany(
            f"INSERT INTO patients ({_COLUMNS}, bucket, created_by, updated_by)"  # noqa: S608 -- own words
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'bench', 'bench')",
            [(one, *_FACTS, bucket(one)) for one in ward.everybody()],
        )
        _laid(conn, "ours", readings)


def peer(dsn: str, superuser_dsn: str, readings: int) -> None:
    """Lay the ward into the tables that SQLAlchemy makes."""
    engine = create_engine(dsn.replace("postgresql:", "postgresql+psycopg:"))
    Base.metadata.create_all(engine)
    engine.dispose()
    with psycopg.connect(superuser_dsn, autocommit=True) as conn, conn.cursor() as cur:
        cur.executemany(
            f"INSERT INTO patients ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s)",  # noqa: S608 -- own words
            [(one, *_FACTS) for one in ward.everybody()],
        )
        _laid(conn, "peer", readings)


def _laid(conn: psycopg.Connection, whose: str, readings: int) -> None:
    """Lay the week down: indexes are made after it, and nobody asks for the patients' keys."""
    conn.execute("SET session_replication_role = replica")
    conn.execute("SET maintenance_work_mem = '512MB'")
    conn.execute("SET work_mem = '64MB'")
    indexes = _without_indexes(conn)
    statement = (_HERE / f"{whose}.sql").read_bytes()
    given = {"begin": ward.BEGIN, "beyond": str(ward.FIRST + ward.measured(readings))}
    steps = [*range(0, ward.WEEK, _AT_ONCE // ward.measured(readings)), ward.WEEK]
    for since, until in pairwise(steps):
        conn.execute(statement, {**given, "since": since, "until": until})
    for made_by in indexes:
        conn.execute(made_by.encode())
    conn.execute("VACUUM ANALYZE")
    conn.execute("CHECKPOINT")


def _without_indexes(conn: psycopg.Connection) -> list[str]:
    """Drop the indexes that no key needs, and say how to make them again."""
    found = conn.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'vitals'"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    ).fetchall()
    for name, _ in found:
        conn.execute(f"DROP INDEX {name}".encode())
    return [made_by for _, made_by in found]
