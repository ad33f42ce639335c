"""A doctor's account: what a password must be."""

from datetime import UTC, datetime
from typing import Any
from unicodedata import normalize
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from returns.result import Failure, Success

from tests.strategies import account_ids
from vitalcore.account import (
    LONGEST_PASSWORD,
    Invitation,
    Invited,
    Login,
    Registration,
    Renewal,
    normal,
    strong,
)
from vitalcore.fault import flawed
from vitalcore.guard import Refused, built
from vitalcore.role import Role

COMMON = frozenset({"password", "correcthorse", "letmein12345"})
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=300)


def wanted(password: str, **more: Any) -> Registration:
    return Registration(**{"id": "dr-ann", "password": password, "name": "Ann", **more})


def refused(detail: str) -> Failure[Any]:
    return Failure(flawed("/password", detail))


@given(texts)
def test_passwords_that_look_the_same_are_the_same(password: str) -> None:
    """However a keyboard composes it, one spelling is checked (NFKC), and only once."""
    assert normal(normalize("NFD", password)) == normal(normalize("NFC", password))
    assert normal(normal(password)) == normal(password)


def test_wide_and_narrow_letters_are_the_same() -> None:
    """Compatibility forms fold: a ligature, a full-width letter, a superscript."""
    assert normal("\ufb01sh\uff21\u00b2") == "fishA2"


@given(texts, st.integers(8, 128))
@example("a1" * 64, 128)
@example("\ufdfa" * 8, 12)
def test_a_password_is_as_long_as_the_setting_asks(password: str, shortest: int) -> None:
    """Characters are counted after NFKC, from the setting to 128."""
    told = refused(f"must have {shortest} to {LONGEST_PASSWORD} characters")
    fits = shortest <= len(normal(password)) <= 128
    assert (strong(wanted(password), shortest, ()) == told) == (not fits)


@pytest.mark.parametrize(("length", "fits"), [(11, False), (12, True), (128, True), (129, False)])
def test_twelve_to_128_characters(length: int, fits: bool) -> None:
    """Both ends of the range are allowed."""
    new = wanted(("correct horse battery " * 6)[:length])
    assert (strong(new, 12, COMMON) == Success(new)) == fits


@pytest.mark.parametrize(
    "password",
    [
        "letmein12345",
        "LetMeIn12345",
        "Password12345",
        "password!!!!",
        "PASSWORD 1.2-3_",
        "aaaaaaaaaaaa",
    ],
)
def test_a_common_password_is_refused(password: str) -> None:
    """Capitals, digits and signs at its end make it no better, nor does one letter repeated."""
    told = refused("is one of the commonly used passwords; choose another")
    assert strong(wanted(password), 12, COMMON) == told


def test_a_common_password_in_wide_letters_is_refused() -> None:
    """Compatibility forms hide nothing."""
    assert strong(wanted("\uff50assword1234"), 12, COMMON) == strong(
        wanted("password1234"), 12, COMMON
    )


@given(
    account_ids.filter(
        lambda one: len(one) >= 8 and len(set(one.casefold())) > 1 and not one.isdigit()
    )
)
def test_the_own_id_is_no_password(account_id: str) -> None:
    """Nor is it with other capitals."""
    told = refused("must differ from the id")
    for password in (account_id, account_id.swapcase()):
        assert strong(wanted(password, id=account_id), 8, ()) == told


@pytest.mark.parametrize("password", ["a long enough one", "zebras run by night"])
def test_a_password_may_stand_before_the_id_or_after_it(password: str) -> None:
    """Only the id itself is refused, and not what an alphabet puts on one side of it."""
    new = wanted(password)
    assert strong(new, 12, COMMON) == Success(new)


@pytest.mark.parametrize(("hours", "fits"), [(0, False), (1, True), (72, True), (73, False)])
def test_an_invitation_holds_from_an_hour_to_three_days(hours: int, fits: bool) -> None:
    """Over a weekend at most, and a day where nothing else is asked for."""
    made = built(Invitation, role=Role.NURSE, hours=hours)
    told = flawed("/hours", "must be a whole number from 1 to 72")
    assert made == (Success(Invitation(role=Role.NURSE, hours=hours)) if fits else Failure(told))
    assert Invitation(role=Role.NURSE).hours == 24


def test_a_renewal_names_its_session() -> None:
    """The session's id stands in front of the token; without one nobody is named."""
    assert Renewal(refresh_token=f"{UUID(int=7)}.secret").session_id == UUID(int=7)
    assert Renewal(refresh_token="secret").session_id is None


def test_a_refusal_of_a_password_never_repeats_it() -> None:
    """The sentence is a rule."""
    told = strong(wanted("Password12345"), 12, COMMON).failure()
    assert "12345" not in repr(told)


@pytest.mark.parametrize("password", ["", "a\nb" * 9, "\ud800" * 12, "a\0" * 9, "a" * 513])
def test_what_no_text_can_be_is_no_password(password: str) -> None:
    """Control characters, halves of surrogate pairs, nothing, and more than 512 characters."""
    with pytest.raises(Refused, match="/password must be text without control characters"):
        wanted(password)


def test_secrets_are_not_shown() -> None:
    """Passwords, invitations and tokens never stand in a representation."""
    later = datetime(2026, 1, 1, tzinfo=UTC)
    shown = repr(
        [
            wanted("a very secret one", invite="hush-hush"),
            Invited(code="hush-hush", role=Role.NURSE, expires_at=later),
            Login(id="dr-ann", password="a very secret one"),
            Renewal(refresh_token="a-secret-token"),
        ]
    )
    assert [secret in shown for secret in ("secret", "hush")] == [False, False]


@pytest.mark.parametrize("device", ["-", "", " a", "a" * 51])
def test_a_device_has_a_name_of_its_own(device: str) -> None:
    """The default session's mark cannot be asked for by name."""
    with pytest.raises(Refused, match="/device"):
        Login(id="dr-ann", password="a password", device=device)
