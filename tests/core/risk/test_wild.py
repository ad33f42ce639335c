"""How implementations in the wild fail, each fault once: five were compared with the chart."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from returns.result import Failure, Success

from tests.core.risk.scores import AT, WELL, readings
from vitalcore.background import SpO2Target
from vitalcore.conformance.words import understood
from vitalcore.guard import Refused
from vitalcore.kinds import Kind
from vitalcore.reading import Reading
from vitalcore.risk.assessment import Assessment, Strategy
from vitalcore.risk.context import ANYONE, Context
from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.register import STRATEGIES, find
from vitalcore.risk.units import measured_in
from vitalcore.snapshot import snapshot

type Changed = Mapping[Kind, str | int | None]

HYPERCAPNIC = Context(
    spo2_target=SpO2Target(
        low=88,
        high=92,
        prescriber="Dr Ann Lee",
        reason="hypercapnic respiratory failure",
        prescribed_on=date(2026, 1, 1),
        review_on=date(2026, 12, 1),
    )
)


def news2(changed: Changed, patient: Context = ANYONE) -> Assessment:
    """NEWS2 of somebody well, changed."""
    return find("news2").unwrap().assess(snapshot(readings(changed), AT), patient).unwrap()


@pytest.mark.parametrize("kind", WELL)
def test_a_missing_input_is_not_counted_as_normal(kind: Kind) -> None:
    """Nine implementations score an absent input 0; here there is no total without it."""
    found = news2({kind: None})
    assert (found.total, found.missing) == (None, (Input(kind),))


@pytest.mark.parametrize("kind", [Kind.HR, Kind.SBP, Kind.SPO2])
def test_the_simple_rule_tells_what_it_did_not_see(kind: Kind) -> None:
    """An absent saturation is no 100 %: it is listed, and bounds the score from above."""
    seen = snapshot(readings({kind: None}), AT)
    found = find("rule_based").unwrap().assess(seen).unwrap()
    assert (found.missing, found.score_min, found.score_max) == ((Input(kind),), 0.2, 0.5)


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ({Kind.RR: 25}, Level.LOW_MEDIUM),
        ({Kind.ACVPU: "C"}, Level.LOW_MEDIUM),
        ({Kind.HR: 131, Kind.BT: "38.1"}, Level.LOW_MEDIUM),
        ({Kind.HR: 130, Kind.BT: "38.1"}, Level.LOW),
        ({Kind.RR: 25, Kind.O2: 2}, Level.MEDIUM),
        ({Kind.RR: 25, Kind.SPO2: 91, Kind.BT: "38.1"}, Level.HIGH),
    ],
)
def test_a_single_3_is_neither_lost_nor_inflated(changed: Changed, level: Level) -> None:
    """Eight lose the class of a single 3 or make it medium or high."""
    assert news2(changed).risk_level is level


@pytest.mark.parametrize("saturation", [93, 95, 97, 100])
def test_scale_2_on_air_scores_no_high_saturation(saturation: int) -> None:
    """A patient with a target of 88-92 % who breathes air does not score for 93 % and more."""
    assert news2({Kind.SPO2: saturation}, HYPERCAPNIC).total == 0


@pytest.mark.parametrize(
    ("kind", "value", "total"),
    [
        (Kind.BT, "38.05", 1), (Kind.BT, "38.04", 0), (Kind.BT, "36.05", 0), (Kind.BT, "35.05", 1),
        (Kind.SPO2, "91.5", 2), (Kind.SPO2, "95.5", 0), (Kind.RR, "8.5", 1), (Kind.RR, "24.4", 2),
        (Kind.SBP, "90.5", 2), (Kind.HR, "40.5", 1), (Kind.HR, "130.5", 3),
    ],
)  # fmt: skip
def test_no_value_falls_between_two_bands(kind: Kind, value: str, total: int) -> None:
    """A value off the chart's grid is rounded half-up, and never scores 0 for want of a band."""
    assert news2({kind: value}).total == total


def test_0_and_1_to_4_are_two_classes() -> None:
    """Both are low; they differ in when to look again."""
    assert (news2({}).every, news2({Kind.HR: 91}).every) == (720, 360)


@pytest.mark.parametrize(("kind", "points"), [(Kind.HR, 3), (Kind.RR, 3), (Kind.SPO2, 3)])
def test_a_reading_of_0_is_a_reading(kind: Kind, points: int) -> None:
    """A pulse of 0 is not skipped as if it were missing."""
    found = news2({kind: 0})
    assert (found.total, found.missing) == (points, ())


def test_a_fahrenheit_is_never_read_as_celsius() -> None:
    """98.6 without a unit is refused; with its unit it is 37.0 and scores 0."""
    with pytest.raises(Refused):
        Reading(kind=Kind.BT, value=Decimal("98.6"), recorded_at=AT)
    assert measured_in(Input.BT, Decimal("98.6"), "[degF]") == Success(Decimal(37))


@pytest.mark.parametrize(
    ("fahrenheit", "points"),
    [("100.5", 1), ("96.9", 0), ("102.3", 2), ("95.0", 3), ("96.8", 1), ("100.4", 0), ("102.2", 1)],
)
def test_a_unit_is_converted_before_rounding(fahrenheit: str, points: int) -> None:
    """100.5 degF is 38.0556 degC, rounds to 38.1 and scores 1."""
    celsius = measured_in(Input.BT, Decimal(fahrenheit), "[degF]").unwrap()
    hot = Reading(kind=Kind.BT, value=celsius, recorded_at=AT)
    seen = snapshot([*readings({Kind.BT: None}), hot], AT)
    assert find("news2").unwrap().assess(seen).unwrap().total == points


def test_a_fraction_of_oxygen_is_never_read_in_per_cent() -> None:
    """40 without a unit is refused as a fraction; 40 % is 0.4."""
    refused = measured_in(Input.FIO2, Decimal(40), "1")
    assert isinstance(refused, Failure)
    assert measured_in(Input.FIO2, Decimal(40), "%") == Success(Decimal("0.4"))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN"])
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ACVPU])
def test_what_is_not_a_number_is_not_normal(kind: Kind, value: str) -> None:
    """NaN compares as nothing and would be normal everywhere; it cannot become a reading."""
    with pytest.raises(Refused):
        Reading(kind=kind, value=Decimal(value), recorded_at=AT)


HOSTILE: tuple[Mapping[str, object], ...] = (
    {"heart_rate": True},
    {"heart_rate": "70"},
    {"heart_rate": float("nan")},
    {"heart_rate": float("inf")},
    {"heart_rate": -1},
    {"heart_rate": 301},
    {"mood": 3},
    {"temperature": 98.6},
    {"spo2": 0.97, "temperature": 310},
    {"on_oxygen": 2},
    {"on_oxygen": "no"},
    {"consciousness": "a"},
    {"consciousness": True},
    {"spo2_scale": 3},
    {"spo2_scale": 1.0},
    {"respiratory_rate": [16]},
    {"respiratory_rate": {}},
)


@pytest.mark.parametrize("said", HOSTILE, ids=str)
def test_what_cannot_be_gives_no_level(said: Mapping[str, object]) -> None:
    """Missing, NaN, infinite, boolean, unknown, negative and in a wrong unit: never a level."""
    assert isinstance(understood(said), Failure)


def test_null_is_missing_and_no_value() -> None:
    """A null is left out like an absent word."""
    assert understood({"heart_rate": None, "spo2": 97}) == Success({Input.SPO2: Decimal(97)})


@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda one: one.name)
def test_nothing_gives_no_level_from_nothing(strategy: Strategy) -> None:
    """Every strategy of the register refuses a patient without a reading."""
    assert isinstance(strategy.assess(snapshot([], AT)), Failure)
