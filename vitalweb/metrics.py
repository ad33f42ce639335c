"""What is counted of the service, for Prometheus: by one process, or by several in one folder."""

import os
from collections.abc import Mapping
from pathlib import Path

from attrs import Factory, frozen
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
    values,
)

_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the name under which the library looks for it


@frozen
class Metrics:
    """Counters of the service; routes are told by their template, never by whom they ask about."""

    registry: CollectorRegistry = Factory(CollectorRegistry)
    requests: Counter = Factory(
        lambda self: Counter(
            "vitalweb_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        ),
        takes_self=True,
    )
    seconds: Histogram = Factory(
        lambda self: Histogram(
            "vitalweb_request_seconds",
            "Time from a request's arrival to its answer",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        ),
        takes_self=True,
    )
    conflicts: Counter = Factory(
        lambda self: Counter(
            "vitalweb_conflicts",
            "Changes refused because somebody wrote since",
            ("noun",),
            registry=self.registry,
        ),
        takes_self=True,
    )
    logins: Counter = Factory(
        lambda self: Counter(
            "vitalweb_logins", "Attempts to log in", ("outcome",), registry=self.registry
        ),
        takes_self=True,
    )
    seals_refused: Counter = Factory(
        lambda self: Counter(
            "vitalweb_seals_refused",
            "Looks at which the trail could not be sealed",
            registry=self.registry,
        ),
        takes_self=True,
    )
    pool: Gauge = Factory(
        lambda self: Gauge(
            "vitalweb_pool",
            "The database pool as it stands",
            ("what",),
            registry=self.registry,
            multiprocess_mode="livesum",
        ),
        takes_self=True,
    )
    _met: dict[tuple[str, str, int], tuple[Counter, Histogram]] = Factory(dict)
    folder: str | None = Factory(lambda: os.environ.get(_FOLDER))

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer and the time that it took."""
        met = self._met.get((method, route, status))
        if met is None:  # looking a child up costs more than counting
            child = self.requests.labels(method, route, status)
            met = self._met[method, route, status] = (child, self.seconds.labels(method, route))
        met[0].inc()
        met[1].observe(seconds)

    def pooled(self, stats: Mapping[str, int]) -> None:
        """Take down how the pool of this process stands."""
        for what, value in stats.items():
            self.pool.labels(what).set(value)

    def page(self) -> bytes:
        """Write all of it in Prometheus' text format, with what the other processes counted."""
        return generate_latest(_together(self.folder) if self.folder else self.registry)


def share(folder: Path, post: int) -> None:
    """Count from now on in *folder*, under a post that no other process has at the same time.

    Whoever takes the post of one that died counts on from where it stopped, in the same file.
    """
    os.environ[_FOLDER] = str(folder)
    values.ValueClass = values.MultiProcessValue(lambda: post)


def forget(folder: Path, post: int) -> None:
    """Take out of the sums what was true of a process only while it lived."""
    multiprocess.mark_process_dead(post, str(folder))


def _together(folder: str) -> CollectorRegistry:
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry, folder)
    return registry
