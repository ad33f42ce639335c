"""What is aimed at: how many times the peer's rate, and what part of the database's own limit."""

from attrs import frozen

from benchmarks.ward import LARGE, SMALL

GROWTH = 1.2  # times the p50 of the small table that the large one may take
BULK = 0.7  # of the rows that psql copies
MEMORY = 150  # MB of a worker
WARM, FIRST = 2, 6  # seconds until ready


@frozen
class Target:
    """A request under a load, and the least its rate shall be, in those of the others."""

    name: str
    connections: int
    readings: int
    peer: float
    limit: float | None = None


TARGETS: tuple[Target, ...] = (
    Target("POST /vitals", 64, SMALL, 15, 0.8),
    Target("POST /vitals", 64, LARGE, 15, 0.8),
    Target("POST /vitals", 1, SMALL, 4, 0.4),
    Target("POST /vitals", 1, LARGE, 4, 0.4),
    Target("PUT /vitals/{id}", 64, SMALL, 10, 0.5),
    Target("PUT /vitals/{id}", 64, LARGE, 10, 0.5),
    Target("PUT /patients/{id}", 64, SMALL, 10),
    Target("PUT /patients/{id}", 64, LARGE, 10),
    Target("GET a day (1,440)", 16, SMALL, 12, 0.7),
    Target("GET a day (1,440)", 16, LARGE, 20, 0.7),
    Target("GET 10", 16, SMALL, 9),
    Target("GET 10", 16, LARGE, 60),
    Target("risk of 1 record", 16, SMALL, 2),
    Target("risk of 100 records", 16, SMALL, 3),
)
