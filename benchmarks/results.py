"""What a run of the benchmarks showed, as it is kept in a file beside its picture."""

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import cattrs
from attrs import field, frozen

OURS, PEER, LIMIT = "ours", "peer", "limit"


@frozen(kw_only=True)
class Run:
    """One pass: who answered what, to how many at once, over how many readings, and at what cost.

    Milliseconds of a request; microseconds of CPU that it cost the service and PostgreSQL.
    """

    who: str
    name: str
    readings: int
    connections: int
    rate: float
    p50: float
    p99: float
    failed: int
    service_us: float
    postgres_us: float


@frozen(kw_only=True)
class Fact:
    """One number that is no run: what it is, in what unit, and the most or least it shall be."""

    what: str
    value: float
    unit: str
    target: float | None = None
    least: float | None = None


@frozen(kw_only=True)
class Results:
    """Everything that was measured, and on what."""

    machine: dict[str, str]
    runs: list[Run] = field(factory=list)
    facts: list[Fact] = field(factory=list)

    def cell(self, who: str, name: str, readings: int, connections: int) -> Run | None:
        """Give the medians of what was measured, if it was."""
        place = (who, name, readings, connections)
        return middle([one for one in self.runs if _place(one) == place])


def middle(runs: Sequence[Run]) -> Run | None:
    """Give the medians of passes, and the sum of what failed in them."""
    if not runs:
        return None
    first = cattrs.unstructure(runs[0])
    measured: dict[str, Any] = {
        name: median(getattr(one, name) for one in runs)
        for name in ("rate", "p50", "p99", "service_us", "postgres_us")
    }
    return Run(**{**first, **measured, "failed": sum(one.failed for one in runs)})


def save(results: Results, file: Path) -> None:
    """Keep the results in *file*."""
    file.write_text(json.dumps(cattrs.unstructure(results), indent=1) + "\n", encoding="utf-8")


def load(file: Path) -> Results:
    """Give the results that were kept in *file*."""
    return cattrs.structure(json.loads(file.read_text(encoding="utf-8")), Results)


def _place(one: Run) -> tuple[str, str, int, int]:
    return one.who, one.name, one.readings, one.connections
