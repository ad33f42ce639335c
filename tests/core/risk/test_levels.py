"""Levels: what a total means, and the class that so many lose."""

from decimal import Decimal
from itertools import product

import pytest

from vitalcore.risk.engine import engine
from vitalcore.risk.finder import Value
from vitalcore.risk.inputs import Input
from vitalcore.risk.shipped import TABLES

ENGINES = {table.name: engine(table) for table in TABLES}


def label(name: str, total: int, top: int) -> str:
    """The class of a total whose highest single points are *top*."""
    one = ENGINES[name]
    return one.table.outcomes[one.rank(total, top, {})].label


@pytest.mark.parametrize(
    ("total", "top", "expected"),
    [
        (0, 0, "low"), (1, 1, "low"), (2, 2, "low"), (3, 2, "low"), (4, 2, "low"),
        (3, 3, "low-medium"), (4, 3, "low-medium"), (5, 2, "medium"), (5, 3, "medium"),
        (6, 3, "medium"), (7, 2, "high"), (7, 3, "high"), (20, 3, "high"),
    ],
)  # fmt: skip
def test_a_single_3_is_a_class_of_its_own_in_news2(total: int, top: int, expected: str) -> None:
    """3 or 4 points with a single 3 are low-medium: neither low nor medium."""
    assert label("news2", total, top) == expected


@pytest.mark.parametrize(
    ("total", "top", "expected"),
    [
        (0, 0, "none"), (4, 2, "low"), (3, 3, "medium"), (5, 1, "medium"), (6, 3, "medium"),
        (7, 3, "high"),
    ],
)  # fmt: skip
def test_a_single_3_is_medium_in_the_news_of_2012(total: int, top: int, expected: str) -> None:
    """The first NEWS has no class between low and medium."""
    assert label("news", total, top) == expected


@pytest.mark.parametrize(
    ("total", "every"), [(0, 720), (1, 360), (4, 360), (5, 60), (6, 60), (7, 0), (20, 0)]
)
def test_news2_says_when_to_look_again(total: int, every: int) -> None:
    """From every 12 hours at 0 points to continuous from 7 on."""
    one = ENGINES["news2"]
    assert one.table.outcomes[one.rank(total, 2, {})].every == every


@pytest.mark.parametrize(
    ("total", "every"), [(0, None), (1, 60), (4, 60), (5, 30), (8, 30), (9, 30), (12, 30), (13, 15)]
)
def test_pews_says_when_to_look_again(total: int, every: int | None) -> None:
    """Within an hour at 1 point, half an hour at 5, a quarter in an emergency."""
    one = ENGINES["pews_england"]
    assert one.table.outcomes[one.rank(total, 1, {})].every == every


@pytest.mark.parametrize(
    ("name", "total", "expected"),
    [
        ("mews", 4, "below 5"), ("mews", 5, "5 or more"), ("qsofa", 1, "not positive"),
        ("qsofa", 2, "positive"), ("sirs", 1, "not met"), ("sirs", 2, "SIRS"),
        ("cart", 20, "low"), ("cart", 21, "high"), ("hotel", 0, "early mortality 0 %"),
        ("hotel", 1, "early mortality 0.3 %"), ("hotel", 2, "early mortality about 1-2 %"),
        ("hotel", 3, "early mortality 6-10 %"), ("pews_england", 0, "none"),
        ("pews_england", 1, "low"), ("pews_england", 4, "low"), ("pews_england", 5, "medium"),
        ("pews_england", 8, "medium"), ("pews_england", 9, "high"), ("pews_england", 12, "high"),
        ("pews_england", 13, "emergency"),
    ],
)  # fmt: skip
def test_totals_on_both_sides_of_every_threshold(name: str, total: int, expected: str) -> None:
    """Every threshold lies where the publication has it."""
    assert label(name, total, 1) == expected


@pytest.mark.parametrize("name", ENGINES)
def test_a_level_never_falls_while_points_rise(name: str) -> None:
    """More points in all, or in one parameter, never lead to a lower outcome."""
    ladder = ENGINES[name].ladder
    for total, top in product(range(len(ladder) - 1), range(len(ladder[0]) - 1)):
        assert ladder[total][top] <= min(ladder[total + 1][top], ladder[total][top + 1])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "none"),
        ({Input.ACVPU: "A"}, "none"),
        ({Input.ACVPU: "V"}, "high"),
        ({Input.ACVPU: "P"}, "emergency"),
        ({Input.ACVPU: "U"}, "emergency"),
        ({Input.SEPSIS: "sepsis"}, "medium"),
        ({Input.SEPSIS: "shock"}, "high"),
        ({Input.PUPILS: "abnormal"}, "emergency"),
        ({Input.CONCERN: "medium"}, "medium"),
        ({Input.CONCERN: "high"}, "high"),
        ({Input.CONCERN: "emergency"}, "emergency"),
        ({Input.SEPSIS: "sepsis", Input.ACVPU: "V"}, "high"),
    ],
)
def test_pews_overrides_raise_the_level(values: dict[Input, Value], expected: str) -> None:
    """A child without a point is raised by what the nurse or the family sees; the highest wins."""
    one = ENGINES["pews_england"]
    assert one.table.outcomes[one.rank(0, 0, values)].label == expected


def test_an_override_never_lowers() -> None:
    """A suspicion of sepsis leaves an emergency an emergency."""
    one = ENGINES["pews_england"]
    assert one.rank(13, 4, {Input.SEPSIS: "sepsis"}) == one.rank(13, 4, {})


@pytest.mark.parametrize(
    ("age", "points"), [(0, 4), (1, 1), (4, 1), (5, 1), (12, 1), (13, 0), (15, 0)]
)
def test_pews_takes_the_band_of_the_age(age: int, points: int) -> None:
    """A heart rate of 75 is judged by the age: bands change at 1, 5 and 13 years."""
    one = ENGINES["pews_england"]
    assert one.points({Input.HR: Decimal(75), Input.AGE: Decimal(age)})[4] == points
