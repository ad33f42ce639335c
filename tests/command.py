"""The command line as a user has it: a process of its own, in a folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

VITALWEB = (sys.executable, "-m", "vitalweb")


def environment(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a process with these settings alone, named without their prefix."""
    plain = {name: text for name, text in os.environ.items() if not name.startswith("VITALWEB_")}
    named = {f"VITALWEB_{name.upper()}": text for name, text in settings.items()}
    return {**plain, "VITALWEB_DATA_DIR": str(home / "data"), **named}


def run(
    home: Path, *arguments: str | Path, stdin: bytes = b"", **settings: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end."""
    return subprocess.run(
        [*VITALWEB, *arguments],
        capture_output=True,
        check=False,
        cwd=home,
        env=environment(home, **settings),
        input=stdin,
        timeout=120,
    )
