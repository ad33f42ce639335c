"""A patient's record: births and birthdays."""

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import asdict, evolve
from hypothesis import example, given
from hypothesis import strategies as st
from returns.result import Failure, Success

from tests.strategies import birth_dates, patients, revisions
from vitalcore.background import SpO2Target
from vitalcore.fault import Invalid, flawed
from vitalcore.guard import Refused
from vitalcore.patient import Gender, NewPatient, Revision, Targeting, age, born, sensible

LEAP_DAY = date(2024, 2, 29)
UNBORN = Failure(flawed("/birth_date", "must not lie in the future"))
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(patients, days)
def test_nobody_is_born_after_today(new: NewPatient, today: date) -> None:
    """A birth on the day itself is possible; a later one is refused."""
    assert born(new, today) == (Success(new) if new.birth_date <= today else UNBORN)


@given(revisions)
def test_nobody_is_revised_into_the_future(new: Revision) -> None:
    """Today counts, tomorrow does not."""
    assert born(new, new.birth_date) == Success(new)
    assert born(new, new.birth_date - timedelta(days=1)) == UNBORN


@given(birth_dates, st.integers(0, 120))
def test_somebody_turns_on_the_birthday(birth_date: date, years: int) -> None:
    """The day before, a year is missing still; in years without the day, 1 March is the day."""
    turned = _birthday(birth_date, birth_date.year + years)
    assert age(birth_date, turned) == years
    assert age(birth_date, turned - timedelta(days=1)) == years - 1


@given(birth_dates, days, days)
@example(LEAP_DAY, date(2025, 2, 28), date(2025, 3, 1))
def test_nobody_gets_younger(birth_date: date, one: date, two: date) -> None:
    """Age grows with time, a year at a time."""
    earlier, later = sorted([one, two])
    grown = age(birth_date, later) - age(birth_date, earlier)
    assert 0 <= grown <= later.year - earlier.year + 1


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2024, 2, 29), 0),
        (date(2025, 2, 28), 0),
        (date(2025, 3, 1), 1),
        (date(2028, 2, 28), 3),
        (date(2028, 2, 29), 4),
        (date(2042, 2, 28), 17),
        (date(2042, 3, 1), 18),
        (date(2024, 2, 28), -1),
    ],
)
def test_somebody_born_on_29_february_turns_on_1_march(on: date, years: int) -> None:
    """In a common year the birthday is 1 March, in a leap year it is 29 February."""
    assert age(LEAP_DAY, on) == years


@given(patients)
def test_each_field_is_refused_by_its_rule(new: NewPatient) -> None:
    """An id, a name, a gender and a birth beyond their rules make no patient."""
    wrong: dict[str, Any] = {
        "patient_id": "",
        "name": " ",
        "gender": "F",
        "birth_date": date(2200, 1, 1),
    }
    pointers = []
    for name, value in wrong.items():
        with pytest.raises(Refused) as refused:
            evolve(new, **{name: value})
        pointers.append(refused.value.pointer)
    assert pointers == [f"/{name}" for name in wrong]


def test_gender_is_as_the_records_have_it() -> None:
    """M and F, as the interface was specified."""
    assert list(Gender) == ["M", "F"]


def _birthday(birth_date: date, year: int) -> date:
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _target(**more: Any) -> Targeting:
    day = date(2026, 1, 1)
    facts = {"low": 88, "high": 92, "prescriber": "Dr Ann", "reason": "hypercapnic failure"}
    return Targeting(**{**facts, "prescribed_on": day, "review_on": day, **more})


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"high": 88}, "/high"),
        ({"high": 87}, "/high"),
        ({"review_on": date(2025, 12, 31)}, "/review_on"),
    ],
)
def test_a_target_stands_the_right_way_round(wrong: dict[str, Any], pointer: str) -> None:
    """The upper end lies above the lower, and the review not before the prescription."""
    for right in (_target(), _target(review_on=date(2026, 1, 2))):
        assert sensible(right) == Success(right)
    refused = sensible(_target(**wrong)).failure()
    assert isinstance(refused, Invalid)
    assert [flaw.pointer for flaw in refused.flaws] == [pointer]


def test_a_prescription_is_a_target_without_the_version_looked_at() -> None:
    """What is kept of a prescription is the target, and not what its author had seen."""
    facts = asdict(_target(), filter=lambda one, _: one.name != "version")
    assert _target(version=3).target == SpO2Target(**facts)
