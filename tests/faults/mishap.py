"""What can befall a hospital: each fault from its beginning until it is lifted."""

import random
import time
from collections.abc import Callable

from attrs import frozen

from tests.faults.history import History
from tests.faults.hospital import Hospital
from tests.faults.room import OWN


@frozen
class Mishap:
    """A fault, and how long it may last in seconds."""

    kind: str
    happens: Callable[[Hospital, float, int], None]
    least: float
    most: float
    of_one_server: bool = False

    def befall(self, hospital: Hospital, history: History, dice: random.Random) -> None:
        """Let it happen, from beginning to end, and note it."""
        server = dice.randrange(len(hospital.servers))
        self.lasts(hospital, history, dice.uniform(self.least, self.most), server)

    def lasts(self, hospital: Hospital, history: History, seconds: float, server: int = 0) -> None:
        """Let it last so long."""
        with history.troubled(self.kind, server if self.of_one_server else None):
            self.happens(hospital, seconds, server)


def _server_killed(hospital: Hospital, seconds: float, server: int) -> None:
    hospital.servers[server].kill()
    time.sleep(seconds)
    hospital.servers[server].start()


def _database_stopped(hospital: Hospital, seconds: float, _: int) -> None:
    hospital.primary.crash()
    time.sleep(seconds)
    hospital.primary.start()


def _database_killed(hospital: Hospital, seconds: float, _: int) -> None:
    hospital.primary.kill()
    time.sleep(seconds)
    hospital.primary.start()


def _connections_cut(hospital: Hospital, seconds: float, _: int) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        hospital.line.cut(share=0.3)
        time.sleep(0.2)


def _line_silent(hospital: Hospital, seconds: float, _: int) -> None:
    hospital.line.go_dead()
    time.sleep(seconds)
    hospital.line.heal()


def _line_slow(hospital: Hospital, seconds: float, _: int) -> None:
    hospital.line.delay = 0.2
    time.sleep(seconds)
    hospital.line.delay = 0


def _tables_locked(hospital: Hospital, seconds: float, _: int) -> None:
    with hospital.primary.connect() as conn, conn.transaction():
        conn.execute("LOCK TABLE vitals IN ACCESS EXCLUSIVE MODE")
        time.sleep(seconds)


def _pool_full(hospital: Hospital, seconds: float, _: int) -> None:
    """Hold every reading: whoever would change one keeps a connection and waits."""
    with hospital.primary.connect() as conn, conn.transaction():
        conn.execute("SELECT 1 FROM vitals WHERE NOT struck FOR UPDATE")
        time.sleep(seconds)


def _disk_full(hospital: Hospital, seconds: float, _: int) -> None:
    place = next(one for one in hospital.rooms if one.folder == hospital.primary.folder)
    place.fill()
    time.sleep(seconds)
    place.clear()
    hospital.primary.start()  # it may have gone down, and does not come back by itself


def _failed_over(hospital: Hospital, _: float, __: int) -> None:
    hospital.fail_over()


def _link_cut(hospital: Hospital, seconds: float, _: int) -> None:
    hospital.link.go_dead()
    time.sleep(seconds)
    hospital.mend_link()


def _link_cut_and_failed_over(hospital: Hospital, seconds: float, _: int) -> None:
    hospital.link.go_dead()
    time.sleep(seconds)
    hospital.fail_over()
    hospital.link.heal()


MISHAPS = (
    Mishap("a server killed -9", _server_killed, 0, 1, of_one_server=True),
    Mishap("database stopped at once", _database_stopped, 0, 3),
    Mishap("database killed -9", _database_killed, 0, 3),
    Mishap("connections cut", _connections_cut, 1, 4),
    Mishap("line silent", _line_silent, 1, 8),
    Mishap("line slow", _line_slow, 2, 6),
    Mishap("tables locked", _tables_locked, 1, 6),
    Mishap("pool full", _pool_full, 1, 6),
    *([Mishap("disk full", _disk_full, 1, 4)] if OWN else []),
    Mishap("standby's line silent", _link_cut, 1, 8),
    Mishap("failover", _failed_over, 0, 0),
    Mishap("standby's line silent, then failover", _link_cut_and_failed_over, 1, 8),
)
