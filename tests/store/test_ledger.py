"""The machine's own judgment: it accepts a whole history and refuses every kind of broken one."""

import pytest

from tests.store.ledger import Chart, Version, Write, audit

ANN, BOB = "ann", "bob"
FIRST, SECOND = Version(1, 80_000, struck=False, by=ANN), Version(2, 81_000, struck=False, by=BOB)
STRUCK = Version(3, 81_000, struck=True, by=ANN)


def chart() -> Chart:
    """Ann recorded a reading and Bob corrected it; Ann's strike was left without an answer."""
    known = {1: Write(0, 80_000, ANN), 2: Write(1, 81_000, BOB)}
    return Chart("a", known, [Write(2, None, ANN)])


@pytest.mark.parametrize("history", [[FIRST, SECOND], [FIRST, SECOND, STRUCK]])
def test_a_whole_history_is_accepted(history: list[Version]) -> None:
    """A history with every acknowledged version, and unanswered ones or not, is whole."""
    audit(chart(), history)
    assert [one.number for one in history] == list(range(1, len(history) + 1))


@pytest.mark.parametrize(
    ("history", "fault"),
    [
        ([], "lost"),
        ([FIRST], "lost"),
        ([SECOND], "each once"),
        ([FIRST, SECOND, SECOND], "each once"),
        ([FIRST, Version(2, 80_000, struck=False, by=BOB)], "twice"),
        ([FIRST, Version(2, 82_000, struck=False, by=BOB)], "anybody"),
        ([FIRST, Version(2, 81_000, struck=False, by=ANN)], "anybody"),
        ([FIRST, Version(2, 81_000, struck=True, by=BOB)], "anybody"),
        ([FIRST, SECOND, Version(3, 81_000, struck=True, by=BOB)], "anybody"),
        ([FIRST, SECOND, Version(3, 83_000, struck=False, by=ANN)], "anybody"),
    ],
)
def test_a_broken_history_is_refused(history: list[Version], fault: str) -> None:
    """A version lost, doubled, skipped, changed or of nobody's writing is found."""
    with pytest.raises(AssertionError, match=fault):
        audit(chart(), history)


def test_a_version_is_won_once() -> None:
    """Two writers who are told the same version, or one who is told another's, are found."""
    with pytest.raises(AssertionError, match="two writes have won"):
        chart().acknowledge(Write(1, 82_000, ANN), 2)
    with pytest.raises(AssertionError, match="went over"):
        chart().acknowledge(Write(1, 82_000, ANN), 3)
