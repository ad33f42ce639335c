"""The PostgreSQL of the benchmarks, in a folder of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from attrs import frozen

from vitalweb import embedded
from vitalweb.embedded import OWNER, Embedded

#: What an operator could turn off to be faster; the table says that nobody did.
DURABLE = ("fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
CONNECTIONS = 400  # of the pools of all contenders together, and of pgbench


@frozen
class Server:
    """A running PostgreSQL, which has a database for everybody who is measured."""

    own: Embedded

    @property
    def pid(self) -> int:
        """Name its first process."""
        pid = self.own.server.get_pid()
        assert pid, "PostgreSQL is not running"
        return int(pid)

    @property
    def programs(self) -> Path:
        """Say where its own pgbench and psql are."""
        return Path(f"/proc/{self.pid}/exe").readlink().parent

    def made(self, name: str) -> tuple[str, str]:
        """Make a database, and give its address for its owner and for the superuser."""
        with psycopg.connect(self.own.superuser_dsn, autocommit=True) as conn:
            conn.execute(f"CREATE DATABASE {name} OWNER {OWNER}".encode())
        superuser = self.own.superuser_dsn.replace("/postgres?", f"/{name}?")
        return self.own.dsn.replace(f"/{OWNER}?", f"/{name}?"), superuser

    def settings(self) -> dict[str, str]:
        """Show its version and how durable it is."""
        with psycopg.connect(self.own.superuser_dsn) as conn:
            asked = ((name, conn.execute(f"SHOW {name}".encode()).fetchone()) for name in DURABLE)
            shown = {name: str(row[0]) for name, row in asked if row}
            return {"PostgreSQL": str(conn.info.server_version // 10_000), **shown}


@contextmanager
def started(folder: Path) -> Iterator[Server]:
    """Run it while the block runs."""
    first = embedded.start(folder / "data")
    with psycopg.connect(first.superuser_dsn, autocommit=True) as conn:
        conn.execute(f"ALTER SYSTEM SET max_connections = {CONNECTIONS}".encode())
    first.leave()
    own = embedded.start(folder / "data")
    try:
        yield Server(own)
    finally:
        own.leave()
