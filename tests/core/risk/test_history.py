"""A score over time, and what moved it."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from returns.result import Failure

from tests.core.risk.scores import AT, reading, readings
from vitalcore.kinds import Kind
from vitalcore.risk.context import Context
from vitalcore.risk.history import Moved, history, movements
from vitalcore.risk.inputs import Input
from vitalcore.risk.register import find

NEWS2 = find("news2").unwrap()
ADULT = Context(age=50)


def test_each_moment_is_judged_by_what_was_known_then() -> None:
    """The series of a score is what assessing at each moment would have said."""
    known = [*readings({}, minutes=60), reading(Kind.HR, 131, 30)]
    times = [AT, AT - timedelta(minutes=45), AT - timedelta(hours=2)]
    found = dict(history(NEWS2, known, times, ADULT))
    assert list(found) == sorted(times)
    assert isinstance(found[times[2]], Failure)
    assert [found[at].unwrap().total for at in (times[1], times[0])] == [0, 3]


def test_the_input_that_moved_the_score_comes_first() -> None:
    """From 0 to 4 points: the pulse did 3 of them, the temperature 1."""
    known = [*readings({}, minutes=60), reading(Kind.BT, "38.1", 30), reading(Kind.HR, 131, 30)]
    series = [one.unwrap() for _, one in history(NEWS2, known, [AT - timedelta(minutes=45), AT])]
    (movement,) = movements(reversed(series))
    assert (movement.before, movement.after) == (0, 4)
    assert movement.moved == (Moved(Input.HR, 0, 3), Moved(Input.BT, 0, 1))
    assert (movement.since, movement.at) == (AT - timedelta(minutes=45), AT)


@pytest.mark.parametrize(
    ("before", "after", "first"),
    [
        ({Kind.HR: 111, Kind.BT: 37}, {Kind.HR: 131, Kind.BT: "39.1"}, Input.BT),
        ({Kind.RR: 9, Kind.HR: 111}, {Kind.RR: 12, Kind.HR: 91}, Input.RR),
        ({Kind.RR: 12, Kind.HR: 91}, {Kind.RR: 9, Kind.HR: 111}, Input.RR),
        ({Kind.HR: 111, Kind.BT: "38.1"}, {Kind.HR: 91, Kind.BT: 37}, Input.HR),
        ({Kind.HR: 91, Kind.BT: 37}, {Kind.HR: 111, Kind.BT: "38.1"}, Input.HR),
    ],
)
def test_what_moved_is_ordered_by_how_far_and_then_by_the_chart(
    before: Mapping[Kind, str | int], after: Mapping[Kind, str | int], first: Input
) -> None:
    """Up or down counts alike, from 0 as from 2; of equals the chart's first comes first."""
    known = [*readings(before, minutes=60), *readings(after, minutes=30)]
    series = [one.unwrap() for _, one in history(NEWS2, known, [AT - timedelta(minutes=45), AT])]
    (movement,) = movements(series)
    assert (movement.moved[0].input, len(movement.moved)) == (first, 2)


def test_an_input_that_became_unknown_is_told() -> None:
    """A pulse that went stale moved the score from 3 points to unknown."""
    known = [reading(Kind.HR, 131, 13 * 60 + 5), *readings({Kind.HR: None}, minutes=60)]
    series = [one.unwrap() for _, one in history(NEWS2, known, [AT - timedelta(minutes=6), AT])]
    (movement,) = movements(series)
    assert (movement.before, movement.after) == (3, None)
    assert movement.moved == (Moved(Input.HR, 3, None),)


def test_a_strategy_without_points_moves_by_its_rules() -> None:
    """The simple rule moves by the rules that fire."""
    known = [*readings({}, minutes=60), reading(Kind.HR, 121, 30)]
    simple = find("rule_based").unwrap()
    series = [one.unwrap() for _, one in history(simple, known, [AT - timedelta(minutes=45), AT])]
    assert movements(series)[0].moved == (Moved(Input.HR, 0, 1),)
