"""Several people write while servers die: every acknowledged write is kept, none is done twice."""

import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, override
from uuid import uuid4

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.conftest import API
from tests.faults.nurse import Nurse, Told
from tests.faults.planted import CARELESS
from tests.store.ledger import Chart, Version, Write, audit, version
from tests.store.world import PEACE, Call, Crash, Victim, World, world

#: A longer run: MACHINE_EXAMPLES=200 uv run pytest tests/store/test_machine.py
EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "8"))
STEPS = 20

#: The id of a reading whose writer was not answered, and who cannot look for it.
NOWHERE = ""

WHILE_DYING = st.builds(Crash, st.sampled_from(Victim), st.sampled_from([0.0, 0.003, 0.01, 0.03]))
MOSTLY_PEACE = st.one_of(st.just(PEACE), st.just(PEACE), WHILE_DYING)


class Ward(RuleBasedStateMachine):
    """One patient's readings, written by everybody at once."""

    world: ClassVar[World]
    charts: Bundle[Chart] = Bundle("charts")

    def __init__(self) -> None:
        super().__init__()
        self.world.ready()
        self.patient = self.world.writers[0].admit()
        self.known: list[Chart] = []
        self.lost: list[Write] = []

    @rule(target=charts, writers=st.integers(1, 4), crash=MOSTLY_PEACE)
    def add(self, writers: int, crash: Crash) -> MultipleResults[Chart]:
        """Several people record a reading each; an unanswered one may be there or not."""
        writes = [self._write(0, number) for number in range(writers)]
        answers = self.world.together([self._adding(one) for one in writes], crash)
        return multiple(*map(self._made, writes, answers))

    @rule(target=charts, copies=st.integers(1, 4), crash=MOSTLY_PEACE)
    def add_once(self, copies: int, crash: Crash) -> Chart:
        """One reading, sent again and again under one Idempotency-Key, is there once."""
        write, key = self._write(0, 0), uuid4().hex
        answers = self.world.together([self._adding(write, key)] * copies, crash)
        while not (told := [one for one in answers if one and one.status == 201]):
            assert all(one is None or one.status == 409 for one in answers)
            answers = self.world.together([self._adding(write, key)])
        assert len({one.body for one in told}) == 1, "one key has two answers"
        return self._made(write, told[0])

    @rule(chart=charts)
    def look(self, chart: Chart) -> None:
        """A reading never goes back behind what somebody was told."""
        self._look(chart)

    @rule(chart=charts, writers=st.integers(1, 6), strikes=st.booleans(), crash=MOSTLY_PEACE)
    def change(self, chart: Chart, writers: int, strikes: bool, crash: Crash) -> None:
        """Of all who change the version they saw at the same time, one wins and the others know."""
        seen = self._look(chart)
        if seen is None:
            return
        writes = [self._write(seen, number) for number in range(writers)]
        if strikes:
            writes[0] = Write(seen, None, writes[0].by)
        answers = self.world.together([self._changing(chart, one) for one in writes], crash)
        won = [self._changed(chart, *pair) for pair in zip(writes, answers, strict=True)]
        assert won.count(True) == 1 or None in answers, "nobody has won"

    @rule(chart=charts, back=st.integers(1, 3))
    def change_unseen(self, chart: Chart, back: int) -> None:
        """Who looked too long ago changes nothing."""
        seen = self._look(chart)
        if seen is not None and seen > back:
            write = self._write(seen - back, 0)
            (answer,) = self.world.together([self._changing(chart, write)])
            assert not self._changed(chart, write, answer)

    @override
    def teardown(self) -> None:
        """See through the service and through a second connection that the record is whole."""
        self.world.ready()
        for chart in self.known:
            audit(chart, self._history(chart))
        assert self._strangers() <= {one.thousandths for one in self.lost}, "nobody wrote this"
        assert self._torn() == [], "a version that was superseded is not kept"

    def _write(self, seen: int, number: int) -> Write:
        writers = self.world.writers
        return Write(seen, self.world.thousandths(), writers[number % len(writers)].id)

    def _nurse(self, write: Write) -> Nurse:
        return next(one for one in self.world.writers if one.id == write.by)

    def _adding(self, write: Write, key: str | None = None) -> Call:
        assert write.thousandths
        named = {"Idempotency_Key": key} if key else {}
        value = write.thousandths / 1000
        return partial(self._nurse(write).measure, self.patient, value, **named)

    def _changing(self, chart: Chart, write: Write) -> Call:
        place = f"{API}/vitals/{chart.vital_id}"
        if write.thousandths is None:
            return partial(self._nurse(write).ask, "DELETE", f"{place}?version={write.seen}")
        body = {"value": write.thousandths / 1000, "version": write.seen}
        return partial(self._nurse(write).ask, "PUT", place, body)

    def _made(self, write: Write, answer: Told | None) -> Chart:
        if answer is None:
            self.lost.append(write)
            return Chart(NOWHERE, {1: write})  # drawn like any other, so that runs can be repeated
        assert answer.status == 201, answer.body
        self.known.append(Chart(answer.json["vital_id"], {1: write}))
        return self.known[-1]

    def _changed(self, chart: Chart, write: Write, answer: Told | None) -> bool:
        if answer is None:
            chart.unanswered.append(write)
            return False
        if answer.status in {200, 204}:
            number = answer.json["version"] if answer.body else write.seen + 1
            chart.acknowledge(write, number)
            return True
        assert answer.status == 409 or (answer.status == 404 and chart.perhaps_struck), answer.body
        assert answer.status == 404 or answer.json["current"] > write.seen
        return False

    def _look(self, chart: Chart) -> int | None:
        if chart.vital_id == NOWHERE:
            return None
        answer = self.world.writers[0].told("GET", f"{API}/vitals/{chart.vital_id}")
        if answer.status == 404:
            assert chart.perhaps_struck, "a reading is gone"
            return None
        assert answer.status == 200, answer.body
        seen: int = answer.json["version"]
        assert seen >= chart.newest, "a reading went back"
        return seen

    def _history(self, chart: Chart) -> Sequence[Version]:
        found = self.world.writers[0].told("GET", f"{API}/vitals/{chart.vital_id}/history")
        return [version(item) for item in found.json["items"]]

    def _strangers(self) -> set[int]:
        """List, through a second connection, the readings whose writers were not answered."""
        with self.world.database.connect() as conn:
            asked = "SELECT vital_id::text, value FROM vitals WHERE patient_id = %s"
            rows = conn.execute(asked, [self.patient]).fetchall()
        known = {one.vital_id for one in self.known}
        values = [int(value * 1000) for _, value in rows]
        assert len(set(values)) == len(rows), "a reading is there twice"
        return {int(value * 1000) for vital_id, value in rows if vital_id not in known}

    def _torn(self) -> list[tuple[object, ...]]:
        """List, likewise, the readings whose history has not every version before the last."""
        with self.world.database.connect() as conn:
            return conn.execute(
                "SELECT vital_id FROM vitals LEFT JOIN vital_history AS former"
                " USING (vital_id, bucket) WHERE vitals.patient_id = %s GROUP BY vital_id, bucket"
                " HAVING count(former.version) <> max(vitals.version) - 1",
                [self.patient],
            ).fetchall()


@pytest.fixture(scope="module")
def around(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world of the machine's own; the shared database has let its user reach the programs."""
    assert postgres
    with world(tmp_path_factory.mktemp("world")) as made:
        yield made


def test_no_update_is_lost_and_none_is_done_twice(around: World) -> None:
    """Whoever writes, and whoever dies meanwhile: what was acknowledged is kept, once, in order."""

    class Here(Ward):
        world = around

    run_state_machine_as_test(
        Here, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS)
    )


def test_the_machine_notices_a_lost_update(postgres: str, tmp_path: Path) -> None:
    """A service that corrects whatever version there is does not get past the machine."""
    assert postgres
    with world(tmp_path, (sys.executable, "-c", CARELESS), calm=True) as careless:

        class There(Ward):
            world = careless

        with pytest.raises(AssertionError, match="a version is not what anybody wrote"):
            run_state_machine_as_test(
                There,
                settings=settings(
                    phases=[Phase.generate],
                    stateful_step_count=STEPS,
                    report_multiple_bugs=False,  # one is enough
                    database=None,
                ),
            )
