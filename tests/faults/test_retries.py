"""One request, sent again by 64 at once over a line that cuts every tenth of them, is done once."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from itertools import count
from uuid import uuid4

import pytest
from attrs import evolve, frozen

from tests.conftest import API
from tests.faults import process
from tests.faults.cluster import Cluster
from tests.faults.keys import KEYS
from tests.faults.nurse import Nurse, Told, nurse
from tests.faults.process import Service
from tests.faults.proxy import Fate, Proxy, proxy

AT_ONCE = 64
REPLAYED = "Idempotent-Replayed"
COMEBACK = 30.0  # seconds; far more than it takes

type Send = Callable[[Nurse, str, str], Told | None]


def every_tenth() -> Callable[[], Fate]:
    """Cut one connection of ten, by turns before the question and before the answer."""
    number = count()

    def fate() -> Fate:
        turn = next(number) % 20
        return {0: Fate.UNANSWERED, 10: Fate.UNASKED}.get(turn, Fate.CARRIED)

    return fate


@frozen
class Ward:
    """A nurse, and one who asks each of two services over a line of its own."""

    joy: Nurse
    doors: tuple[Nurse, ...]
    lines: tuple[Proxy, ...]


@pytest.fixture(scope="module")
def ward(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    """Two services over one database, each behind a line that cuts."""
    settings = {"VITALWEB_DATABASE_URL": cluster.dsn, "VITALWEB_THROTTLE": "off", **KEYS}
    with ExitStack() as stack:
        services = [
            stack.enter_context(process.running(tmp_path_factory.mktemp("ward"), settings))
            for _ in range(2)
        ]
        lines = tuple(stack.enter_context(_before(one)) for one in services)
        joy = nurse(services[0])
        yield Ward(joy, tuple(_through(joy, one) for one in lines), lines)


def added(one: Nurse, patient: str, key: str) -> Told | None:
    """Record a reading."""
    return one.measure(patient, Idempotency_Key=key)


def corrected(one: Nurse, vital: str, key: str) -> Told | None:
    """Correct a reading's first version."""
    wanted = {"value": 81, "version": 1}
    return one.ask("PUT", f"{API}/vitals/{vital}", wanted, Idempotency_Key=key)


def struck(one: Nurse, vital: str, key: str) -> Told | None:
    """Strike a reading's first version out."""
    return one.ask("DELETE", f"{API}/vitals/{vital}?version=1", Idempotency_Key=key)


@pytest.mark.parametrize(
    ("send", "status", "versions"),
    [(added, 201, [1]), (corrected, 200, [1, 2]), (struck, 204, [1, 2])],
)
def test_64_retries_leave_one_row_and_one_answer(
    cluster: Cluster, ward: Ward, send: Send, status: int, versions: list[int]
) -> None:
    """All get the same bytes, one of them not as a replay; the record has the write once."""
    patient = ward.joy.admit()
    place = patient if send is added else _reading(ward.joy, patient)
    lost = [len(line.swallowed) for line in ward.lines]
    with ThreadPoolExecutor(AT_ONCE) as hands:
        key, doors = uuid4().hex, ward.doors * (AT_ONCE // len(ward.doors))
        told = list(hands.map(lambda door: _until_answered(partial(send, door, place, key)), doors))
    swallowed = [it for line, n in zip(ward.lines, lost, strict=True) for it in line.swallowed[n:]]
    assert swallowed
    assert {(one.status, one.body) for one in told} == {(status, told[0].body)}
    assert _fresh(told, swallowed) == 1
    assert _versions(cluster, patient) == versions


def _fresh(told: list[Told], swallowed: list[bytes]) -> int:
    """Count the good answers that are no replays, those that were cut off too."""
    good = [one for one in swallowed if one.split()[1].startswith(b"2")]
    lost = [one for one in good if REPLAYED.encode() not in one]
    return len(lost) + len([one for one in told if REPLAYED not in one.headers])


def _until_answered(send: Callable[[], Told | None]) -> Told:
    """Send again whatever was cut off, is still running, or found no room."""
    until = time.monotonic() + COMEBACK
    while not (answer := send()) or answer.status in {409, 503}:
        assert time.monotonic() < until
        time.sleep(0.1)
    return answer


def _reading(joy: Nurse, patient: str) -> str:
    made = joy.measure(patient)
    assert made
    return str(made.json["vital_id"])


def _versions(cluster: Cluster, patient: str) -> list[int]:
    """List, through a second connection, the versions of a patient's readings, old and current."""
    with cluster.connect() as conn:
        rows = conn.execute(
            "SELECT version FROM vitals WHERE patient_id = %(patient)s"
            " UNION ALL SELECT version FROM vital_history WHERE patient_id = %(patient)s"
            " ORDER BY version",
            {"patient": patient},
        ).fetchall()
    return [version for (version,) in rows]


def _before(service: Service) -> AbstractContextManager[Proxy]:
    return proxy(int(service.base.rpartition(":")[2]), every_tenth())


def _through(joy: Nurse, line: Proxy) -> Nurse:
    behind = Service(joy.service.folder, joy.service.settings)
    behind.base = f"http://127.0.0.1:{line.port}"
    return evolve(joy, service=behind)
