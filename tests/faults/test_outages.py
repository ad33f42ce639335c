"""A database that is dead, silent, cut off, locked or overrun: refusals in time, then service."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.conftest import API, PASSWORD
from tests.faults import process
from tests.faults.cluster import Cluster
from tests.faults.nurse import Nurse, Told, nurse
from tests.faults.process import Service
from tests.faults.proxy import proxy

BOUND = 6.0  # seconds within which every request is answered, whatever the database does
COMEBACK = 30.0  # seconds; far more than it takes
AT_ONCE = 20

type Outage = Callable[[Cluster], AbstractContextManager[None]]


@contextmanager
def dead(cluster: Cluster) -> Iterator[None]:
    cluster.stop()
    yield
    cluster.start()


@contextmanager
def killed(cluster: Cluster) -> Iterator[None]:
    cluster.kill()
    yield
    cluster.start()


@contextmanager
def silent(cluster: Cluster) -> Iterator[None]:
    cluster.freeze()
    yield
    cluster.thaw()


@contextmanager
def locked(cluster: Cluster) -> Iterator[None]:
    with cluster.connect() as conn, conn.transaction():
        conn.execute("LOCK TABLE patients, vitals, sessions IN ACCESS EXCLUSIVE MODE")
        yield


def restart(cluster: Cluster) -> None:
    """Stop it and start it again."""
    cluster.stop()
    cluster.start()


def questions(nurse: Nurse, patient: str, vital: str) -> list[Callable[[], Told | None]]:
    """Everything a ward asks, several times over."""
    facts = {"id": nurse.id, "password": PASSWORD}
    day = "from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z"
    return [
        lambda: nurse.ask("GET", "/livez"),
        lambda: nurse.ask("GET", "/readyz"),
        lambda: nurse.ask("GET", "/metrics"),
        lambda: nurse.ask("GET", f"{API}/patients/{patient}"),
        lambda: nurse.ask("GET", f"{API}/patients/{patient}/vitals?{day}"),
        lambda: nurse.ask("GET", f"{API}/patients/{patient}/risk"),
        lambda: corrected(nurse, vital),
        lambda: nurse.measure(patient),
        lambda: nurse.measure(patient, Idempotency_Key="once"),
        lambda: nurse.ask("POST", f"{API}/auth/login", facts),
    ] * 3


def corrected(nurse: Nurse, vital: str) -> Told | None:
    """Correct a reading's first version."""
    return nurse.ask("PUT", f"{API}/vitals/{vital}", {"value": 81, "version": 1})


def asked(asks: list[Callable[[], Told | None]]) -> list[Told]:
    """Ask all of it at once; nobody is left without an answer."""
    with ThreadPoolExecutor(AT_ONCE) as ward:
        answers = [one.result() for one in [ward.submit(ask) for ask in asks]]
    assert None not in answers
    return [one for one in answers if one]


def bounded(answers: list[Told]) -> bool:
    """Was everything answered in time, and no fault called the service's own?"""
    in_time = all(one.seconds < BOUND for one in answers)
    refused = [one for one in answers if one.status >= 500]
    return in_time and all(one.status == 503 and "Retry-After" in one.headers for one in refused)


def back(nurse: Nurse, patient: str) -> bool:
    """Does the service record readings again by itself, without a fault on the way?"""
    until = time.monotonic() + COMEBACK
    while time.monotonic() < until:
        answer = nurse.measure(patient)
        assert answer
        assert bounded([answer])
        if answer.status == 201:
            return True
        time.sleep(0.1)
    return False


def recorded(nurse: Nurse) -> tuple[str, str]:
    """Take a patient in, with a reading."""
    patient = nurse.admit()
    made = nurse.measure(patient)
    assert made
    return patient, made.json["vital_id"]


@pytest.mark.parametrize("outage", [dead, killed, silent, locked])
def test_an_outage_is_refused_in_time_and_passes(
    cluster: Cluster, joy: Nurse, outage: Outage
) -> None:
    """While the database fails nothing is a 500 and all is answered in 6 s; then it works again."""
    patient, vital = recorded(joy)
    with outage(cluster):
        answers = asked(questions(joy, patient, vital))
    assert {one.status for one in answers} == {200, 503}
    assert bounded(answers)
    assert back(joy, patient)


def test_readiness_tells_of_an_outage(cluster: Cluster, joy: Nurse) -> None:
    """A service whose database is dead lives but is not ready, and is ready once it is back."""
    patient = joy.admit()
    with dead(cluster):
        assert joy.told("GET", "/livez").status == 200
        assert joy.told("GET", "/readyz").status == 503
    assert back(joy, patient)
    assert joy.told("GET", "/readyz").status == 200


def test_a_restart_is_passed_over(cluster: Cluster, joy: Nurse) -> None:
    """A database that restarts under load costs refusals, never a 500 and never the service."""
    patient, vital = recorded(joy)
    with ThreadPoolExecutor(1) as operator:
        restarted = operator.submit(restart, cluster)
        answers = asked(questions(joy, patient, vital) * 3)
        restarted.result()
    assert bounded(answers)
    assert back(joy, patient)


def test_a_line_that_swallows_everything_is_given_up(cluster: Cluster, tmp_path: Path) -> None:
    """Connections that are open but carry nothing are given up in time, and replaced."""
    with proxy(cluster.port) as line:
        dsn = cluster.dsn.replace(str(cluster.port), str(line.port))
        settings = {"VITALWEB_DATABASE_URL": dsn, "VITALWEB_THROTTLE": "off"}
        with process.running(tmp_path, settings) as service:
            joy = nurse(service)
            patient, vital = recorded(joy)
            line.go_dead()
            answers = asked(questions(joy, patient, vital))
            line.heal()
            assert bounded(answers)
            assert back(joy, patient)


def test_a_full_pool_turns_away(cluster: Cluster, tmp_path: Path) -> None:
    """More requests than connections wait for 1.5 s at most, and what still waits then is a 503."""
    settings = {
        "VITALWEB_DATABASE_URL": cluster.dsn,
        "VITALWEB_POOL_SIZE": "2",
        "VITALWEB_THROTTLE": "off",
    }
    with process.running(tmp_path, settings) as service:
        joy = nurse(service)
        patient, vital = recorded(joy)
        with cluster.connect() as conn, conn.transaction():
            conn.execute("SELECT 1 FROM vitals WHERE vital_id = %s FOR UPDATE", [vital])
            answers = asked([lambda: corrected(joy, vital)] * 20)
        assert {one.status for one in answers} == {503}
        assert bounded(answers)
        assert back(joy, patient)


def test_a_queue_before_one_reading_is_turned_away(cluster: Cluster, joy: Nurse) -> None:
    """Everybody who would correct a reading that cannot be had is answered in 6 s."""
    patient, vital = recorded(joy)
    assert corrected(joy, vital)
    with locked(cluster):
        answers = asked([lambda: corrected(joy, vital)] * AT_ONCE)
    assert {one.status for one in answers} == {503}
    assert bounded(answers)
    assert back(joy, patient)


def test_one_lost_connection_is_lesson_enough(cluster: Cluster, joy: Nurse) -> None:
    """After a restart one finds out, a request or the trail; the others' connections work."""
    patient, vital = recorded(joy)
    asked(questions(joy, patient, vital))
    restart(cluster)
    statuses = [joy.told("GET", f"{API}/patients/{patient}").status for _ in range(AT_ONCE)]
    assert statuses[0] in {200, 503}
    assert statuses[1:] == [200] * (AT_ONCE - 1)


def test_an_overrun_says_so_in_the_log(cluster: Cluster, ward: Service, joy: Nurse) -> None:
    """Each refusal leaves a line that names the kind of outage and the request."""
    with dead(cluster):
        refused = joy.told("GET", f"{API}/patients/p")
    lines = [one for one in ward.events() if one["event"] == "outage"]
    assert refused.headers["X-Request-ID"] in {one["request_id"] for one in lines}
    assert all(one["reason"] for one in lines)
