"""What the record tells besides the readings: a target, a pregnancy, and each field's rule."""

from datetime import date
from typing import Any

import pytest
from returns.result import Success

from vitalcore.background import Pregnancy, PregnancyStatus, SpO2Target
from vitalcore.fault import flawed
from vitalcore.guard import built

DAY = date(2026, 1, 1)
TARGET: dict[str, Any] = {
    "low": 88,
    "high": 92,
    "prescriber": "Dr Ann",
    "reason": "hypercapnic failure",
    "prescribed_on": DAY,
    "review_on": DAY,
}
PERCENT = "must be a whole number from 70 to 100"
ONE_LINE = "must be one line of 1 to {} characters without blanks at its ends"
A_DAY = "must be a date from 1900-01-01 to 2199-12-31"


@pytest.mark.parametrize(
    ("field", "fits", "beyond", "rule"),
    [
        ("low", (70, 100), (69, 101), PERCENT),
        ("high", (70, 100), (69, 101), PERCENT),
        ("prescriber", ("a", "a" * 100), ("", "a" * 101), ONE_LINE.format(100)),
        ("reason", ("a", "a" * 200), ("", "a" * 201), ONE_LINE.format(200)),
        ("prescribed_on", (date(1900, 1, 1), date(2199, 12, 31)), (date(2200, 1, 1),), A_DAY),
        ("review_on", (date(1900, 1, 1), date(2199, 12, 31)), (date(2200, 1, 1),), A_DAY),
    ],
)
def test_each_part_of_a_target_has_both_its_limits(
    field: str, fits: tuple[Any, ...], beyond: tuple[Any, ...], rule: str
) -> None:
    """Both ends are taken, and what lies one step beyond is told the rule."""
    for value in fits:
        facts = TARGET | {field: value}
        assert built(SpO2Target, **facts) == Success(SpO2Target(**facts))
    for value in beyond:
        assert built(SpO2Target, **TARGET | {field: value}).failure() == flawed(f"/{field}", rule)


def test_a_pregnancy_is_one_of_three_from_a_day_on() -> None:
    """Anything else, and a day outside the calendar of the ward, is told the rule."""
    assert [str(one) for one in Pregnancy] == ["not pregnant", "pregnant", "postpartum"]
    choices = "must be one of not pregnant, pregnant, postpartum"
    wrong = built(PregnancyStatus, status="pregnant", since=DAY)
    late = built(PregnancyStatus, status=Pregnancy.PREGNANT, since=date(2200, 1, 1))
    assert wrong.failure() == flawed("/status", choices)
    assert late.failure() == flawed("/since", A_DAY)
