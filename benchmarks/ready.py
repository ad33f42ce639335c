"""How long a start takes: the first one ever, which makes a database and keys, and later ones."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from benchmarks.results import Fact
from benchmarks.targets import FIRST, WARM
from tests.faults.process import running
from tests.house.process import VITALWEB


def ready(times: int) -> list[Fact]:
    """Start the service, with its own PostgreSQL, in so many new folders, and in each once more."""
    first, warm = zip(*(_twice() for _ in range(times)), strict=True)
    return [
        Fact(what="ready after the first start ever", value=median(first), unit="s", target=FIRST),
        Fact(what="ready after a later start", value=median(warm), unit="s", target=WARM),
    ]


def _twice() -> tuple[float, ...]:
    with TemporaryDirectory(prefix="vitalweb-") as folder:
        Path(folder).chmod(0o755)  # root's PostgreSQL runs as another user
        return tuple(_starts(Path(folder)))


def _starts(folder: Path) -> Iterator[float]:
    for _ in range(2):
        began = time.perf_counter()
        with running(folder, {}, VITALWEB) as service:
            with urlopen(f"{service.base}/readyz"):  # noqa: S310 -- our own address
                yield time.perf_counter() - began
            service.terminate()
