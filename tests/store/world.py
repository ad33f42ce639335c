"""The service with its database, both mortal, and a few people who write at the same time."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from attrs import define, frozen

from tests.faults import process
from tests.faults.cluster import Cluster, cluster
from tests.faults.nurse import Nurse, Told, nurse
from tests.faults.process import Service

WRITERS = 3
_COMEBACK = 30.0  # seconds; far more than it takes

type Call = Callable[[], Told | None]


class Victim(Enum):
    """Who is killed -9 while others write."""

    NOBODY = "nobody"
    SERVER = "server"
    DATABASE = "database"


@frozen
class Crash:
    """A death a few moments after a burst of requests began."""

    victim: Victim
    after: float  # seconds


PEACE = Crash(Victim.NOBODY, 0)


@define
class World:
    """Everything there is."""

    database: Cluster
    service: Service
    writers: Sequence[Nurse]
    hands: ThreadPoolExecutor
    calm: bool
    count: int = 0

    def thousandths(self) -> int:
        """Give a heart rate that nobody has written yet, in thousandths."""
        self.count += 1
        return self.count

    def together(self, calls: Sequence[Call], crash: Crash = PEACE) -> list[Told | None]:
        """Ask all at once while the victim dies; a refusal for want of service is no answer."""
        asked = [self.hands.submit(call) for call in calls]
        crash = PEACE if self.calm else crash
        self._happen(crash)
        answers = [one.result() for one in asked]
        self._mend(crash)
        return [None if one and one.status == 503 else one for one in answers]

    def _happen(self, crash: Crash) -> None:
        time.sleep(crash.after)
        if crash.victim is Victim.SERVER:
            self.service.kill()
        elif crash.victim is Victim.DATABASE:
            self.database.kill()

    def _mend(self, crash: Crash) -> None:
        if crash.victim is Victim.SERVER:
            self.service.start()
        elif crash.victim is Victim.DATABASE:
            self.database.start()
        self.ready()

    def ready(self) -> None:
        """Wait until the service is ready, and see that nobody's token runs out meanwhile."""
        until = time.monotonic() + _COMEBACK
        while self.writers[0].told("GET", "/readyz").status != 200:
            assert time.monotonic() < until, "the service does not come back"
        for one in self.writers:
            one.refresh()


@contextmanager
def world(
    folder: Path, command: Sequence[str] = process.COMMAND, *, calm: bool = False
) -> Iterator[World]:
    """Create it; in a calm one nobody dies and one writes after the other, always the same."""
    with cluster() as database, ThreadPoolExecutor(1 if calm else 8) as hands:
        settings = {"VITALWEB_DATABASE_URL": database.dsn, "VITALWEB_THROTTLE": "off"}
        with process.running(folder, settings, command) as service:
            writers = [nurse(service) for _ in range(WRITERS)]
            yield World(database, service, writers, hands, calm)
