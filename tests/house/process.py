"""Commands and services that the tests start, each in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.process import running

UV = os.environ.get("UV", "uv")  # `uv run` names itself

#: The command that an installed vitalmonitor brings.
VITALWEB = (str(Path(sys.executable).with_name("vitalweb")),)


@contextmanager
def started(command: Sequence[str], folder: Path, **given: str) -> Iterator[int]:
    """Run *command* in *folder* with the settings *given*, and tell its port."""
    with TemporaryDirectory(prefix="vitalweb-") as data:
        settings = {"VITALWEB_DATA_DIR": data, **given}
        with running(folder, settings, command) as service:
            try:
                yield int(service.base.rpartition(":")[2])
            finally:
                service.terminate()


def output(command: Sequence[str], folder: Path, **more: str) -> str:
    """Run *command* to its end, which must be a good one, and give what it prints."""
    ran = subprocess.run(
        command,
        capture_output=True,
        check=False,
        cwd=folder,
        env=bare() | more,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def bare() -> dict[str, str]:
    """Give the environment without settings of the service."""
    return {name: value for name, value in os.environ.items() if not name.startswith("VITALWEB_")}
