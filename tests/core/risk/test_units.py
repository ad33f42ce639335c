"""Units: exact, said, and never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from vitalcore.fault import flawed
from vitalcore.risk.inputs import Input, refusal
from vitalcore.risk.units import CONVERSIONS, measured_in, units_of


@pytest.mark.parametrize(
    ("name", "value", "unit", "found"),
    [
        (Input.BT, "95.0", "[degF]", "35"),
        (Input.BT, "100.4", "[degF]", "38"),
        (Input.BT, "37.2", "Cel", "37.2"),
        (Input.FIO2, "21", "%", "0.21"),
        (Input.FIO2, "1", "1", "1"),
        (Input.SPO2, "0.97", "1", "97"),
        (Input.WBC, "11.2", "10*3/uL", "11.2"),
        (Input.HR, "72", "{beats}/min", "72"),
        (Input.RR, "16", "{Breaths}/min", "16"),
    ],
)
def test_a_unit_that_is_said_is_converted(name: Input, value: str, unit: str, found: str) -> None:
    """Each unit that is known for an input gives the exact value in the input's own."""
    assert measured_in(name, Decimal(value), unit) == Success(Decimal(found))


def test_a_kilopascal_is_about_7_and_a_half_millimetres_of_mercury() -> None:
    """4.3 kPa is the 32 mmHg of SIRS, to two figures."""
    assert round(measured_in(Input.PACO2, Decimal("4.3"), "kPa").unwrap(), 2) == Decimal("32.25")


@pytest.mark.parametrize(
    ("name", "unit", "known"),
    [
        (Input.BT, "K", "Cel, [degF]"),
        (Input.HR, "Cel", "/min, {beats}/min, {Breaths}/min"),
        (Input.SBP, "", "mm[Hg], kPa"),
        (Input.FIO2, "percent", "1, %"),
    ],
)
def test_an_unknown_unit_is_refused_and_the_known_ones_told(
    name: Input, unit: str, known: str
) -> None:
    """A unit that is not known for the input is no guess."""
    refused = measured_in(name, Decimal(37), unit)
    assert refused == Failure(flawed("/unit", f"must be one of {known} for {name}"))


@given(st.decimals(allow_nan=True, allow_infinity=True), st.sampled_from(sorted(CONVERSIONS)))
def test_what_comes_out_is_always_possible(value: Decimal, pair: tuple[str, str]) -> None:
    """A converted value lies within its input's limits, or it is refused."""
    for name in Input:
        if pair[1] == units_of(name)[0]:
            found = measured_in(name, value, pair[0])
            assert isinstance(found, Failure) or refusal(name, found.unwrap()) is None


def test_a_kilopascal_is_what_ucum_says() -> None:
    """A millimetre of mercury is 133.322 pascal; nothing is rounded on the way."""
    found = measured_in(Input.PACO2, Decimal("1.33322"), "kPa")
    assert found == Success(Decimal(10))


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        (Input.AGE, "0", "150"),
        (Input.FIO2, "0.21", "1"),
        (Input.GCS, "3", "15"),
        (Input.WBC, "0", "1000"),
        (Input.BANDS, "0", "100"),
        (Input.PACO2, "8", "250"),
        (Input.CRT, "0", "60"),
        (Input.O2_PERCENT, "0", "100"),
    ],
)
def test_an_input_has_both_its_limits(name: Input, low: str, high: str) -> None:
    """What is no ward kind is taken from its lower to its upper limit, and nothing beyond."""
    step = Decimal("0.001")
    sent = [Decimal(low) - step, Decimal(low), Decimal(high), Decimal(high) + step]
    assert [refusal(name, value) is None for value in sent] == [False, True, True, False]
