"""What is counted of a server process, for Prometheus."""

from attrs import Factory, frozen
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


@frozen
class Metrics:
    """Counters of one process; routes are told by their template, never by whom they ask about."""

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
    pool: Gauge = Factory(
        lambda self: Gauge(
            "vitalweb_pool", "The database pool as it stands", ("what",), registry=self.registry
        ),
        takes_self=True,
    )

    def page(self) -> bytes:
        """Write all of it in Prometheus' text format."""
        return generate_latest(self.registry)
