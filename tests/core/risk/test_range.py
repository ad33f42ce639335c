"""A range as a chart prints it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalcore.risk.range import Range, read

numbers = st.decimals(0, 1000, places=1)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """Ranges with at least one bound."""
    low, high = sorted(draw(st.tuples(numbers, numbers)))
    above, below = draw(st.booleans()), draw(st.booleans())
    match draw(st.sampled_from(("below", "above", "between", "one"))):
        case "below":
            return Range(high=high, below=below)
        case "above":
            return Range(low=low, above=above)
        case "between" if low < high:
            return Range(low, high, above, below)
        case _:
            return Range(low, low)


@given(ranges())
def test_a_range_is_read_as_it_is_printed(one: Range) -> None:
    """Printing a range and reading it again gives the same range."""
    assert read(str(one)) == one


@pytest.mark.parametrize(
    "text", ["0", "9-11", "11-9", ">91-<95", "10-<20", "<=8", "<8", ">=25", ">25"]
)
def test_a_range_is_printed_as_the_chart_has_it(text: str) -> None:
    """One value is printed once, and what was printed the wrong way round stays so to be told."""
    assert str(read(text)) == text


@given(ranges(), numbers)
def test_a_value_is_held_by_comparison_alone(one: Range, value: Decimal) -> None:
    """A range holds what lies between its bounds, which belong to it unless it says otherwise."""
    low = one.low is None or (value > one.low if one.above else value >= one.low)
    high = one.high is None or (value < one.high if one.below else value <= one.high)
    assert one.holds(value) is (low and high)


@pytest.mark.parametrize(
    "text", ["", "9 - 11", "-5", "a", "9-", "<", "<=", "9-11-12", "1e3", "٣", "<=8\n", "NaN", "=8"]
)
def test_what_is_no_range_is_not_read(text: str) -> None:
    """A slip in a chart is told and never guessed at."""
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("<=8", "8", "8.1"),
        ("<10", "9.9", "10"),
        (">=25", "25", "24.9"),
        (">38.0", "38.1", "38.0"),
        ("9-11", "11", "11.1"),
        ("10-<20", "10", "20"),
        (">91-<95", "91.5", "91"),
        ("0", "0", "0.1"),
    ],
)
def test_each_sign_means_what_it_says(text: str, inside: str, outside: str) -> None:
    """A bound belongs to the range with =, a dash or nothing, and not with < or > alone."""
    found = read(text)
    assert found is not None
    assert (found.holds(Decimal(inside)), found.holds(Decimal(outside))) == (True, False)
