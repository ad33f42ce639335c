"""Indices: exact, guarded, and without a judgment."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from returns.result import Failure, Success

from tests.core.risk.scores import AT, readings
from vitalcore.fault import NotApplicable, NothingToAssess
from vitalcore.kinds import Kind
from vitalcore.reading import Reading
from vitalcore.risk.context import Context, Observation
from vitalcore.risk.index import Index
from vitalcore.risk.indices import (
    AGE_SHOCK,
    INDICES,
    MEAN_PRESSURE,
    MODIFIED_SHOCK,
    PULSE_PRESSURE,
    ROX,
    SHOCK,
)
from vitalcore.risk.inputs import Input
from vitalcore.snapshot import snapshot

INVERTED = "the diastolic pressure must not be above the systolic one"
FRACTION = "the inspired oxygen must be a fraction from 0.21 to 1"
VALUES = {
    Input.HR: Decimal(98),
    Input.SBP: Decimal(110),
    Input.DBP: Decimal(70),
    Input.AGE: Decimal(45),
    Input.SPO2: Decimal(92),
    Input.FIO2: Decimal("0.40"),
    Input.RR: Decimal(25),
}


@pytest.mark.parametrize(
    ("index", "value"),
    [
        (SHOCK, Fraction(98, 110)),
        (MODIFIED_SHOCK, Fraction(98 * 3, 250)),
        (AGE_SHOCK, Fraction(45 * 98, 110)),
        (MEAN_PRESSURE, Fraction(250, 3)),
        (PULSE_PRESSURE, Fraction(40)),
        (ROX, Fraction(46, 5)),
    ],
)
def test_an_index_is_computed_exactly(index: Index, value: Fraction) -> None:
    """Nothing is rounded on the way: the age shock index of 45, 98 and 110 is 40.0909..."""
    assert index.of(VALUES) == Success(value)


@pytest.mark.parametrize(
    ("index", "changed", "value"),
    [
        (PULSE_PRESSURE, {Input.SBP: "120", Input.DBP: "50"}, Fraction(70)),
        (PULSE_PRESSURE, {Input.DBP: "110"}, Fraction(0)),
        (ROX, {Input.FIO2: "0.35"}, Fraction(92 * 100, 35 * 25)),
        (ROX, {Input.RR: "1"}, Fraction(230)),
        (ROX, {Input.FIO2: "0.21"}, Fraction(92 * 100, 21 * 25)),
        (ROX, {Input.FIO2: "1.0"}, Fraction(92, 25)),
        (SHOCK, {Input.SBP: "1"}, Fraction(98)),
        (MODIFIED_SHOCK, {Input.SBP: "1", Input.DBP: "1"}, Fraction(98)),
        (AGE_SHOCK, {Input.AGE: "0"}, Fraction(0)),
    ],
)
def test_an_index_is_what_its_formula_says(
    index: Index, changed: dict[Input, str], value: Fraction
) -> None:
    """A newborn, a pressure of 1 and pressures that are equal have an index like anybody."""
    values = {**VALUES, **{name: Decimal(said) for name, said in changed.items()}}
    assert index.of(values) == Success(value)


@pytest.mark.parametrize(
    ("index", "changed", "rule"),
    [
        (SHOCK, {Input.SBP: "-1"}, "the systolic pressure must be above 0"),
        (MODIFIED_SHOCK, {Input.SBP: "-1", Input.DBP: "-1"}, "the mean pressure must be above 0"),
        (ROX, {Input.RR: "-1"}, "the respiratory rate must be above 0"),
        (SHOCK, {Input.SBP: "0"}, "the systolic pressure must be above 0"),
        (AGE_SHOCK, {Input.SBP: "0"}, "the systolic pressure must be above 0"),
        (AGE_SHOCK, {Input.AGE: "-1"}, "the age must not be below 0"),
        (MODIFIED_SHOCK, {Input.SBP: "0", Input.DBP: "0"}, "the mean pressure must be above 0"),
        (MODIFIED_SHOCK, {Input.DBP: "111"}, INVERTED),
        (MEAN_PRESSURE, {Input.DBP: "111"}, INVERTED),
        (PULSE_PRESSURE, {Input.DBP: "111"}, INVERTED),
        (ROX, {Input.RR: "0"}, "the respiratory rate must be above 0"),
        (ROX, {Input.FIO2: "40"}, FRACTION),
        (ROX, {Input.FIO2: "1.01"}, FRACTION),
        (ROX, {Input.FIO2: "0.20"}, FRACTION),
        (ROX, {Input.FIO2: "0"}, FRACTION),
    ],
)
def test_an_index_that_means_nothing_is_refused(
    index: Index, changed: dict[Input, str], rule: str
) -> None:
    """A division by nothing, or pressures the wrong way round, give no number."""
    values = {**VALUES, **{name: Decimal(value) for name, value in changed.items()}}
    assert index.of(values) == Failure(NotApplicable(index.name, rule))


@pytest.mark.parametrize("index", INDICES, ids=lambda one: one.name)
def test_an_index_needs_all_its_inputs(index: Index) -> None:
    """With one input missing there is no index; it names which one, and all that it needs."""
    for name in index.inputs:
        values = {key: value for key, value in VALUES.items() if key is not name}
        assert index.of(values) == Failure(NothingToAssess(index.inputs, missing=(name,)))


def test_an_index_tells_what_is_missing_and_what_of_it_is_stale() -> None:
    """A pressure of yesterday is missing as one that was never taken, and it is said why."""
    long_ago = AT - timedelta(hours=14)
    old = Reading(kind=Kind.SPO2, value=Decimal(95), recorded_at=long_ago)
    seen = snapshot([old], AT)
    oxygen = Observation(input=Input.FIO2, value=Decimal("0.5"), recorded_at=long_ago)
    assert ROX.assess(seen, Context(observed=(oxygen,))) == Failure(
        NothingToAssess(ROX.inputs, missing=ROX.inputs, stale=(Input.SPO2, Input.FIO2))
    )
    assert AGE_SHOCK.assess(snapshot(readings({Kind.HR: 80, Kind.SBP: 120}), AT)) == Failure(
        NothingToAssess(AGE_SHOCK.inputs, missing=(Input.AGE,))
    )


def test_an_index_of_a_patient_carries_its_readings_and_no_level() -> None:
    """The answer gives the value, its inputs and how the index is read, and judges nothing."""
    seen = snapshot(readings({Kind.HR: 120, Kind.SBP: 80}), AT)
    found = SHOCK.assess(seen).unwrap()
    assert (found.value, found.risk_level, found.risk_score) == (Decimal("1.5"), None, None)
    assert (found.score_min, found.score_max, found.possible) == (0.0, 1.0, ())
    assert [one.kind for one in found.findings] == [Input.HR, Input.SBP]
    assert found.notes == (SHOCK.reference,)


def test_the_age_comes_from_the_record_and_the_oxygen_from_an_observation() -> None:
    """The age shock index takes the age in completed years, ROX the fraction that was seen."""
    seen = snapshot(readings({Kind.HR: 120, Kind.SBP: 80}), AT)
    oxygen = Observation(
        input=Input.FIO2, value=Decimal("0.5"), recorded_at=AT - timedelta(hours=1)
    )
    aged = AGE_SHOCK.assess(seen, Context(birth_date=date(1986, 3, 2))).unwrap()
    rox = ROX.assess(seen, Context(observed=(oxygen,))).unwrap()
    assert (aged.value, rox.value) == (Decimal("58.5"), Decimal("12.125"))


def test_the_hash_of_an_index_tells_it_from_the_others() -> None:
    """No two indices share a hash."""
    assert len({one.hash for one in INDICES}) == len(INDICES)


def test_an_index_is_shown_by_its_words() -> None:
    """What stands for the formula is its text, and no function."""
    assert [one.text in repr(one) and "formula" not in repr(one) for one in INDICES] == [True] * 6
