"""How the service ends: what is in flight is answered, and its own database stops with it."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.conftest import API
from tests.faults import process
from tests.faults.cluster import Cluster
from tests.faults.nurse import nurse

BOUND = 10.0  # seconds from SIGTERM to the end


def settings(cluster: Cluster) -> dict[str, str]:
    """Serve over the cluster, without a limit on guessing."""
    return {"VITALWEB_DATABASE_URL": cluster.dsn, "VITALWEB_THROTTLE": "off"}


def test_what_is_in_flight_is_answered_before_the_end(cluster: Cluster, tmp_path: Path) -> None:
    """A correction that waits when the service is told to stop is done, answered and kept."""
    with process.running(tmp_path, settings(cluster)) as service:
        joy = nurse(service)
        made = joy.measure(joy.admit())
        assert made
        place = f"{API}/vitals/{made.json['vital_id']}"
        with ThreadPoolExecutor(2) as ward, cluster.connect() as conn:
            with conn.transaction():
                conn.execute("LOCK TABLE vitals IN ACCESS EXCLUSIVE MODE")
                waiting = ward.submit(joy.told, "PUT", place, {"value": 81, "version": 1})
                _until(conn, "SELECT count(*) FROM pg_locks WHERE NOT granted")
                ending = ward.submit(service.terminate)
                _refused(joy.service.base)
            assert waiting.result().json["version"] == 2
            assert ending.result() < BOUND
            kept = conn.execute("SELECT value FROM vitals WHERE version = 2").fetchall()
    assert kept == [(81,)]


@pytest.mark.parametrize("told", ["frozen", "idle"])
def test_the_end_does_not_wait_for_the_database(
    cluster: Cluster, tmp_path: Path, told: str
) -> None:
    """The service ends within 10 s and with code 0, also while its database says nothing."""
    with process.running(tmp_path, settings(cluster)) as service:
        joy = nurse(service)
        with ThreadPoolExecutor(4) as ward:
            if told == "frozen":
                cluster.freeze()
            asked = [ward.submit(joy.ask, "GET", f"{API}/patients/p") for _ in range(4)]
            time.sleep(0.3)
            seconds = service.terminate()
            cluster.thaw()
        assert all(one.result() is not None for one in asked)
    assert seconds < BOUND


def test_the_embedded_database_stops_with_its_last_user(tmp_path: Path) -> None:
    """The first of two services leaves the database to the second, which stops it at its end."""
    with process.running(tmp_path, {}) as first, process.running(tmp_path, {}) as second:
        assert first.terminate() < BOUND
        assert nurse(second).told("GET", "/readyz").status == 200
        assert second.terminate() < BOUND
    assert not _postmaster(tmp_path).exists()


def test_a_killed_service_does_not_keep_the_database_running(tmp_path: Path) -> None:
    """A service that was killed is forgotten: the next one still stops the database at its end."""
    with process.running(tmp_path, {}) as killed:
        killed.kill()
        assert _postmaster(tmp_path).exists()
    with process.running(tmp_path, {}) as next_one:
        next_one.terminate()
    assert not _postmaster(tmp_path).exists()


def _until(conn: psycopg.Connection, count: LiteralString) -> None:
    """Wait until there is something to count."""
    until = time.monotonic() + BOUND
    while conn.execute(count).fetchone() == (0,):
        assert time.monotonic() < until
        time.sleep(0.02)


def _refused(base: str) -> None:
    """Wait until nobody new is let in."""
    place = urlsplit(base)
    until = time.monotonic() + BOUND
    with suppress(ConnectionRefusedError):
        while time.monotonic() < until:
            socket.create_connection((place.hostname, place.port)).close()
            time.sleep(0.02)
        pytest.fail("the service still takes connections")


def _postmaster(folder: Path) -> Path:
    """Say where a running server leaves its number; a clean stop takes it away."""
    return folder / "own" / "postgres" / "postmaster.pid"
