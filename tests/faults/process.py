"""The service as an operator runs it: a process, started, stopped and killed."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import define, field

_PATIENCE = 60.0  # seconds for a start on a busy machine
COMMAND = (sys.executable, "-m", "vitalweb")


@define
class Service:
    """A server process; its port is a new one at every start, its data directory stays."""

    folder: Path
    settings: Mapping[str, str]
    command: Sequence[str] = COMMAND
    process: "subprocess.Popen[str] | None" = field(default=None, init=False)
    base: str = field(default="", init=False)

    @property
    def log(self) -> Path:
        """Say where it logs."""
        return self.folder / "service.log"

    def events(self) -> list[dict[str, Any]]:
        """Read the log, which has one JSON object a line."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def launch(self) -> None:
        """Start it, without waiting."""
        given = {"VITALWEB_PORT": "0", "VITALWEB_DATA_DIR": str(self.folder / "own")}
        rest = {name: text for name, text in os.environ.items() if "VITALWEB" not in name}
        with self.log.open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                self.command,
                env={**rest, **given, **self.settings},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def greeted(self) -> None:
        """Wait until it tells where it listens."""
        assert self.process
        assert self.process.stdout
        found = re.search(r"http://\S+?(?=/api)", self.process.stdout.readline())
        assert found, self.log.read_text(encoding="utf-8")[-2000:]
        self.base = found[0]

    def start(self) -> None:
        """Start it and wait until it listens."""
        self.launch()
        self.greeted()

    def terminate(self) -> float:
        """Ask it to end; give the seconds that it took and see that it ended well."""
        assert self.process
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(_PATIENCE)
        assert code == 0, self.log.read_text(encoding="utf-8")[-2000:]
        return time.monotonic() - started

    def kill(self) -> None:
        """Kill -9 it."""
        assert self.process
        self.process.kill()
        self.process.wait(_PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def running(
    folder: Path, settings: Mapping[str, str], command: Sequence[str] = COMMAND
) -> Iterator[Service]:
    """Run the service while the block runs."""
    folder.mkdir(parents=True, exist_ok=True)
    service = Service(folder, settings, command)
    try:
        service.start()
        yield service
    finally:
        service.kill()
