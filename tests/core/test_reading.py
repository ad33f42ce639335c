"""A measured value: what is refused, what is kept of it, and when it may have been measured."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, cast
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st
from returns.result import Failure, Success

from tests.strategies import (
    corrections,
    instants,
    kinds,
    kinds_and_values,
    numbers,
    numeric_kinds,
    readings,
    values,
    vitals,
)
from vitalcore.fault import flawed
from vitalcore.guard import INSTANT, Refused, built
from vitalcore.kinds import FACTS, PLACES, Consciousness, Kind, Value
from vitalcore.reading import (
    AHEAD,
    Correction,
    Measured,
    NewVital,
    Reading,
    Vital,
    admitting,
    coherent,
    inverted,
    kept,
    refusal,
    surprising,
    timely,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
A_LITTLE = Decimal("0.000001")


def reading(kind: Kind, value: Value, at: datetime = NOON) -> Reading:
    return Reading(kind=kind, value=value, recorded_at=at)


@given(kinds_and_values)
def test_a_value_within_its_kinds_limits_is_admitted(measured: tuple[Kind, Value]) -> None:
    """No kind refuses what lies inside of its own limits, and it is listed as admitting it."""
    kind, value = measured
    assert refusal(kind, value) is None
    assert kind in admitting(value)


@pytest.mark.parametrize("kind", FACTS)
def test_both_limits_are_possible_and_nothing_beyond(kind: Kind) -> None:
    """Each hard limit is admitted; a millionth beyond it is refused by the rule."""
    hard = FACTS[kind].hard
    beyond = [hard.low - A_LITTLE, hard.low, hard.high, hard.high + A_LITTLE]
    assert [refusal(kind, value) is None for value in beyond] == [False, True, True, False]
    assert refusal(kind, beyond[0]) == (
        f"must be a number from {hard.low} to {hard.high} ({FACTS[kind].unit}) for {kind}"
    )


@given(kinds, st.sampled_from(["NaN", "sNaN", "Infinity", "-Infinity"]).map(Decimal))
def test_what_is_not_finite_is_no_value(kind: Kind, value: Decimal) -> None:
    """NaN and infinity are no measurements, of any kind."""
    assert refusal(kind, value) is not None
    assert admitting(value) == ()


@given(kinds, st.booleans() | st.floats() | st.integers() | st.text() | st.none())
def test_only_decimals_and_letters_are_values(kind: Kind, value: object) -> None:
    """Booleans, binary floats, integers and text are not converted."""
    assert refusal(kind, value) is not None


@given(numeric_kinds, st.sampled_from(Consciousness))
def test_a_letter_is_of_acvpu_alone(kind: Kind, letter: Consciousness) -> None:
    """A letter is no number, and a number no letter."""
    assert refusal(kind, letter) is not None
    assert refusal(Kind.ACVPU, Decimal(1)) == "must be one of A, C, V, P, U"
    assert admitting(letter) == (Kind.ACVPU,)


@given(kinds_and_values)
@example((Kind.BT, Decimal("36.6")))
@example((Kind.HR, Decimal("0.0004")))
def test_what_is_kept_is_admitted_still(measured: tuple[Kind, Value]) -> None:
    """Rounding never carries a value over a limit, and keeping it twice changes nothing."""
    kind, value = measured
    assert refusal(kind, kept(value)) is None
    assert kept(kept(value)) == kept(value)


@given(st.decimals(-1000, 1000, places=6))
@example(Decimal("-0.0004"))
@example(Decimal(-5))
def test_what_is_kept_is_the_nearest_of_three_places(value: Decimal) -> None:
    """At most half of a thousandth is lost, and what is kept has a whole number of thousandths."""
    rounded = kept(value)
    assert isinstance(rounded, Decimal)
    assert abs(rounded - value) <= PLACES / 2
    assert rounded % PLACES == 0
    assert rounded or not rounded.is_signed()


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("36.6", "36.6"),
        ("36.6000", "36.6"),
        ("0.0005", "0.001"),
        ("0.00049999999999999999999999999999999", "0"),
        ("36.5555", "36.556"),
        ("36.5545", "36.555"),
        ("1E+2", "100"),
        ("300.0", "300"),
        ("-0", "0"),
        ("99.9995", "100"),
    ],
)
def test_a_number_is_kept_half_up_without_trailing_zeros(sent: str, expected: str) -> None:
    """A tie goes up, as clinicians round; zero has no sign."""
    assert str(kept(Decimal(sent))) == expected


@given(st.sampled_from(Consciousness))
def test_a_letter_is_kept_as_it_is(letter: Consciousness) -> None:
    """There is nothing to round, and nothing to be surprised about."""
    assert kept(letter) is letter
    assert not surprising(Kind.ACVPU, letter)


@pytest.mark.parametrize("kind", FACTS)
def test_a_value_surprises_beyond_its_soft_limits(kind: Kind) -> None:
    """Each soft limit itself is expected; a millionth beyond is a surprise."""
    soft = FACTS[kind].soft
    sent = [soft.low - A_LITTLE, soft.low, soft.high, soft.high + A_LITTLE]
    assert [surprising(kind, value) for value in sent] == [True, False, False, True]


@given(vitals())
def test_a_kept_reading_says_by_itself_whether_it_surprises(new: NewVital) -> None:
    """The flag follows from kind and value, so nobody can send another one along."""
    facts: dict[str, Any] = {"recorded_at": NOON, "vital_type": new.vital_type, "value": new.value}
    lie: dict[str, Any] = {"surprising": False}
    made = partial(Vital, vital_id=UUID(int=7), patient_id="P1", version=1, **facts)
    found = made(created_at=NOON, updated_at=NOON)
    assert found.surprising is surprising(new.vital_type, new.value)
    with pytest.raises(TypeError, match="surprising"):
        made(created_at=NOON, updated_at=NOON, **lie)


@given(values)
def test_a_correction_takes_what_some_kind_admits(value: Value) -> None:
    """Which kind it will be is known only where the reading is."""
    assert Measured().refusal(value) is None
    assert built(Correction, value=value) == Success(Correction(value=value))


@given(st.decimals().filter(lambda value: not admitting(value)) | st.floats() | st.booleans())
def test_a_correction_refuses_what_no_kind_admits(value: object) -> None:
    """Beyond every kind's limits, or not a number at all."""
    detail = "must be a number within a kind's limits, or one of A, C, V, P, U"
    assert built(Correction, value=value) == Failure(flawed("/value", detail))


@given(corrections())
def test_a_correction_that_agrees_with_itself_is_coherent(wanted: Correction) -> None:
    """A named kind that admits the value, or no kind at all."""
    assert coherent(wanted) == Success(wanted)


@given(kinds, values)
def test_a_correction_is_refused_by_the_kind_it_names(kind: Kind, value: Value) -> None:
    """A value that the named kind cannot have is told in that kind's words."""
    wanted = Correction(value=value, vital_type=kind)
    detail = refusal(kind, value)
    assert coherent(wanted) == (Failure(flawed("/value", detail)) if detail else Success(wanted))


@given(vitals(), st.timedeltas(timedelta(-9), timedelta(9)))
@example(NewVital(patient_id="P", recorded_at=NOON, vital_type=Kind.HR, value=Decimal(1)), -AHEAD)
@example(
    NewVital(patient_id="P", recorded_at=NOON, vital_type=Kind.HR, value=Decimal(1)), -AHEAD - TICK
)
def test_a_reading_may_be_five_minutes_ahead(new: NewVital, since: timedelta) -> None:
    """Up to exactly five minutes ahead of the server's clock is a monitor's; more is a mistake."""
    detail = "must not be more than 5 minutes ahead of the server"
    fits = -since <= timedelta(minutes=5)
    expected = Success(new) if fits else Failure(flawed("/recorded_at", detail))
    assert timely(new, new.recorded_at + since) == expected


@given(readings(), instants)
def test_pressures_alone_are_never_inverted(one: Reading, at: datetime) -> None:
    """With one of the pressures missing, or at another moment, nothing is said about the pair."""
    assert not inverted({one.kind: one})
    pair = {Kind.SBP: reading(Kind.SBP, Decimal(80), at), Kind.DBP: reading(Kind.DBP, Decimal(90))}
    assert inverted(pair) == (at == NOON)


@given(numbers(Kind.SBP), numbers(Kind.DBP))
@example(Decimal(80), Decimal(80))
def test_pressures_are_inverted_where_the_diastolic_is_above(
    systolic: Decimal, diastolic: Decimal
) -> None:
    """Equal pressures of the same moment are possible; a greater diastolic one is flagged."""
    pair = {Kind.SBP: reading(Kind.SBP, systolic), Kind.DBP: reading(Kind.DBP, diastolic)}
    assert inverted(pair) == (diastolic > systolic)


@given(vitals())
def test_a_reading_refuses_each_field_by_its_rule(new: NewVital) -> None:
    """A value or a time beyond its limits makes no reading, and the field is named."""
    with pytest.raises(Refused, match="/value"):
        evolve(new, value=Decimal(9999))
    with pytest.raises(Refused, match="/vital_type"):
        evolve(new, vital_type=cast("Kind", "pulse"))
    with pytest.raises(Refused) as refused:
        evolve(new, recorded_at=new.recorded_at.replace(tzinfo=None))
    assert refused.value.detail == INSTANT.refusal(None)


def test_a_value_fits_its_kind_wherever_it_is_held() -> None:
    """A value as rules see it keeps the same limits as one on its way in."""
    with pytest.raises(Refused, match="/value must be a number from 0 to 300"):
        reading(Kind.HR, Decimal(301))
