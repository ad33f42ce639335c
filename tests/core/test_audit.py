"""The trail: no row changes, goes, comes or moves unnoticed, and the break names its place."""

import hmac
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from vitalcore.audit import (
    GENESIS,
    START,
    Break,
    Deed,
    Entry,
    Mark,
    Seal,
    broken,
    built_on,
    by_operator,
    linked,
    sealed,
)

KEY = b"a key of the tests' own"
MINUTE = datetime(2026, 1, 1, 12, tzinfo=UTC)
FACTS: dict[str, Any] = {
    "at": MINUTE,
    "account_id": "dr-ann",
    "role": "doctor",
    "action": "patients_revise",
    "patient_id": "p-1",
    "subject": None,
    "old_version": 1,
    "new_version": 2,
    "request_id": "r-1",
    "address": "192.0.2.1",
    "outcome": 200,
}
OTHERS: dict[type, tuple[Any, Any]] = {
    datetime: (MINUTE + timedelta(microseconds=1), MINUTE + timedelta(hours=1)),
    str: ("another", ""),
    int: (9, 10),
}


type Tampering = Callable[[Sequence[Entry], int], Sequence[Entry]]


def entries(*ids: int) -> list[Entry]:
    return [Entry(**FACTS, audit_id=one, created_at=MINUTE) for one in ids]


def trail(*ids: int) -> tuple[Seal, list[Entry]]:
    return sealed(KEY, MINUTE, entries(*ids), GENESIS), entries(*ids)


counts = st.integers(0, 6).map(lambda most: range(1, most + 1))


@given(counts)
def test_an_untouched_trail_is_whole(ids: Sequence[int]) -> None:
    """However many rows a minute has, and none as well."""
    seal, rows = trail(*ids)
    assert broken(KEY, seal, rows, GENESIS) is None


def test_a_digest_is_made_of_the_row_and_of_the_one_before_it() -> None:
    """HMAC-SHA-256 of the former digest and every field, a unit separator between them."""
    ends = "'patients_revise'\x1f'p-1'\x1fNone\x1f1\x1f2\x1f'r-1'\x1f'192.0.2.1'\x1f200"
    at = "2026-01-01T12:00:00+00:00"
    text = f"{at}\x1f'dr-ann'\x1f'doctor'\x1f{ends}\x1f7\x1f{at}"
    digest = hmac.digest(KEY, GENESIS + text.encode(), "sha256")
    assert bytes(32) == GENESIS
    assert sealed(KEY, MINUTE, entries(7), GENESIS) == Seal(
        minute=MINUTE,
        audit_ids=[7],
        digests=[digest],
        former=GENESIS,
        chain=hmac.digest(KEY, digest + at.encode(), "sha256"),
    )


@given(counts)
def test_a_minute_is_chained_to_its_last_row(ids: Sequence[int]) -> None:
    """Without rows its seal is made with what was before it, so no minute can be left out."""
    seal = sealed(KEY, MINUTE, entries(*ids), b"before")
    last = [b"before", *seal.digests][-1]
    assert seal.chain == hmac.digest(KEY, last + MINUTE.isoformat().encode(), "sha256")


@pytest.mark.parametrize(
    "name", [one.name for one in attrs.fields(Entry) if one.name != "audit_id"]
)
def test_an_edited_field_is_found(name: str) -> None:
    """Whatever is changed in a row breaks the trail at that row."""
    seal, rows = trail(1, 2, 3)
    was = getattr(rows[1], name)
    for now in OTHERS[str if was is None else type(was)]:
        edited = [rows[0], evolve(rows[1], **{name: now}), rows[2]]
        assert broken(KEY, seal, edited, GENESIS) == Break(MINUTE, 2, "edited")


@pytest.mark.parametrize(
    ("found", "place", "what"),
    [
        ((2, 3, 4), 1, "removed"),
        ((1, 2, 4), 3, "removed"),
        ((1, 2, 3), 4, "removed"),
        ((), 1, "removed"),
        ((1, 2, 3, 4, 5), 5, "inserted"),
        ((0, 1, 2, 3, 4), 0, "inserted"),
        ((1, 3, 2, 4), 2, "reordered"),
        ((4, 2, 3, 1), 1, "reordered"),
    ],
)
def test_a_row_that_goes_comes_or_moves_is_named(
    found: tuple[int, ...], place: int, what: str
) -> None:
    """The first such row is told, and what became of it."""
    seal, _ = trail(1, 2, 3, 4)
    assert broken(KEY, seal, entries(*found), GENESIS) == Break(MINUTE, place, what)


def edited(rows: Sequence[Entry], at: int) -> Sequence[Entry]:
    return [*rows[:at], evolve(rows[at], outcome=403), *rows[at + 1 :]]


def removed(rows: Sequence[Entry], at: int) -> Sequence[Entry]:
    return [*rows[:at], *rows[at + 1 :]]


def inserted(rows: Sequence[Entry], at: int) -> Sequence[Entry]:
    return [*rows[:at], *entries(at + 10), *rows[at:]]


def doubled(rows: Sequence[Entry], at: int) -> Sequence[Entry]:
    return [*rows[:at], rows[at - 1], *rows[at:]]


def reordered(rows: Sequence[Entry], at: int) -> Sequence[Entry]:
    return [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]


#: What may be done at place 2, before the row 3, and what is then told.
TAMPERINGS = {
    edited: (3, "edited"),
    removed: (3, "removed"),
    inserted: (12, "inserted"),
    doubled: (2, "inserted"),
    reordered: (3, "reordered"),
}


@pytest.mark.parametrize("later", [*TAMPERINGS])
@pytest.mark.parametrize(("first", "told"), TAMPERINGS.items())
def test_of_two_touched_rows_the_first_is_named(
    first: Tampering, told: tuple[int, str], later: Tampering
) -> None:
    """Whatever was done to a row that comes after it."""
    seal, rows = trail(*range(1, 9))
    assert broken(KEY, seal, first(later(rows, 5), 2), GENESIS) == Break(MINUTE, *told)


def test_what_stood_in_no_order_is_reordered_as_well() -> None:
    """Ids are given out before their rows are committed, so a greater one may stand first."""
    seal, _ = trail(2, 1)
    assert broken(KEY, seal, entries(2, 1), GENESIS) is None
    assert broken(KEY, seal, entries(1, 2), GENESIS) == Break(MINUTE, 2, "reordered")


def test_a_seal_is_of_one_key_and_one_past() -> None:
    """Another past, another chain or another key are each a break of their own."""
    rows = entries(1, 2)
    seal = sealed(KEY, MINUTE, rows, b"m")
    before = "a seal before this minute was removed or changed"
    changed = evolve(seal, chain=bytes(32))
    assert [broken(KEY, seal, rows, past) for past in (b"l", b"n")] == [
        Break(MINUTE, None, before)
    ] * 2
    assert broken(KEY, changed, rows, b"m") == Break(MINUTE, None, "the seal itself was changed")
    assert broken(b"another key", seal, rows, b"m") == Break(MINUTE, 1, "edited")


@given(counts, counts)
def test_links_are_made_row_by_row(one: Sequence[int], two: Sequence[int]) -> None:
    """A minute that is linked in two steps is linked as in one."""
    first = linked(KEY, GENESIS, entries(*one))
    last = first[-1] if first else GENESIS
    assert [*first, *linked(KEY, last, entries(*two))] == linked(KEY, GENESIS, entries(*one, *two))


def marks(count: int) -> list[Mark]:
    """A chain of this many seals, one a minute from MINUTE on."""
    made: list[Mark] = []
    for place in range(count):
        former = made[-1].chain if made else START.chain
        minute = MINUTE + timedelta(minutes=place)
        made.append(Mark(minute=minute, former=former, chain=b"%d" % place))
    return made


@given(st.integers(1, 6), st.integers(0, 5))
def test_a_chain_is_built_on_each_of_its_seals(more: int, known: int) -> None:
    """On any seal that was seen, and on the start of all, up to the moment of its last minute."""
    chain = marks(known + more)
    now = chain[-1].minute
    assert built_on(chain[known], chain[known:], now)
    assert built_on(START, chain, now)
    assert built_on(START, [], now)


@given(st.integers(2, 6), st.data())
def test_a_chain_that_was_touched_is_built_on_nothing(count: int, data: st.DataObject) -> None:
    """Without the seal that was seen, with another in its place, a gap, or a seal to come."""
    chain = marks(count)
    now, place = chain[-1].minute, data.draw(st.integers(1, count - 1))
    gap = [*chain[:place], *chain[place + 1 :]]
    other = evolve(chain[0], chain=b"x")
    assert not built_on(chain[0], chain[1:], now)
    assert not built_on(chain[0], [], now)
    assert not built_on(chain[0], [other, *chain[1:]], now)
    assert not built_on(chain[0], [other], now)
    assert not built_on(START, chain[place:], now)
    assert not built_on(chain[0], chain, now - timedelta(microseconds=1))
    assert built_on(chain[0], gap, now) == (place == count - 1)


def test_digests_are_not_shown() -> None:
    """What a forger would need stands in no representation."""
    assert repr(trail(1)[0]) == f"Seal(minute={MINUTE!r}, audit_ids=[1])"
    assert repr(marks(1)[0]) == f"Mark(minute={MINUTE!r})"


def test_nothing_is_sealed_before_the_first_minute_there_is() -> None:
    """Whoever has seen no seal begins with the year 1900, and with the first former chain."""
    minute = datetime(1899, 12, 31, 23, 59, tzinfo=UTC)
    assert Mark(minute=minute, former=GENESIS, chain=GENESIS) == START


def test_what_an_operator_does_is_a_deed_without_a_request() -> None:
    """At the machine itself there is neither an address nor a request's id."""
    assert by_operator("accounts_disable", "dr-ann", "root", 200, MINUTE) == Deed(
        **FACTS
        | {
            "account_id": "root",
            "role": "operator",
            "action": "accounts_disable",
            "patient_id": None,
            "subject": "dr-ann",
            "old_version": None,
            "new_version": None,
            "request_id": "-",
            "address": "-",
        }
    )
