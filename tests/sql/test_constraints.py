"""What the core refuses, the database refuses too, whoever writes to it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from psycopg import Connection
from psycopg.errors import CheckViolation, DataError, ForeignKeyViolation, UniqueViolation
from psycopg.sql import SQL, Identifier, Placeholder

from tests.strategies import account_ids, identifiers, lines, patient_ids, values_of
from vitalcore.account import ACCOUNT_ID, DEVICE
from vitalcore.guard import EPOCH, HORIZON, INSTANT, VERSION, Guard
from vitalcore.kinds import FACTS, Kind, Value
from vitalcore.patient import BIRTH_DATE, NAME, PATIENT_ID, Gender
from vitalcore.reading import REASON, kept, refusal
from vitalweb.store.rows.values import SCALE, stored

AT = datetime(2026, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
STAMPS = {"created_at": AT, "updated_at": AT}
WRITERS = {"created_by": "dr", "updated_by": "dr"}
PLACE = {"bucket": 1, "patient_id": "P1"}
BORN = {"name": "Pat Doe", "gender": "F", "birth_date": date(1970, 1, 1)}
MEASURED = {"recorded_at": AT, "vital_type": "HR", "value": Decimal(60)}
ENDS = {"access_token_expires_at": AT, "refresh_token_expires_at": AT}

#: A row of each table that the database takes.
ROWS: dict[str, dict[str, Any]] = {
    "accounts": {"account_id": "dr", "name": "Ann", "password_hash": "$argon2id$x", **STAMPS},
    "sessions": {"session_id": UUID(int=1), "account_id": "dr", "device": "-", **ENDS}
    | {"access_token": b"", "refresh_token": b"", "spent": [], "version": 1, **STAMPS},
    "patients": PLACE | BORN | {"version": 1} | WRITERS | STAMPS,
    "vitals": {"vital_id": UUID(int=1), "version": 1} | PLACE | MEASURED | WRITERS | STAMPS,
    "vital_history": {"vital_id": UUID(int=1), "version": 1, "change": "struck", "reason": "typo"}
    | PLACE
    | MEASURED
    | {"written_by": "dr", "written_at": AT, "superseded_by": "dr"}
    | STAMPS,
    "audit": {"at": AT, "account_id": "dr", "role": "doctor", "action": "patients_find"}
    | {"request_id": "r", "address": "-", "outcome": 200, **STAMPS},
    "audit_seals": {"minute": AT, "audit_ids": [], "digests": [], "former": b"", "chain": b""}
    | STAMPS,
    "attempts": {"subject": "account:dr", "failures": 1, "window_ends_at": AT, **STAMPS},
    "retries": {"asker": "dr", "retry_key": "k", "request_digest": b"", **STAMPS},
}
BEFORE = {
    "sessions": ("accounts",),
    "vitals": ("patients",),
    "vital_history": ("patients", "vitals"),
}

#: Texts that come near to what is admitted: wrong letters, blanks, ends, lengths.
SPICE = " \t\n\x00\x1f\x7f\x85\u00a0\u2028\u2029\u3000\u0663\u00e5\ufeff.-_@/%'\\"
near = st.text(st.characters(codec="utf-8") | st.sampled_from(SPICE + "Aa0"), max_size=6)


def taken(other: Connection, table: str, **facts: Any) -> bool:
    """Does the database take a row with these facts? Nothing of it is left behind."""
    try:
        with other.transaction(force_rollback=True):
            for needed in BEFORE.get(table, ()):
                _insert(other, needed, ROWS[needed])
            _insert(other, table, ROWS[table] | facts)
    except (CheckViolation, DataError):
        return False
    return True


def _insert(other: Connection, table: str, row: dict[str, Any]) -> None:
    columns = SQL(", ").join(map(Identifier, row))
    given = SQL(", ").join(map(Placeholder, row))
    other.execute(
        SQL("INSERT INTO {} ({}) VALUES ({})").format(Identifier(table), columns, given), row
    )


@pytest.mark.parametrize("table", ROWS)
def test_a_row_in_order_is_taken(other: Connection, table: str) -> None:
    """The rows of these tests are refused for nothing but what a test changes in them."""
    assert taken(other, table)


@given(st.sampled_from(list(FACTS)), st.decimals(-500, 500, places=3))
@example(Kind.HR, Decimal("NaN"))
@example(Kind.HR, Decimal("Infinity"))
@example(Kind.BT, Decimal("-Infinity"))
@example(Kind.O2, Decimal("1e9"))
def test_limits_of_values_are_the_cores(other: Connection, kind: Kind, value: Decimal) -> None:
    """For every kind and number, NaN and infinity among them, both say the same."""
    assert taken(other, "vitals", vital_type=kind, value=value) == (refusal(kind, value) is None)


@pytest.mark.parametrize("kind", FACTS)
def test_limits_of_values_agree_at_the_limits(other: Connection, kind: Kind) -> None:
    """Each limit is taken, and a thousandth beyond it is not."""
    hard, step = FACTS[kind].hard, Decimal("0.001")
    sent = [hard.low - step, hard.low, hard.high, hard.high + step]
    found = [taken(other, "vitals", vital_type=kind, value=value) for value in sent]
    assert found == [False, True, True, False]


@given(st.decimals(-10, 10, places=1))
def test_acvpu_has_five_places(other: Connection, value: Decimal) -> None:
    """A letter is kept as its place in the word; there is none between two letters."""
    possible = value in range(len(SCALE))
    assert taken(other, "vitals", vital_type="ACVPU", value=value) == possible


@given(st.sampled_from(Kind).flatmap(lambda kind: st.tuples(st.just(kind), values_of(kind))))
def test_what_the_core_keeps_is_taken(other: Connection, measured: tuple[Kind, Value]) -> None:
    """Nothing that the core admits is refused by the database."""
    kind, value = measured
    assert taken(other, "vitals", vital_type=kind, value=stored(kept(value)))


@given(near | st.sampled_from(Kind))
def test_kinds_are_the_cores(other: Connection, name: str) -> None:
    """A kind that the core does not know has no possible value."""
    assert taken(other, "vitals", vital_type=name, value=1) == (name in Kind and name != "BT")


@given(st.datetimes(timezones=st.just(UTC)))
@example(EPOCH - TICK)
@example(EPOCH)
@example(HORIZON - TICK)
@example(HORIZON)
def test_times_are_the_cores(other: Connection, at: datetime) -> None:
    """Readings, and the trail with its seals, lie from 1900 to before 2200."""
    minute = at.replace(second=0, microsecond=0)
    for table, facts in (
        ("vitals", {"recorded_at": at}),
        ("audit", {"at": at}),
        ("audit", {"created_at": at, "updated_at": at}),
        ("audit_seals", {"minute": minute}),
    ):
        assert taken(other, table, **facts) == (INSTANT.refusal(at) is None)


@pytest.mark.parametrize("at", ["infinity", "-infinity", "0044-03-15 BC", "294276-12-31"])
def test_no_time_is_beyond_the_calendar(other: Connection, at: str) -> None:
    """PostgreSQL knows such times, and no ward does."""
    assert not taken(other, "vitals", recorded_at=at)
    assert not taken(other, "patients", birth_date=at)
    assert not taken(other, "audit", at=at)
    assert not taken(other, "audit", created_at=at, updated_at=at)
    assert not taken(other, "audit_seals", minute=at)


@given(st.dates())
@example(date(1899, 12, 31))
@example(date(1900, 1, 1))
@example(date(2199, 12, 31))
@example(date(2200, 1, 1))
def test_births_are_the_cores(other: Connection, born: date) -> None:
    """Nobody was born before 1900, or will be after 2199."""
    assert taken(other, "patients", birth_date=born) == (BIRTH_DATE.refusal(born) is None)


@pytest.mark.parametrize("table", ["sessions", "patients", "vitals", "vital_history"])
@given(version=st.integers(-(2**40), 2**40))
@example(version=0)
@example(version=1)
@example(version=2**31 - 1)
@example(version=2**31)
def test_versions_are_the_cores(other: Connection, table: str, version: int) -> None:
    """From 1 to what an integer holds."""
    assert taken(other, table, version=version) == (VERSION.refusal(version) is None)


@given(st.integers(-10, 5000))
@example(4095)
@example(4096)
def test_buckets_are_4096(other: Connection, bucket: int) -> None:
    """No row lies outside the shards there are."""
    assert taken(other, "patients", bucket=bucket) == (0 <= bucket <= 4095)


@given(near | st.sampled_from(Gender))
def test_genders_are_the_cores(other: Connection, gender: str) -> None:
    """M and F."""
    assert taken(other, "patients", gender=gender) == (gender in Gender)


@pytest.mark.parametrize(
    ("table", "column", "guard", "admitted"),
    [
        ("patients", "patient_id", PATIENT_ID, patient_ids),
        ("accounts", "account_id", ACCOUNT_ID, account_ids),
        ("sessions", "device", DEVICE, identifiers(50)),
        ("patients", "name", NAME, lines(100)),
        ("accounts", "name", NAME, lines(100)),
        ("vital_history", "reason", REASON, lines(200)),
    ],
)
@given(data=st.data())
def test_texts_are_the_cores(
    other: Connection,
    table: str,
    column: str,
    guard: Guard,
    admitted: st.SearchStrategy[str],
    data: st.DataObject,
) -> None:
    """Every id, name, device and reason is judged by both alike; "-" is the default device."""
    text = data.draw(admitted | near | admitted.map(lambda one: one * 2) | st.just(""))
    fits = guard.refusal(text) is None or (column == "device" and text == "-")
    assert taken(other, table, **{column: text}) == fits


@pytest.mark.parametrize("column", ["patient_id", "name"])
@pytest.mark.parametrize("end", SPICE + "\r\v\u1680\u2000\u2005\u200a\u200b\u202f\u205f")
def test_texts_agree_at_their_ends(other: Connection, column: str, end: str) -> None:
    """A blank of any script before or after a text is judged by both alike."""
    guard = {"patient_id": PATIENT_ID, "name": NAME}[column]
    for text in (end, end + "a", "a" + end):
        assert taken(other, "patients", **{column: text}) == (guard.refusal(text) is None)


@pytest.mark.parametrize(
    ("table", "facts"),
    [
        ("accounts", {"password_hash": "plain text"}),
        ("accounts", {"updated_at": AT - TICK}),
        ("patients", {"updated_at": AT - TICK}),
        ("vitals", {"updated_at": AT - TICK}),
        ("sessions", {"updated_at": AT - TICK}),
        ("sessions", {"refresh_token_expires_at": AT - TICK}),
        ("vital_history", {"change": "improved"}),
        ("attempts", {"failures": -1}),
        ("retries", {"retry_key": ""}),
        ("retries", {"retry_key": "k" * 256}),
    ],
)
def test_what_only_the_database_can_see_is_refused(
    other: Connection, table: str, facts: dict[str, Any]
) -> None:
    """Plain passwords, changes before creation, ends out of order, and keys of no length."""
    assert not taken(other, table, **facts)


@pytest.mark.parametrize("table", ["sessions", "vitals", "vital_history"])
def test_nothing_belongs_to_nobody(other: Connection, table: str) -> None:
    """A session has an account, a reading a patient, a former version a reading."""
    with pytest.raises(ForeignKeyViolation), other.transaction(force_rollback=True):
        _insert(other, table, ROWS[table])


@pytest.mark.parametrize("table", ROWS.keys() - {"audit"})
def test_every_row_is_there_once(other: Connection, table: str) -> None:
    """A second row of the same identity is refused; a deed may be done twice."""
    with other.transaction(force_rollback=True):
        for needed in (*BEFORE.get(table, ()), table):
            _insert(other, needed, ROWS[needed])
        with pytest.raises(UniqueViolation):
            _insert(other, table, ROWS[table])
