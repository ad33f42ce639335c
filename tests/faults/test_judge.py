"""The judge's own judgment: a whole history is let pass, every kind of broken one is named."""

import pytest
from attrs import evolve

from tests.faults.history import Deed, History, Trouble, Verb
from tests.faults.judge import violations
from tests.store.ledger import Record, Version, Write

ANN, BOB = "ann", "bob"
ADDED = Deed(
    verb=Verb.ADD, server=0, sent=0, answered=1, status=201, vital_id="v", version=1,
    write=Write(0, 80_000, ANN), thousandths=80_000,
)  # fmt: skip
CORRECTED = Deed(
    verb=Verb.CORRECT, server=0, sent=2, answered=3, status=200, vital_id="v", version=2,
    write=Write(1, 81_000, BOB), thousandths=81_000, key="k", body=b"2",
)  # fmt: skip
LOOKED = Deed(
    verb=Verb.LOOK, server=0, sent=4, answered=5, status=200, vital_id="v", version=2,
    thousandths=81_000,
)  # fmt: skip
REFUSED = Deed(
    verb=Verb.CORRECT, server=0, sent=4, answered=5, status=409, vital_id="v", current=2,
    write=Write(1, 82_000, ANN),
)  # fmt: skip
CUT = evolve(REFUSED, status=None, current=None, write=Write(2, 83_000, ANN))
FIRST, SECOND = Version(1, 80_000, struck=False, by=ANN), Version(2, 81_000, struck=False, by=BOB)
THIRD = Version(3, 83_000, struck=False, by=ANN)
WHOLE = {"v": [FIRST, SECOND]}
KILLED = Trouble(kind="killed", server=0, began=4.5, lifted=6)


def history(*more: Deed, troubles: tuple[Trouble, ...] = ()) -> History:
    """Ann recorded a reading, Bob corrected it, and more."""
    return History(deeds=[ADDED, CORRECTED, *more], troubles=list(troubles))


@pytest.mark.parametrize("record", [WHOLE, {"v": [FIRST, SECOND, THIRD]}])
def test_a_whole_history_passes(record: Record) -> None:
    """A write whose server was killed may be there or not; one told twice under its key is one."""
    again = evolve(CORRECTED, sent=6, answered=7)
    assert violations(history(LOOKED, REFUSED, CUT, again, troubles=(KILLED,)), record) == {}


@pytest.mark.parametrize(
    ("more", "record", "found"),
    [
        ([evolve(LOOKED, answered=10.0)], WHOLE, "an answer came too late"),
        ([CUT], WHOLE, "a request was left without an answer"),
        ([evolve(LOOKED, status=500)], WHOLE, "a request was answered with 500"),
        ([evolve(LOOKED, status=502)], WHOLE, "a request was answered with 502"),
        ([evolve(LOOKED, status=503, version=None)], WHOLE, "a request was answered with 503"),
        ([], {"v": [FIRST]}, "an acknowledged write is lost"),
        ([], {}, "an acknowledged write is lost"),
        ([], {"v": [FIRST, SECOND, SECOND]}, "the versions are not 1 to n, each once"),
        ([REFUSED], {"v": [FIRST, SECOND, THIRD]}, "a version is not what anybody wrote"),
        ([evolve(REFUSED, version=2)], WHOLE, "two writes have won one version"),
        ([evolve(REFUSED, version=3)], WHOLE, "a write went over another one"),
        ([evolve(CORRECTED, body=b"3")], WHOLE, "one key has two answers"),
        ([], {**WHOLE, "w": [THIRD]}, "a reading is there that nobody wrote, or twice"),
        ([evolve(LOOKED, version=1)], WHOLE, "a read went back"),
        ([evolve(REFUSED, current=1)], WHOLE, "a read went back"),
        ([evolve(LOOKED, version=3)], WHOLE, "a read went back"),
        ([evolve(LOOKED, status=404, version=None)], WHOLE, "a reading was gone"),
        ([evolve(LOOKED, thousandths=1)], WHOLE, "a reading was shown as nobody wrote it"),
    ],
)
def test_a_broken_history_is_named(more: list[Deed], record: Record, found: str) -> None:
    """Late, lost, doubled, overwritten, made up or taken back: each is told by its kind."""
    assert found in violations(history(*more), record)


def test_an_unanswered_reading_may_be_there_once() -> None:
    """A reading whose writer was not answered is there once or not at all, and never twice."""
    lost = evolve(ADDED, status=503, retry_after=True, vital_id="", version=None)
    lost = evolve(lost, write=Write(0, 84_000, ANN))
    stranger = [Version(1, 84_000, struck=False, by=ANN)]
    assert violations(history(lost), {**WHOLE, "w": stranger}) == {}
    assert violations(history(lost), {**WHOLE, "w": stranger, "x": stranger}).total() == 1
