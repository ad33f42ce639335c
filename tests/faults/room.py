"""A disk of its own for a database, small enough to be filled."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from attrs import frozen

#: Only root may mount one; for anybody else it is a folder, which nobody fills.
OWN = os.geteuid() == 0
_BLOCK = bytes(65_536)


@frozen
class Room:
    """A folder on a disk of its own."""

    folder: Path

    @property
    def ballast(self) -> Path:
        """Say which file takes the place up."""
        return self.folder / "ballast"

    def fill(self) -> None:
        """Leave no free byte."""
        assert OWN, "this disk is everybody's"
        with self.ballast.open("wb", buffering=0) as file, suppress(OSError):  # no space is left
            while True:
                file.write(_BLOCK)
        assert shutil.disk_usage(self.folder).free < len(_BLOCK)

    def clear(self) -> None:
        """Give the place back."""
        self.ballast.unlink(missing_ok=True)


@contextmanager
def room(megabytes: int) -> Iterator[Room]:
    """Mount a disk that holds so much, and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="ward-"))
    try:
        if OWN:
            how = ("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs")
            subprocess.run(["mount", *how, folder], check=True)
        yield Room(folder)
    finally:
        if OWN:
            subprocess.run(["umount", "--lazy", folder], check=True)
        shutil.rmtree(folder)
