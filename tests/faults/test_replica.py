"""A real standby answers what may lag, and nothing else; it may be late, cut off, dead, silent."""

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from tests.command import VITALWEB, environment
from tests.conftest import API
from tests.faults import cluster as clusters
from tests.faults import process
from tests.faults.cluster import Cluster
from tests.faults.nurse import Nurse, nurse
from vitalweb.store import sql
from vitalweb.store.pool import opened
from vitalweb.store.replica import Replica
from vitalweb.store.sql import Statement

DAY = "from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z"
#: What a standby may be asked, beside how far it is.
MAY_LAG = {
    sql.PAGE_PATIENTS,
    sql.FIND_PATIENT,  # likewise
    sql.WRITTEN,
    sql.WINDOW,  # of risk over time
    sql.EXPORT_PATIENTS,
    sql.EXPORT_VITALS,
}


@frozen
class Ward:
    """A primary, its standby, and somebody who works with the service over both."""

    primary: Cluster
    standby: Cluster
    joy: Nurse

    def asked(self) -> set[str]:
        """Read which statements of sql/ came to the standby, each told by its first line."""
        log = (self.standby.folder / "server.log").read_text(encoding="utf-8")
        return set(re.findall(r"(?:execute|statement)[^\n]*?: (?:DECLARE.*?FOR )?(-- .*)", log))

    def replays(self) -> bool:
        """Has the standby all that the primary has?"""
        with self.primary.connect() as one, self.standby.connect() as other:
            at = one.execute("SELECT pg_current_wal_flush_lsn()").fetchone()
            there = other.execute("SELECT pg_last_wal_replay_lsn() >= %s", at).fetchone()
        return bool(there and there[0])

    def patients(self) -> set[str]:
        """List all patients."""
        page = self.joy.told("GET", f"{API}/patients?limit=1000").json
        return {one["patient_id"] for one in page["items"]}


type Deed = Callable[[Ward], None]


@pytest.fixture(scope="module")
def ward(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    """The service over a primary and its standby."""
    with clusters.standby(cluster) as standby:
        settings = {
            "VITALWEB_DATABASE_URL": cluster.dsn,
            "VITALWEB_REPLICA_URL": standby.dsn,
            "VITALWEB_THROTTLE": "off",
        }
        with process.running(tmp_path_factory.mktemp("ward"), settings) as service:
            yield Ward(cluster, standby, nurse(service))


@pytest.fixture(autouse=True)
def _near(ward: Ward) -> None:
    """Before each test the standby has caught up and is asked again."""
    ward.joy.refresh()
    until(ward.replays)
    until(lambda: near(ward))


def near(ward: Ward) -> bool:
    """What the service thought of its standby last."""
    said = [one["near"] for one in ward.joy.service.events() if one["event"] == "replica"]
    return said[-1:] == [True]


def until(so: Callable[[], bool]) -> None:
    """Wait until it is so; a minute is for ever."""
    end = time.monotonic() + 60
    while not so():
        assert time.monotonic() < end, "it does not come to be so"
        time.sleep(0.05)


def first_line(statement: Statement[Any]) -> str:
    return statement.text.decode().partition("\n")[0]


def lists(patient: str) -> list[str]:
    """Everything that may lag."""
    return [
        "/patients?limit=1000",
        f"/patients/{patient}/vitals?{DAY}",
        f"/patients/{patient}/risk/history?{DAY}",
    ]


def test_what_may_lag_is_asked_of_the_standby_and_nothing_else(ward: Ward) -> None:
    """Lists and risk over time come there; no session, no record's own page, nothing written."""
    patient = ward.joy.admit()
    vital = ward.joy.measure(patient)
    assert vital
    until(ward.replays)
    answers = [ward.joy.told("GET", API + path).status for path in lists(patient)]
    one = f"{API}/vitals/{vital.json['vital_id']}"
    answers += [
        ward.joy.told("GET", one).status,
        ward.joy.told("PUT", one, {"value": 81, "version": 1}).status,
        ward.joy.told("GET", f"{API}/patients/{patient}/risk?at=2026-01-01T09:00:00Z").status,
        ward.joy.told("DELETE", f"{one}?version=2").status,
    ]
    known = {first_line(one): one for one in sql.STATEMENTS}
    asked = {known[line] for line in ward.asked()} - {sql.REPLAYED}
    assert answers == [200, 200, 200, 200, 200, 200, 204]
    assert asked - MAY_LAG == set()
    assert asked >= {sql.PAGE_PATIENTS, sql.FIND_PATIENT, sql.WRITTEN, sql.WINDOW}


def test_both_give_the_same_answer(ward: Ward) -> None:
    """Once it has caught up, a standby's list is the primary's."""
    patient = ward.joy.admit()
    assert ward.joy.measure(patient)
    until(ward.replays)
    path = f"{API}/patients/{patient}/vitals?{DAY}"
    theirs = ward.joy.told("GET", path)
    ward.standby.stop()
    ours = ward.joy.told("GET", path)
    ward.standby.start()
    assert (theirs.status, theirs.body) == (ours.status, ours.body)
    assert len(ours.json["items"]) == 1


def told(standby: Cluster, *statements: str) -> None:
    """Have it do what an operator or a broken line does to it."""
    with standby.connect() as conn:
        for one in statements:
            conn.execute(one.encode())


def paused(ward: Ward) -> None:
    told(ward.standby, "SELECT pg_wal_replay_pause()")


def resumed(ward: Ward) -> None:
    told(ward.standby, "SELECT pg_wal_replay_resume()")


def cut(ward: Ward) -> None:
    """It goes on answering, and gets nothing any more."""
    told(ward.standby, "ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()")


def joined(ward: Ward) -> None:
    place = f"ALTER SYSTEM SET primary_conninfo = '{ward.primary.dsn}'"
    told(ward.standby, place, "SELECT pg_reload_conf()")


def dead(ward: Ward) -> None:
    ward.standby.kill()


def revived(ward: Ward) -> None:
    ward.standby.start()


def silent(ward: Ward) -> None:
    ward.standby.freeze()


def thawed(ward: Ward) -> None:
    ward.standby.thaw()


@pytest.mark.parametrize(("harm", "mend"), [(paused, resumed), (cut, joined)])
def test_a_standby_that_falls_behind_is_not_asked(ward: Ward, harm: Deed, mend: Deed) -> None:
    """Late or cut off, what it lacks is in the list within seconds, though it does not get it."""
    harm(ward)
    patient = ward.joy.admit()
    until(lambda: patient in ward.patients())
    with ward.standby.connect() as conn:
        found = conn.execute("SELECT 1 FROM patients WHERE patient_id = %s", [patient]).fetchall()
    mend(ward)
    assert found == []


def test_what_a_standby_does_not_know_the_primary_is_asked(ward: Ward) -> None:
    """A patient of a moment ago is never unknown."""
    paused(ward)
    patient = ward.joy.admit()
    answers = [ward.joy.told("GET", API + path).status for path in lists(patient)]
    resumed(ward)
    assert answers == [200, 200, 200]


@pytest.mark.parametrize(("harm", "mend"), [(dead, revived), (silent, thawed)])
def test_a_standby_that_is_away_keeps_nobody_from_reading(
    ward: Ward, harm: Deed, mend: Deed
) -> None:
    """Killed or frozen, it is replaced by the primary in the same request; then it serves again."""
    patient = ward.joy.admit()
    until(ward.replays)
    harm(ward)
    answers = [ward.joy.told("GET", API + path).status for path in lists(patient) * 3]
    mend(ward)
    until(lambda: near(ward))
    assert set(answers) == {200}


def exported(ward: Ward, home: Path, standby: Cluster) -> tuple[int, str]:
    """Run the command."""
    given = {"database_url": ward.primary.dsn, "replica_url": standby.dsn}
    done = subprocess.run(
        [*VITALWEB, "export"],
        capture_output=True,
        check=False,
        cwd=home,
        env=environment(home, **given),
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout


def test_an_export_reads_from_a_standby_that_has_caught_up(ward: Ward, tmp_path: Path) -> None:
    """Everything that was there when it began is in it, and the primary did not read it out."""
    patient = ward.joy.admit()
    code, lines = exported(ward, tmp_path, ward.standby)
    assert (code, patient in lines) == (0, True)
    assert ward.asked() >= {first_line(sql.EXPORT_PATIENTS), first_line(sql.EXPORT_VITALS)}


def test_an_export_does_without_a_standby(ward: Ward, tmp_path: Path) -> None:
    """One that is away, and one that does not catch up, leave it to the primary."""
    away = Cluster(tmp_path)
    first = ward.joy.admit()
    without = exported(ward, tmp_path, away)
    paused(ward)
    second = ward.joy.admit()
    behind = exported(ward, tmp_path, ward.standby)
    resumed(ward)
    assert (without[0], first in without[1]) == (0, True)
    assert (behind[0], second in behind[1]) == (0, True)


async def test_a_standby_that_was_promoted_is_not_asked(ward: Ward) -> None:
    """What follows nobody goes its own way."""
    async with opened(ward.primary.dsn, 2) as primary, opened(ward.standby.dsn, 2) as standby:
        follows, alone = Replica(standby), Replica(primary)
        await follows.look(primary)
        await alone.look(primary)
    assert (follows.near, alone.near) == (True, False)
