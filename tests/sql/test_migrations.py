"""Every migration says why, can be taken back, and comes out the same the second time."""

import psycopg
from psycopg import Connection
from yoyo import get_backend, read_migrations

from vitalweb.files import folder
from vitalweb.migrate import _uri, migrate, wanted

_COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, column_default
FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position
"""
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2
"""
_INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname"
#: What the runners keep for themselves.
_RUNNERS = ("_yoyo", "yoyo_", "vitalweb_migration")


def shape(conn: Connection) -> list[tuple[object, ...]]:
    """Columns, constraints and indexes of the schema, without what the runners keep."""
    found = [row for query in (_COLUMNS, _CONSTRAINTS, _INDEXES) for row in conn.execute(query)]
    return [row for row in found if not any(mark in str(row) for mark in _RUNNERS)]


def rolled_back(dsn: str) -> None:
    """Take every migration back, the last one first."""
    with get_backend(_uri(dsn)) as backend:
        backend.rollback_migrations(backend.to_rollback(read_migrations(str(folder("migrations")))))


def test_down_and_up_again_gives_the_same_schema(empty_dsn: str) -> None:
    """Rolled back, nothing of the schema is left; migrated again, all of it is there."""
    migrate(empty_dsn)
    with psycopg.connect(empty_dsn, autocommit=True) as conn:
        first = shape(conn)
        rolled_back(empty_dsn)
        emptied = shape(conn)
        conn.execute("DELETE FROM vitalweb_migration")
        assert migrate(empty_dsn) == tuple(wanted())
        assert (len(first) > 100, emptied, shape(conn)) == (True, [], first)


def test_every_migration_says_why_and_can_be_taken_back() -> None:
    """The first line is its reason, and beside it lies the way back."""
    home = folder("migrations")
    for name in wanted():
        assert (home / f"{name}.sql").read_text().startswith("-- ")
        assert (home / f"{name}.rollback.sql").read_text().strip()


def test_no_way_back_leads_from_nowhere() -> None:
    """Every rollback file belongs to a migration."""
    ways = {path.name for path in folder("migrations").glob("*.rollback.sql")}
    assert ways == {f"{name}.rollback.sql" for name in wanted()}


def test_migrations_are_numbered_one_after_the_other() -> None:
    """Their order is that of their names, without a gap."""
    assert [int(name[:4]) for name in wanted()] == list(range(1, len(wanted()) + 1))


def test_two_installations_have_the_same_schema(empty_dsn: str, other: Connection) -> None:
    """What the tests use is what an empty database becomes."""
    migrate(empty_dsn)
    with psycopg.connect(empty_dsn) as conn:
        assert shape(conn) == shape(other)
