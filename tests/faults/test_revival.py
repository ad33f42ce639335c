"""The embedded database is kept alive by the service that uses it."""

import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.faults import process
from tests.faults.nurse import Nurse, nurse

COMEBACK = 30.0  # seconds; far more than it takes


#: As a container's first process, to which the children of the dead come.
FIRST = "import ctypes; ctypes.CDLL(None).prctl(36, 1); from vitalweb.cli import main; main([])"


@pytest.mark.parametrize(
    "command", [process.COMMAND, (sys.executable, "-c", FIRST)], ids=["a process", "the first"]
)
def test_a_killed_database_is_revived(tmp_path: Path, command: Sequence[str]) -> None:
    """An embedded PostgreSQL that is killed -9 is started again, with all that was acknowledged."""
    with process.running(tmp_path, {"VITALWEB_THROTTLE": "off"}, command) as service:
        joy = nurse(service)
        patient = joy.admit()
        made = joy.measure(patient, 80)
        assert made
        pidfile = tmp_path / "own" / "postgres" / "postmaster.pid"
        os.kill(int(pidfile.read_text(encoding="utf-8").splitlines()[0]), signal.SIGKILL)
        statuses = _until_ready(joy)
        assert set(statuses) <= {200, 503}
        assert statuses[-1] == 200
        place = f"/api/v1/vitals/{made.json['vital_id']}"
        assert joy.told("GET", place).json["value"] == 80
        service.terminate()


def _until_ready(joy: Nurse) -> list[int]:
    until = time.monotonic() + COMEBACK
    statuses = [503]
    while statuses[-1] != 200 and time.monotonic() < until:
        time.sleep(0.1)
        statuses.append(joy.told("GET", "/readyz").status)
    return statuses
