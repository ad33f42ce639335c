"""The service as a process of its own, with its own folder, data directory and port."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

UV = os.environ.get("UV", "uv")  # `uv run` names itself

#: The command that an installed vitalmonitor brings.
VITALWEB = (str(Path(sys.executable).with_name("vitalweb")),)

_ADDRESS = re.compile(r"http://\S+?:(\d+)/api/v1")


@contextmanager
def started(command: Sequence[str], folder: Path, **given: str) -> Iterator[int]:
    """Run *command* in *folder* with the settings *given*, and tell its port."""
    with TemporaryDirectory(prefix="vitalweb-") as data, (folder / "log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=bare() | {"VITALWEB_DATA_DIR": data, "VITALWEB_PORT": "0"} | given,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield _port(process, folder / "log")
        finally:
            process.terminate()
            process.communicate(timeout=30)


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


def _port(process: "subprocess.Popen[str]", log: Path) -> int:
    assert process.stdout
    for line in process.stdout:
        if address := _ADDRESS.search(line):
            return int(address[1])
    raise AssertionError(f"the service ended before it served: {log.read_text()}")
