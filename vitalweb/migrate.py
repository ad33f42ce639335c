"""The schema, brought up to date at every start, also when several start or one is killed."""

import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from yoyo import get_backend, read_migrations

from vitalweb.files import folder

LOCK = 0x76697461  # "vita": the advisory lock of everybody who migrates
PATIENCE = 120.0  # seconds to wait for another process that migrates
_POLL = 0.1  # seconds; a blocking lock would deadlock with CREATE INDEX CONCURRENTLY
_DIGESTS = """
CREATE TABLE IF NOT EXISTS vitalweb_migration (
    migration_id text PRIMARY KEY,
    sha256 text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
)
"""
_NOTE = """
INSERT INTO vitalweb_migration (migration_id, sha256, created_at, updated_at)
VALUES (%s, %s, now(), now())
"""
_INVALID = """
SELECT indexrelid::regclass::text FROM pg_index
WHERE NOT indisvalid AND indrelid::regclass::text NOT LIKE 'pg_toast.%'
"""


class Edited(Exception):  # noqa: N818 -- what has happened to a migration
    """A migration was changed after it had been applied; the schema is not what its text says."""


def migrate(dsn: str, home: Path | None = None) -> tuple[str, ...]:
    """Apply what is missing and name it; each migration and its mark stand or fall together."""
    home = home or folder("migrations")
    with psycopg.connect(dsn, autocommit=True) as guard, _alone(guard):
        guard.execute(_DIGESTS)
        _refuse_edited(guard, wanted(home))
        with get_backend(_uri(dsn)) as backend:
            missing = backend.to_apply(read_migrations(str(home)))
            return tuple(_apply(backend, guard, migration) for migration in missing)


def wanted(home: Path | None = None) -> Mapping[str, str]:
    """Give the digest of every migration there is."""
    files = sorted((home or folder("migrations")).glob("*.sql"))
    applied = [file for file in files if not file.name.endswith(".rollback.sql")]
    return {file.stem: sha256(file.read_bytes()).hexdigest() for file in applied}


@contextmanager
def _alone(guard: psycopg.Connection) -> Iterator[None]:
    """Hold the lock, which PostgreSQL takes back from whoever dies with it."""
    until = time.monotonic() + PATIENCE
    while not _row(guard, f"SELECT pg_try_advisory_lock({LOCK})"):
        if time.monotonic() > until:
            raise TimeoutError("another process has been migrating for too long")
        time.sleep(_POLL)
    yield
    guard.execute(f"SELECT pg_advisory_unlock({LOCK})".encode())


def _refuse_edited(guard: psycopg.Connection, files: Mapping[str, str]) -> None:
    applied = guard.execute("SELECT migration_id, sha256 FROM vitalweb_migration").fetchall()
    for name, digest in applied:
        if files.get(name) != digest:
            raise Edited(f"migration {name} was changed after it had been applied")


def _apply(backend: Any, guard: psycopg.Connection, migration: Any) -> str:
    migration.load()
    if migration.use_transactions:
        with backend.transaction():
            _run(backend, migration)
    else:
        _drop_invalid_indexes(guard)
        _run(backend, migration, checked=guard)
    return str(migration.id)


def _run(backend: Any, migration: Any, checked: psycopg.Connection | None = None) -> None:
    migration.process_steps(backend, "apply")
    if checked and _row(checked, _INVALID):
        raise RuntimeError(f"migration {migration.id} left an invalid index")
    backend.mark_one(migration)
    digest = sha256(Path(migration.path).read_bytes()).hexdigest()
    backend.cursor().execute(_NOTE, (migration.id, digest))


def _drop_invalid_indexes(guard: psycopg.Connection) -> None:
    while name := _row(guard, _INVALID):
        guard.execute(f"DROP INDEX {name}".encode())


def _row(guard: psycopg.Connection, query: str) -> Any:
    found = guard.execute(query.encode()).fetchone()
    return found[0] if found else None


def _uri(dsn: str) -> str:
    """Write *dsn* as yoyo reads it, with all its parts as parameters."""
    parts = conninfo_to_dict(dsn)
    user = urllib.parse.quote(str(parts.pop("user", "") or ""), safe="")
    password = urllib.parse.quote(str(parts.pop("password", "") or ""), safe="")
    name = urllib.parse.quote(str(parts.pop("dbname", "") or user), safe="")
    who = f"{user}:{password}" if password else user
    return f"postgresql+psycopg://{who}@/{name}?{urllib.parse.urlencode(parts)}"
