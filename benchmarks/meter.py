"""What processes cost, as the kernel counts it."""

import os
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")  # of a second


def cpu(pid: int) -> float:
    """Give the CPU seconds of a process, its children, and those of them that have ended."""
    while True:
        members = set(family(pid))
        ticks = sum(map(_ticks, members))
        if members == set(family(pid)):  # else one that ended is counted twice or not at all
            return ticks / _TICKS


def peak(pid: int) -> float:
    """Give the most memory, in MB, that the largest worker ever held."""
    return max(_status(one, "VmHWM") for one in _workers(pid)) / 1024


def held(pid: int) -> float:
    """Give the memory, in MB, that the largest worker holds."""
    return max(_status(one, "VmRSS") for one in _workers(pid)) / 1024


def family(pid: int) -> Iterator[int]:
    """Name a process and all below it."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(children).split():
            yield from family(int(child))


def _workers(pid: int) -> set[int]:
    """Name those who work for a process; itself, if it does so alone."""
    return set(family(pid)) - {pid} or {pid}


def _ticks(pid: int) -> int:
    after_name = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(map(int, after_name[11:15]))  # utime, stime, and both of the children waited for


def _status(pid: int, name: str) -> int:
    lines = _read(Path(f"/proc/{pid}/status")).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(name))


def _read(path: Path) -> str:
    """Read what the kernel tells of a process; of one that has just ended, nothing."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
