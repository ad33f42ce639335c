"""What a field may hold: every boundary from both sides, and never the value in the refusal."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from tests.strategies import account_ids, lines, moments, patient_ids, versions
from vitalcore.account import ACCOUNT_ID, DEVICE, INVITE, SECRET, TOKEN
from vitalcore.fault import flawed
from vitalcore.guard import (
    EPOCH,
    HORIZON,
    INSTANT,
    VERSION,
    Day,
    Guard,
    Maybe,
    Member,
    Refused,
    Several,
    Text,
    Whole,
    built,
    identifier,
    line,
)
from vitalcore.patient import BIRTH_DATE, NAME, PATIENT_ID, Gender, NewPatient
from vitalcore.reading import REASON

TEXTS = (PATIENT_ID, ACCOUNT_ID, DEVICE, NAME, REASON, SECRET, TOKEN, INVITE)
TICK = timedelta(microseconds=1)


@given(patient_ids, account_ids, lines(100), versions, moments)
def test_what_the_house_is_made_of_is_admitted(
    patient_id: str, account_id: str, name: str, version: int, at: datetime
) -> None:
    """Ids, names, versions and moments within their rules are never refused."""
    assert PATIENT_ID.refusal(patient_id) is None
    assert ACCOUNT_ID.refusal(account_id) is None
    assert NAME.refusal(name) is None
    assert VERSION.refusal(version) is None
    assert INSTANT.refusal(at) is None


@given(st.text(min_size=1), st.sampled_from(TEXTS))
def test_a_refusal_never_repeats_the_value(value: str, guard: Guard) -> None:
    """The sentence is the rule itself, whatever was sent."""
    assert guard.refusal(value) in {None, guard.refusal(None)}


@pytest.mark.parametrize("guard", [*TEXTS, VERSION, INSTANT, BIRTH_DATE, Member(Gender)])
@pytest.mark.parametrize("value", [None, b"a", ["a"], object(), 1.5, True, float("nan")])
def test_another_type_is_refused(guard: Guard, value: object) -> None:
    """No guard converts: a value of another type breaks the rule."""
    assert guard.refusal(value) is not None


@pytest.mark.parametrize("longest", [2, 20, 100, 200])
def test_a_text_ends_at_its_longest(longest: int) -> None:
    """Exactly so many characters are admitted, one more is refused, none is refused."""
    for guard in (identifier(longest), line(longest)):
        assert guard.refusal("a" * longest) is None
        assert guard.refusal("a" * (longest + 1)) == guard.rule
        assert guard.refusal("") == guard.rule


def test_each_text_has_its_longest() -> None:
    """Ids, names, reasons and secrets are as long as documents and database columns say."""
    assert [guard.longest for guard in TEXTS] == [20, 50, 50, 100, 200, 512, 4096, 100]


@pytest.mark.parametrize("guard", TEXTS)
def test_a_published_pattern_bounds_the_length_by_itself(guard: Text) -> None:
    """Whoever checks by the pattern alone admits as many characters as the service does."""
    ends = ("a" * guard.longest, "a" * (guard.longest + 1))
    assert [bool(re.fullmatch(guard.pattern, text)) for text in ends] == [True, False]


def test_an_id_tells_what_it_may_hold() -> None:
    """The rule names every sign, and the one that an account may have besides."""
    ends = "-, starting with a letter or digit"
    assert PATIENT_ID.rule == f"must be 1 to 20 of A-Z a-z 0-9 . _ {ends}"
    assert ACCOUNT_ID.rule == f"must be 1 to 50 of A-Z a-z 0-9 . _ @ {ends}"


@pytest.mark.parametrize("bad", ["-a", ".a", "_a", "a b", "a\n", "٠١", "å", "a/b", "a%", "A@", "ⅸ"])
def test_an_id_is_plain_ascii_and_starts_with_a_letter_or_digit(bad: str) -> None:
    """Digits of other scripts, blanks, slashes and a line's end make no id."""
    assert PATIENT_ID.refusal(bad) == PATIENT_ID.rule


def test_only_an_account_may_have_an_at_sign() -> None:
    """A doctor's id may be an address of electronic mail; a patient's and a device's may not."""
    refused = [guard for guard in (PATIENT_ID, DEVICE, ACCOUNT_ID) if guard.refusal("a@b")]
    assert refused == [PATIENT_ID, DEVICE]


@pytest.mark.parametrize(
    "bad",
    [" a", "a ", "a\u00a0", "\u3000a", "a\nb", "a\tb", "a\0b", "a\x85b", "a\u2028b", "a\ud800"],
)
def test_a_name_is_one_line_without_blanks_at_its_ends(bad: str) -> None:
    """Control characters, separators and halves of surrogate pairs are no part of a line."""
    assert NAME.refusal(bad) == NAME.rule


@pytest.mark.parametrize(
    "name", ["X", "Ann van der Æ", "李小龍", "O'Neill-Šimić", "a" * 100, "👩🏽‍⚕️"]
)
def test_a_name_may_be_in_any_script(name: str) -> None:
    """Nobody's name is refused for its letters."""
    assert NAME.refusal(name) is None


@given(st.integers(), st.integers(), st.integers())
def test_a_whole_number_has_both_its_limits(least: int, most: int, value: int) -> None:
    """Both ends belong to the range."""
    assert (Whole(least, most).refusal(value) is None) == (least <= value <= most)


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, True), (3, True), (4, False)])
def test_several_are_so_many_and_a_list(count: int, fits: bool) -> None:
    """Both ends belong to the range, and a text of that length is no list."""
    assert (Several(1, 3).refusal(("a",) * count) is None) is fits
    assert Several(1, 3).refusal("a" * count) == "must be a list of 1 to 3"


@given(st.dates(), st.dates(), st.dates())
def test_a_day_has_both_its_limits(first: date, last: date, value: date) -> None:
    """Both ends belong to the range."""
    assert (Day(first, last).refusal(value) is None) == (first <= value <= last)


def test_a_version_is_what_an_integer_column_holds() -> None:
    """Versions begin with 1 and end with the last of four bytes."""
    sent = [0, 1, 2_147_483_647, 2_147_483_648]
    assert [VERSION.refusal(one) is None for one in sent] == [False, True, True, False]


def test_a_guard_without_a_rule_is_none() -> None:
    """Every guard says what it refuses."""
    with pytest.raises(TypeError, match="abstract"):
        Guard()  # type: ignore[abstract]  # that it cannot be made is what is shown


def test_an_instant_has_its_first_and_not_its_end() -> None:
    """The first microsecond of 1900 belongs to the range, the first of 2200 does not."""
    sent = [EPOCH - TICK, EPOCH, HORIZON - TICK, HORIZON, HORIZON + TICK]
    assert [INSTANT.refusal(at) is None for at in sent] == [False, True, True, False, False]


def test_a_naive_time_is_no_instant() -> None:
    """Without an offset nobody knows when it was."""
    assert INSTANT.refusal(datetime(2026, 1, 1, 8)) is not None  # noqa: DTZ001 -- the point
    assert INSTANT.refusal(datetime(2026, 1, 1, 8, tzinfo=UTC)) is None


def test_a_moment_is_no_day() -> None:
    """A datetime is a date in Python, and not on a chart."""
    assert BIRTH_DATE.refusal(datetime(1970, 1, 1, tzinfo=UTC)) is not None


@given(st.none() | st.integers())
def test_maybe_admits_nothing_and_what_its_guard_admits(value: int | None) -> None:
    """Nothing is admitted; anything else is judged."""
    expected = None if value is None else VERSION.refusal(value)
    assert Maybe(VERSION).refusal(value) == expected


def test_a_member_lists_the_choices() -> None:
    """The refusal says what there is to choose from."""
    assert Member(Gender).refusal("M") == "must be one of M, F"
    assert Member(Gender).refusal(Gender.MALE) is None


FACTS: dict[str, Any] = {
    "patient_id": "P1",
    "name": "Pat Doe",
    "gender": Gender.FEMALE,
    "birth_date": date(1970, 1, 1),
}


def test_a_refusal_points_to_its_field() -> None:
    """What breaks a rule is told by the field's pointer and the rule."""
    with pytest.raises(Refused) as refused:
        NewPatient(**FACTS | {"name": ""})
    assert (refused.value.pointer, refused.value.detail) == ("/name", NAME.rule)
    assert str(refused.value) == f"/name {NAME.rule}"
    assert str(Refused("", "is odd")) == "/ is odd"


def test_what_is_built_is_a_value_or_a_fault() -> None:
    """Building outside attrs' exceptions gives the value, or the first rule broken."""
    assert built(NewPatient, **FACTS) == Success(NewPatient(**FACTS))
    refused = built(NewPatient, **FACTS | {"birth_date": date(1899, 12, 31)})
    assert refused.failure() == flawed(
        "/birth_date", "must be a date from 1900-01-01 to 2199-12-31"
    )
