"""What one run of the benchmarks does, and for how long."""

from attrs import frozen

from benchmarks import ward
from benchmarks.requests import MEASURED

CONNECTIONS = (1, 16, 64)


@frozen(kw_only=True)
class Plan:
    """How many readings, who sends how many requests at once, how often, how long, how many serve.

    What takes minutes besides is asked for by how much of it: requests before the memory is looked
    at, starts, readings of a bulk load.
    """

    sizes: tuple[int, ...] = (ward.SMALL, ward.LARGE)
    only: tuple[str, ...] = tuple(MEASURED)
    connections: tuple[int, ...] = CONNECTIONS
    passes: int = 3
    seconds: int = 3  # of each run
    workers: int = 2
    endurance: int = 1_000_000  # requests after which the memory is looked at again
    starts: int = 3
    bulk: int = 1_000_000


QUICK = Plan(sizes=(ward.SMALL,), passes=1, seconds=1, endurance=0, starts=1, bulk=0)
