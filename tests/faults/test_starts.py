"""How the schema comes to be: by several at once, by one that is killed, and never by half."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from tests.faults.nurse import nurse
from tests.faults.process import Service
from vitalweb import migrate as migrating
from vitalweb.migrate import Edited, migrate, wanted

TABLE = "CREATE TABLE ward (bed integer NOT NULL);"
SLOW = "ALTER TABLE ward ADD COLUMN name text; SELECT pg_sleep(30); CREATE TABLE chart (line text);"
INDEX = (
    "-- transactional: false\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS beds ON ward (bed);"
)
PATIENCE = 30.0  # seconds


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of migrations of the test's own, with a first one."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001.create-ward.sql").write_text(TABLE, encoding="utf-8")
    return folder


@pytest.fixture
def conn(empty_dsn: str) -> Iterator[psycopg.Connection]:
    """A bystander's connection."""
    with psycopg.connect(empty_dsn, autocommit=True) as opened:
        yield opened


def tables(conn: psycopg.Connection) -> set[str]:
    """List the tables that are not the tools' own."""
    found = conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {row[0] for row in found if "yoyo" not in row[0] and "migration" not in row[0]}


def test_four_services_start_at_once_on_an_empty_database(
    empty_dsn: str, conn: psycopg.Connection, tmp_path: Path
) -> None:
    """Of four that start together each becomes ready, and every migration is applied once."""
    settings = {"VITALWEB_DATABASE_URL": empty_dsn, "VITALWEB_THROTTLE": "off"}
    four = [Service(tmp_path / str(n), settings) for n in range(4)]
    with ExitStack() as stack:
        for service in four:
            service.folder.mkdir()
            service.launch()
            stack.callback(service.kill)
        for service in four:
            service.greeted()
        assert [nurse(one).told("GET", "/readyz").status for one in four] == [200] * 4
    applied = conn.execute("SELECT migration_id, sha256 FROM vitalweb_migration").fetchall()
    assert sorted(applied) == sorted(wanted().items())


def test_four_services_may_share_a_data_directory(tmp_path: Path) -> None:
    """Four that start together on one empty directory share one database and one set of keys."""
    four = [Service(tmp_path, {"VITALWEB_THROTTLE": "off"}) for _ in range(4)]
    with ExitStack() as stack:
        for service in four:
            service.launch()
            stack.callback(service.kill)
        for service in four:
            service.greeted()
        joy = nurse(four[0])
        patient = joy.admit()
        for service in four:
            joy.service = service
            assert joy.told("GET", f"/api/v1/patients/{patient}").status == 200
        for service in four:
            service.terminate()


def test_one_killed_while_migrating_leaves_nothing_half_done(
    empty_dsn: str, conn: psycopg.Connection, home: Path
) -> None:
    """Killed -9 in the middle of a migration, its first half is gone; the next start does all."""
    slow = home / "0002.slow.sql"
    slow.write_text(SLOW, encoding="utf-8")
    program = "import sys, pathlib; from vitalweb.migrate import migrate;"
    program += "migrate(sys.argv[1], pathlib.Path(sys.argv[2]))"
    started = subprocess.Popen([sys.executable, "-c", program, empty_dsn, str(home)])
    sleeping = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    _until(conn, sleeping)
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    conn.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    assert tables(conn) == {"ward"}
    slow.write_text(SLOW.replace("30", "0"), encoding="utf-8")
    assert migrate(empty_dsn, home) == ("0002.slow",)
    assert tables(conn) == {"ward", "chart"}
    assert migrate(empty_dsn, home) == ()


def test_a_migration_that_fails_leaves_nothing(
    empty_dsn: str, conn: psycopg.Connection, home: Path
) -> None:
    """What a migration did before its fault is undone; those before it stay."""
    text = "CREATE TABLE chart (line text); CREATE TABLE ward (bed integer);"
    (home / "0002.fail.sql").write_text(text, encoding="utf-8")
    with pytest.raises(psycopg.errors.DuplicateTable):
        migrate(empty_dsn, home)
    assert tables(conn) == {"ward"}


def test_an_edited_migration_is_refused(
    empty_dsn: str, conn: psycopg.Connection, home: Path
) -> None:
    """A migration whose text has changed since it was applied stops the start, by its name."""
    migrate(empty_dsn, home)
    (home / "0001.create-ward.sql").write_text(TABLE + " -- better", encoding="utf-8")
    (home / "0002.create-chart.sql").write_text("CREATE TABLE chart ();", encoding="utf-8")
    with pytest.raises(Edited, match=r"0001\.create-ward"):
        migrate(empty_dsn, home)
    assert tables(conn) == {"ward"}


def test_a_removed_migration_is_refused(empty_dsn: str, home: Path) -> None:
    """A database that has had a migration this service does not know is not touched."""
    migrate(empty_dsn, home)
    (home / "0001.create-ward.sql").unlink()
    with pytest.raises(Edited):
        migrate(empty_dsn, home)


def test_an_invalid_index_is_built_anew(
    empty_dsn: str, conn: psycopg.Connection, home: Path
) -> None:
    """An index whose concurrent building failed is dropped and built at the next start."""
    migrate(empty_dsn, home)
    conn.execute("INSERT INTO ward (bed) VALUES (1), (1)")
    (home / "0002.index-beds.sql").write_text(INDEX, encoding="utf-8")
    with pytest.raises(psycopg.errors.UniqueViolation):
        migrate(empty_dsn, home)
    valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'beds'::regclass"
    assert conn.execute(valid).fetchone() == (False,)
    conn.execute("DELETE FROM ward")
    assert migrate(empty_dsn, home) == ("0002.index-beds",)
    assert conn.execute(valid).fetchone() == (True,)


def test_somebody_who_migrates_is_waited_for_and_not_for_ever(
    empty_dsn: str, conn: psycopg.Connection, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another process holds the lock a start waits; in the end it gives up."""
    monkeypatch.setattr(migrating, "PATIENCE", 0.2)
    conn.execute("SELECT pg_advisory_lock(%s)", [migrating.LOCK])
    with pytest.raises(TimeoutError):
        migrate(empty_dsn, home)
    conn.execute("SELECT pg_advisory_unlock_all()")
    assert migrate(empty_dsn, home) == ("0001.create-ward",)


def test_a_start_over_a_faulty_schema_ends_before_it_listens(
    empty_dsn: str, conn: psycopg.Connection, tmp_path: Path
) -> None:
    """A service whose migrations do not fit the database ends by itself and serves nothing."""
    migrate(empty_dsn)
    conn.execute("UPDATE vitalweb_migration SET sha256 = 'another'")
    second = Service(tmp_path, {"VITALWEB_DATABASE_URL": empty_dsn})
    second.launch()
    assert second.process
    assert second.process.communicate(timeout=PATIENCE)[0] == ""
    assert second.process.returncode != 0


def _until(conn: psycopg.Connection, query: str) -> None:
    until = time.monotonic() + PATIENCE
    while conn.execute(query.encode()).fetchone() is None:
        assert time.monotonic() < until
        time.sleep(0.05)
