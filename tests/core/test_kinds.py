"""The kinds of vital sign, held to the published tables."""

from decimal import Decimal

import pytest

from vitalcore.kinds import ACVPU_LOINC, FACTS, PLACES, Consciousness, Kind, Span

#: Hard and soft limits: union of MIMIC-IV, openEHR and CIEL; codes: LOINC and UCUM.
PUBLISHED = {
    Kind.HR: ((0, 300), (20, 250), "8867-4", "/min"),
    Kind.RR: ((0, 100), (3, 70), "9279-1", "/min"),
    Kind.SBP: ((0, 400), (40, 280), "8480-6", "mm[Hg]"),
    Kind.DBP: ((0, 300), (20, 180), "8462-4", "mm[Hg]"),
    Kind.SPO2: ((0, 100), (50, 100), "2708-6", "%"),
    Kind.BT: ((10, 50), (25, 43), "8310-5", "Cel"),
    Kind.O2: ((0, 50), (0, 50), "3151-8", "L/min"),
}
LOINC_CODES = [facts.loinc for facts in FACTS.values()] + [ACVPU_LOINC]


@pytest.mark.parametrize("kind", FACTS)
def test_limits_and_codes_are_the_published_ones(kind: Kind) -> None:
    """Limits, LOINC and UCUM of each kind equal the table they were taken from."""
    facts = FACTS[kind]
    hard, soft, loinc, unit = PUBLISHED[kind]
    expected = Span(*map(Decimal, hard)), Span(*map(Decimal, soft)), loinc, unit
    assert (facts.hard, facts.soft, facts.loinc, facts.unit) == expected


def test_every_numeric_kind_has_facts() -> None:
    """Only ACVPU is coded; every other kind says what is known of it."""
    assert set(FACTS) == set(Kind) - {Kind.ACVPU} == set(PUBLISHED)


def test_the_wire_names_of_the_kinds_are_the_wards_own() -> None:
    """Six kinds of the mission, and the two that every modern score needs."""
    assert list(Kind) == ["HR", "RR", "SBP", "DBP", "SpO2", "BT", "O2", "ACVPU"]
    assert list(Consciousness) == list(Kind.ACVPU)


@pytest.mark.parametrize("kind", FACTS)
def test_soft_limits_lie_within_hard_ones(kind: Kind) -> None:
    """What is merely surprising is never refused."""
    hard, soft = FACTS[kind].hard, FACTS[kind].soft
    assert hard.low <= soft.low < soft.high <= hard.high


@pytest.mark.parametrize("kind", FACTS)
def test_limits_lie_on_the_chart_and_fit_the_record(kind: Kind) -> None:
    """Rounding to what is kept never carries a value over a limit, nor does the chart's grid."""
    facts = FACTS[kind]
    limits = (facts.hard.low, facts.hard.high)
    assert [limit % PLACES for limit in limits] == [0, 0]
    assert [limit % facts.grid for limit in limits] == [0, 0]
    assert max(limits) < Decimal(10) ** 6  # NUMERIC(9, 3)


@pytest.mark.parametrize("code", LOINC_CODES)
def test_every_code_has_its_check_digit(code: str) -> None:
    """LOINC ends in a Mod 10 check digit, so a slip of the finger cannot stand here."""
    body, digit = code.split("-")
    doubled = str(int(body[::-1][::2]) * 2)
    total = sum(map(int, doubled + body[::-1][1::2]))
    assert int(digit) == -total % 10


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_is_inside_no_span(value: str) -> None:
    """NaN and infinity are outside of any limits."""
    assert not Span(Decimal("-Infinity"), Decimal("Infinity")).holds(Decimal(value))


def test_each_kind_has_the_grid_of_its_chart() -> None:
    """Charts are written in whole numbers, temperatures in tenths, and a flow as it is kept."""
    grids = {kind: str(facts.grid) for kind, facts in FACTS.items()}
    whole = dict.fromkeys((Kind.HR, Kind.RR, Kind.SBP, Kind.DBP, Kind.SPO2), "1")
    assert grids == {**whole, Kind.BT: "0.1", Kind.O2: "0.001"}
    assert str(PLACES) == "0.001"
