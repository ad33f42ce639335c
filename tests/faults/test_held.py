"""Sixteen people write at four bedsides while everything fails: what they were told holds."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from attrs import evolve

from tests.faults.hospital import Hospital, hospital
from tests.faults.judge import violations
from tests.faults.mishap import MISHAPS, Mishap
from tests.faults.planted import CARELESS, LATE
from tests.faults.staff import Staff, staff

FAILOVERS = MISHAPS[-2:]
SECONDS = 1.0  # that a fault lasts
MOMENT = 100  # requests before it
MOST = 30  # times that a planted fault is given to show itself
LOST = {"an acknowledged write is lost", "two writes have won one version"}
LONGER = 6.5  # seconds; than any request may take


@pytest.fixture(scope="module")
def own(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    """A hospital of the module's own; the shared database has let its user reach the programs."""
    assert postgres
    with hospital(tmp_path_factory.mktemp("hospital"), 2) as made:
        yield made


def befallen(people: Staff, mishap: Mishap, seconds: float) -> None:
    """Let something happen while they work, and everything be well again."""
    people.busy(MOMENT)
    mishap.lasts(people.hospital, people.history, seconds)
    people.recovered()
    if mishap in FAILOVERS:
        people.hospital.join()


def told(people: Staff) -> Counter[str]:
    """Hold what they were told up to now against the record of after that."""
    until_now = evolve(people.history, deeds=list(people.history.deeds))
    return violations(until_now, people.record())


@pytest.mark.parametrize("half", [MISHAPS[:6], MISHAPS[6:]], ids=["lines", "stores"])
def test_what_was_told_holds_whatever_befalls(own: Hospital, half: tuple[Mishap, ...]) -> None:
    """Each version has one writer, no answer is late or taken back, and every server recovers."""
    with staff(own, seed=1) as people:
        for mishap in half:
            befallen(people, mishap, SECONDS)
    assert told(people) == {}


def test_a_commit_that_waits_for_its_standby_is_shown_to_nobody(own: Hospital) -> None:
    """Whoever is refused while a standby is silent has written nothing that a failover undoes."""
    with staff(own, seed=2) as people:
        befallen(people, MISHAPS[-1], LONGER)
    assert told(people) == {}


def shown(people: Staff, whats: set[str], befalls: Callable[[], None]) -> bool:
    """Let it happen again and again, until one of *whats* is noticed."""
    for _ in range(MOST):
        befalls()
        if told(people).keys() & whats:
            return True
    return False


def test_a_write_that_no_standby_has_is_noticed(own: Hospital) -> None:
    """Without waiting for the standby a failover loses what was acknowledged, or it is won anew."""
    own.waits_for("")
    with staff(own, seed=3) as people:
        assert shown(people, LOST, partial(befallen, people, MISHAPS[-1], SECONDS))


def test_an_answer_before_the_commit_is_noticed(tmp_path: Path) -> None:
    """A service that answers before it commits shows older versions than those it told."""
    with (
        hospital(tmp_path, 1, (sys.executable, "-c", LATE), alone=True) as late,
        staff(late, seed=4) as people,
    ):
        assert shown(people, {"a read went back"}, partial(people.busy, MOMENT))


def test_an_update_that_is_overwritten_is_noticed(tmp_path: Path) -> None:
    """A service that corrects whatever version there is lets one be written over, to be noticed."""
    with (
        hospital(tmp_path, 1, (sys.executable, "-c", CARELESS), alone=True) as careless,
        staff(careless, seed=5) as people,
    ):
        assert shown(people, {"a write went over another one"}, partial(people.busy, MOMENT))
