"""Everybody at work in a hospital, and what its record says when they are done."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from attrs import define, evolve

from tests.faults.history import History
from tests.faults.hospital import Hospital
from tests.faults.nurse import nurse
from tests.faults.worker import Account, Bed, Worker
from tests.store.ledger import Record, Version

WRITERS = 16
ACCOUNTS = 4
BEDS = 4
COMEBACK = 60.0  # seconds; far more than it takes

#: Every version of every reading of these patients, the oldest first.
_VERSIONS = """
    SELECT vital_id::text, version, value, struck, updated_by FROM vitals
    WHERE patient_id = ANY(%(patients)s)
    UNION ALL
    SELECT vital_id::text, version, value, false, written_by FROM vital_history
    WHERE patient_id = ANY(%(patients)s)
    ORDER BY 1, 2
"""


@define
class Staff:
    """Those who work, and at whose bedsides."""

    hospital: Hospital
    beds: Sequence[Bed]
    history: History

    def busy(self, times: int) -> None:
        """Wait until they have asked so many times more."""
        most = len(self.history.deeds) + times
        self._until(lambda: len(self.history.deeds) >= most, "nobody works")

    def recovered(self) -> None:
        """Wait until every server has done a write since the last fault was lifted."""
        servers = len(self.hospital.servers)
        self._until(lambda: len(self._writing()) == servers, "a server does not come back")

    def _until(self, done: Callable[[], bool], otherwise: str) -> None:
        until = time.monotonic() + COMEBACK
        while not done():
            assert time.monotonic() < until, otherwise
            time.sleep(0.05)

    def _writing(self) -> set[int]:
        """List the servers that have done a write since then."""
        lifted = max((one.lifted for one in self.history.troubles), default=0.0)
        done = (one for one in self.history.deeds if one.write and one.version)
        return {one.server for one in done if one.sent > lifted}

    def record(self) -> Record:
        """Read, through a second connection, all versions of what they wrote."""
        patients = [bed.patient_id for bed in self.beds]
        found: dict[str, list[Version]] = defaultdict(list)
        with self.hospital.primary.connect() as conn:
            for vital_id, number, value, struck, by in conn.execute(
                _VERSIONS, {"patients": patients}
            ):
                found[vital_id].append(Version(number, round(value * 1000), struck, by))
        return found


@contextmanager
def staff(hospital: Hospital, seed: int) -> Iterator[Staff]:
    """Let them work while the block runs, and wait until each was answered."""
    nurses = [nurse(hospital.servers[0]) for _ in range(ACCOUNTS)]
    accounts = [Account(one.tokens) for one in nurses]
    beds = [Bed(nurses[0].admit()) for _ in range(BEDS)]
    history, over = History(), threading.Event()
    with ThreadPoolExecutor(WRITERS) as ward:
        working = [
            ward.submit(
                Worker(
                    evolve(nurses[number % ACCOUNTS]),
                    accounts[number % ACCOUNTS],
                    hospital.servers,
                    beds,
                    history,
                    random.Random(f"{seed} {number}"),  # noqa: S311 -- luck, not secrecy
                    over,
                ).work
            )
            for number in range(WRITERS)
        ]
        try:
            yield Staff(hospital, beds, history)
        finally:
            over.set()
        for one in working:
            one.result()
