"""Several servers over a primary and its synchronous standby, with a line before each database."""

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from attrs import define

from tests.faults import cluster, process
from tests.faults.cluster import Cluster
from tests.faults.keys import KEYS
from tests.faults.process import Service
from tests.faults.proxy import Proxy, proxy
from tests.faults.room import Room, room

SPACE = 600  # megabytes for a database; what it writes in a quarter of an hour
_COMEBACK = 30.0  # seconds; far more than it takes
_WORDS = 2000  # characters of a log that are told
_STANDBY = "standby"
_SETTINGS = {
    "VITALWEB_POOL_SIZE": "5",  # so few that the people can take them all
    "VITALWEB_THROTTLE": "off",
}
_OPTIONS = (
    "max_wal_size=32MB",
    "min_wal_size=4MB",
    "wal_keep_size=64MB",
    "wal_retrieve_retry_interval=100ms",
    "wal_receiver_timeout=5s",
    "wal_sender_timeout=5s",
)


@define
class Hospital:
    """Everything there is."""

    line: Proxy  # from the servers to the primary
    link: Proxy  # from the standby to the primary
    rooms: list[Room]
    primary: Cluster
    servers: Sequence[Service] = ()
    standby: Cluster | None = None

    def join(self) -> None:
        """Clone the primary into the other room, and answer no write that is not there too."""
        place = next(one for one in self.rooms if one.folder != self.primary.folder)
        shutil.rmtree(place.folder / "data", ignore_errors=True)
        self.link.lead_to(self.primary.port)
        self.standby = Cluster(cluster.given_to(place.folder), self.primary.options)
        through = f"host=127.0.0.1 port={self.link.port} user=postgres application_name={_STANDBY}"
        cluster.program("pg_basebackup", "-R", "-c", "fast", "-d", through, "-D", self.standby.data)
        self.standby.start()
        self.waits_for(_STANDBY)
        self._until("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")

    def waits_for(self, standbys: str) -> None:
        """Say whose copy a commit of the primary waits for."""
        with self.primary.connect() as conn:
            conn.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{standbys}'".encode())
            conn.execute("SELECT pg_reload_conf()")

    def fail_over(self) -> None:
        """Let the primary's machine go down and promote the standby, which stands alone then.

        Its line goes first: of a postmaster killed alone, others live on for a moment, and show
        commits that have given up waiting for the standby.
        """
        assert self.standby
        self.line.go_dead()
        self.primary.kill()
        self.link.cut()
        with self.standby.connect() as conn:
            conn.execute("SELECT pg_promote()")
        self.primary, self.standby = self.standby, None
        self.waits_for("")
        self.line.heal()
        self.line.lead_to(self.primary.port)

    def mend_link(self) -> None:
        """Let the standby follow again, and wait until it does."""
        self.link.heal()
        self.link.cut()
        self._until("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")

    def _until(self, found: str) -> None:
        until = time.monotonic() + _COMEBACK
        with self.primary.connect() as conn:
            while not conn.execute(found.encode()).fetchone():
                assert time.monotonic() < until, f"no standby follows: {self._last_words()}"
                time.sleep(0.05)

    def _last_words(self) -> str:
        assert self.standby
        return (self.standby.folder / "server.log").read_text(errors="replace")[-_WORDS:]

    def close(self) -> None:
        """Let nothing run on."""
        for one in (self.primary, self.standby):
            if one:
                one.kill()


@contextmanager
def hospital(
    folder: Path,
    servers: int,
    command: Sequence[str] = process.COMMAND,
    settings: Mapping[str, str] = _SETTINGS,
    *,
    alone: bool = False,
) -> Iterator[Hospital]:
    """Open one, with its standby or, where nobody fails over, *alone*."""
    with ExitStack() as stack:
        rooms = [stack.enter_context(room(SPACE)) for _ in range(2)]
        primary = cluster.founded(rooms[0].folder, "--wal-segsize=1", options=_OPTIONS)
        lines = [stack.enter_context(proxy(primary.port)) for _ in range(2)]
        own = Hospital(lines[0], lines[1], rooms, primary)
        stack.callback(own.close)
        primary.start()
        if not alone:
            own.join()
        url = f"postgresql://postgres@127.0.0.1:{own.line.port}/postgres"
        given = {**KEYS, **_SETTINGS, **settings, "VITALWEB_DATABASE_URL": url}
        own.servers = [
            stack.enter_context(process.running(folder / str(number), given, command))
            for number in range(servers)
        ]
        yield own
