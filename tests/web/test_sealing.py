"""The trail is sealed once, by whoever is quickest, and what is not as it was sealed is named."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from prometheus_client import Counter

from tests.conftest import eventually
from vitalcore.audit import GENESIS, Break, Deed
from vitalcore.guard import EPOCH
from vitalweb import sealing, trail, watch
from vitalweb.metrics import Metrics
from vitalweb.migrate import migrate
from vitalweb.sealing import Cut, Sealer
from vitalweb.store import audit, pool, sql
from vitalweb.store.desk import Desk
from vitalweb.store.sql import Statement

KEY = b"a key of the tests' own"
NOW = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def _sealer(desk: Desk) -> Sealer:
    return Sealer(desk, KEY, Metrics().seals_refused)


def _deed(number: int) -> Deed:
    return Deed(
        at=NOW + timedelta(seconds=number),
        account_id=f"a{number}",
        role="doctor",
        action="patients_find",
        patient_id="p",
        subject=None,
        old_version=1,
        new_version=None,
        request_id="r",
        address="-",
        outcome=200,
    )


_QUIET = """
INSERT INTO audit (
    at, account_id, role, action, request_id, address, outcome, created_at, updated_at
)
SELECT
    at, 'mallory', role, action, request_id, address, outcome,
    created_at - interval '5 minutes', created_at - interval '5 minutes'
FROM audit WHERE audit_id = 1
"""
_FIRST = "WHERE minute = (SELECT min(minute) FROM audit_seals)"

_BROKEN = "a seal before this minute was removed or changed"
_MOVED = "UPDATE audit SET created_at = '{0}', updated_at = '{0}' WHERE audit_id = 4"
_SEALED_AT = """
INSERT INTO audit_seals (minute, audit_ids, digests, former, chain, created_at, updated_at)
VALUES ('{0}', '{{}}', '{{}}', '', '', '{0}', '{0}')
"""

_SWAP = """
UPDATE audit SET created_at = CASE audit_id WHEN 2 THEN (
    SELECT created_at FROM audit WHERE audit_id = 3
) ELSE (SELECT created_at FROM audit WHERE audit_id = 2) END,
updated_at = CASE audit_id WHEN 2 THEN (
    SELECT created_at FROM audit WHERE audit_id = 3
) ELSE (SELECT created_at FROM audit WHERE audit_id = 2) END
WHERE audit_id IN (2, 3)
"""
_UNBOUND = """
ALTER TABLE audit DROP CONSTRAINT audit_at_possible;
ALTER TABLE audit DROP CONSTRAINT audit_created_at_possible;
ALTER TABLE audit_seals DROP CONSTRAINT audit_seals_minute_possible;
"""
_FORGE = """
INSERT INTO audit (
    at, account_id, role, action, request_id, address, outcome, created_at, updated_at
)
SELECT at, 'mallory', role, action, request_id, address, outcome, created_at, updated_at
FROM audit WHERE audit_id = 4
"""


@pytest.mark.parametrize(
    ("tampering", "row", "what"),
    [
        ("UPDATE audit SET account_id = 'mallory' WHERE audit_id = 4", 4, "edited"),
        ("UPDATE audit SET at = at + interval '1 second' WHERE audit_id = 2", 2, "edited"),
        ("UPDATE audit SET at = 'infinity' WHERE audit_id = 4", 4, "edited"),
        ("UPDATE audit SET at = '-infinity' WHERE audit_id = 4", 4, "edited"),
        ("UPDATE audit SET at = '0044-03-15 BC' WHERE audit_id = 4", 4, "edited"),
        (_MOVED.format("infinity"), 4, "removed"),
        (_MOVED.format("0044-03-15 BC"), 4, "removed"),
        (_SEALED_AT.format("infinity"), None, _BROKEN),
        (_SEALED_AT.format("2190-01-01"), None, _BROKEN),
        ("DELETE FROM audit WHERE audit_id = 3", 3, "removed"),
        (_FORGE, 7, "inserted"),
        (_SWAP, 2, "reordered"),
        (
            f"UPDATE audit_seals SET chain = 'x' {_FIRST}",
            None,
            "the seal itself was changed",
        ),
        (
            f"DELETE FROM audit_seals {_FIRST}",
            None,
            _BROKEN,
        ),
        (_QUIET, 7, "inserted"),
        ("SELECT 1", None, None),
    ],
)
async def test_tampering_is_found_and_named(
    empty_dsn: str, tampering: str, row: int | None, what: str | None
) -> None:
    """Whoever edits, removes, inserts or reorders rows, as superuser too, is found at the first."""
    migrate(empty_dsn)
    async with pool.opened(empty_dsn, 2) as desk:
        for number in range(6):  # two minutes of three rows
            written = NOW + timedelta(seconds=20 * number)
            await audit.add(desk, [_deed(number)], written)
        sealed = await _sealer(desk).due(LATER)
        with psycopg.connect(empty_dsn, autocommit=True) as superuser:
            superuser.execute((_UNBOUND + tampering).encode())
        found = await trail.verified(desk, KEY, LATER)
    assert sealed == 2
    assert (found.audit_id, found.what) == (row, what) if found else what is None


_ODD = """
INSERT INTO audit (
    at, account_id, role, action, request_id, address, outcome, created_at, updated_at
)
VALUES ('{at}', 'mallory', 'doctor', 'patients_find', 'r', '-', 200, '{made}', '{made}')
"""
_IMPOSSIBLE = (
    "infinity",
    "-infinity",
    "0044-03-15 BC",
    "0001-01-01",
    "1899-12-31 23:59:59.999999Z",
)
_FUTURE = ("2190-01-01", "2026-01-01 13:05:00.000001Z")
_PRESENT = "2026-01-01 12:00:30Z"


@pytest.mark.parametrize(
    ("at", "made"),
    [(one, _PRESENT) for one in (*_IMPOSSIBLE, *_FUTURE)]
    + [(_PRESENT, one) for one in (*_IMPOSSIBLE, *_FUTURE)],
)
async def test_a_row_with_a_time_at_which_nobody_wrote_stops_nothing(
    empty_dsn: str, at: str, made: str
) -> None:
    """Whatever its times, the others are sealed and checked, before and after; it is named."""
    migrate(empty_dsn)
    with psycopg.connect(empty_dsn, autocommit=True) as superuser:
        superuser.execute(_UNBOUND.encode())
        superuser.execute(_ODD.format(at=at, made=made).encode())
    async with pool.opened(empty_dsn, 2) as desk:
        await audit.add(desk, [_deed(0)], NOW)
        sealer = _sealer(desk)
        first = await sealer.due(LATER)
        await audit.add(desk, [_deed(1)], NOW + timedelta(minutes=1))
        again = await sealer.due(LATER)
        found = await trail.verified(desk, KEY, LATER)
    assert (first, again) == (1, 1)
    assert found is not None
    assert (found.audit_id, found.what) == (1, trail.MISDATED)


async def test_a_row_between_two_sealed_minutes_is_named_before_what_comes_later(
    empty_dsn: str,
) -> None:
    """What was put into a quiet minute is found on the way to the next seal."""
    migrate(empty_dsn)
    async with pool.opened(empty_dsn, 2) as desk:
        for number in range(2):
            await audit.add(desk, [_deed(number)], NOW + timedelta(minutes=10 * number))
        await _sealer(desk).due(LATER)
        with psycopg.connect(empty_dsn, autocommit=True) as superuser:
            superuser.execute("UPDATE audit SET account_id = 'mallory' WHERE audit_id = 2")
        edited = await trail.verified(desk, KEY, LATER)
        await audit.add(desk, [_deed(2)], NOW + timedelta(minutes=5))
        inserted = await trail.verified(desk, KEY, LATER)
    assert edited == Break(NOW + timedelta(minutes=10), 2, "edited")
    assert inserted == Break(NOW + timedelta(minutes=5), 3, "inserted")


_MANY = """
INSERT INTO audit (
    at, account_id, role, action, request_id, address, outcome, created_at, updated_at
)
SELECT at, 'ann', 'doctor', 'patients_find', 'r', '-', 200, at, at
FROM generate_series(1, 30000) AS n, LATERAL (
    SELECT timestamptz '2026-01-01Z' + n * interval '1 second'
) AS given (at)
"""


@pytest.mark.parametrize(
    "statement", [sql.STRAYS, sql.MISDATED, sql.UNSEALED], ids=lambda x: x.name
)
def test_what_is_looked_for_is_not_looked_for_in_the_whole_trail(
    empty_dsn: str, statement: Statement[Any]
) -> None:
    """However long it is, a row outside the seals is found by an index and within a time limit."""
    migrate(empty_dsn)
    given = {"after": NOW, "before": LATER, "since": EPOCH, "until": LATER}
    with psycopg.connect(empty_dsn, autocommit=True) as conn:
        conn.execute(_MANY)
        conn.execute("ANALYZE audit")
        shown = conn.execute(b"EXPLAIN " + statement.text, given).fetchall()
    steps = "\n".join(row[0] for row in shown)
    assert "Index Cond: " in steps
    assert ("Seq Scan on audit" in steps, "Anti Join" in steps) == (False, False)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, None), (659.999999, None), (660, trail.UNSEALED), (9999, trail.UNSEALED)],
)
async def test_a_minute_that_was_not_sealed_in_time_is_named(
    empty_dsn: str, seconds: float, told: str | None
) -> None:
    """Ten minutes after its end, in a trail that was never sealed and in one that once was."""
    migrate(empty_dsn)
    async with pool.opened(empty_dsn, 2) as desk:
        for start in (NOW, NOW + timedelta(hours=1)):
            await audit.add(desk, [_deed(0)], start + timedelta(seconds=59))
            found = await trail.verified(desk, KEY, start + timedelta(seconds=seconds))
            assert found == (told and Break(start, None, told))
            await _sealer(desk).due(start + timedelta(hours=1))


async def test_what_was_seen_sealed_is_not_sealed_anew(empty_dsn: str) -> None:
    """Whoever takes the seals away and edits a row gets no new ones from who saw them."""
    migrate(empty_dsn)
    async with pool.opened(empty_dsn, 2) as desk:
        sealer = _sealer(desk)
        for number in range(3):
            await audit.add(desk, [_deed(number)], NOW + timedelta(minutes=number))
        await sealer.due(LATER)
        with psycopg.connect(empty_dsn, autocommit=True) as superuser:
            superuser.execute("DELETE FROM audit_seals")
            superuser.execute("UPDATE audit SET account_id = 'mallory' WHERE audit_id = 2")
        for _ in range(2):
            with pytest.raises(Cut):
                await sealer.due(LATER)
        found = await trail.verified(desk, KEY, LATER)
        assert await audit.marks(desk, None) == []
    assert found == Break(NOW, None, trail.UNSEALED)


_LATEST = "WHERE minute = (SELECT max(minute) FROM audit_seals)"


@pytest.mark.parametrize(
    "tampering",
    [
        f"DELETE FROM audit_seals {_LATEST}",
        f"UPDATE audit_seals SET chain = 'x' {_LATEST}",
        f"UPDATE audit_seals SET minute = minute + interval '1 minute' {_LATEST}",
        _SEALED_AT.format("2026-01-01 12:30Z"),
        _SEALED_AT.format("2190-01-01"),
        _SEALED_AT.format("infinity"),
    ],
)
async def test_nothing_is_sealed_upon_what_is_not_built_on_the_seen(
    empty_dsn: str, tampering: str
) -> None:
    """A newest seal that is gone, changed, moved or followed by a forged one ends the sealing."""
    migrate(empty_dsn)
    async with pool.opened(empty_dsn, 2) as desk:
        sealer = _sealer(desk)
        for number in range(2):
            await audit.add(desk, [_deed(number)], NOW + timedelta(minutes=number))
        await sealer.due(LATER)
        with psycopg.connect(empty_dsn, autocommit=True) as superuser:
            superuser.execute((_UNBOUND + tampering).encode())
        await audit.add(desk, [_deed(2)], NOW + timedelta(minutes=40))
        before = await audit.marks(desk, NOW)
        with pytest.raises(Cut):
            await sealer.due(LATER)
        assert await audit.marks(desk, NOW) == before


@pytest.mark.parametrize("forged", ["2190-01-01", "infinity"])
async def test_a_seal_to_come_is_none_to_build_on(empty_dsn: str, forged: str) -> None:
    """A process that has seen nothing yet does not take a seal of the future for the newest."""
    migrate(empty_dsn)
    with psycopg.connect(empty_dsn, autocommit=True) as superuser:
        superuser.execute((_UNBOUND + _SEALED_AT.format(forged)).encode())
    async with pool.opened(empty_dsn, 2) as desk:
        with pytest.raises(Cut):
            await _sealer(desk).due(LATER)


async def test_several_processes_seal_one_chain(empty_dsn: str) -> None:
    """Each builds on what the others sealed, whoever is quicker."""
    migrate(empty_dsn)
    async with pool.opened(empty_dsn, 4) as desk:
        sealers = [_sealer(desk) for _ in range(3)]
        counts = []
        for round_ in range(4):
            for number in range(6):
                written = NOW + timedelta(minutes=10 * round_ + number)
                await audit.add(desk, [_deed(number)], written)
            now = NOW + timedelta(minutes=10 * round_ + 9)
            counts.append(sum(await asyncio.gather(*[one.due(now) for one in sealers])))
        found = await trail.verified(desk, KEY, LATER)
    assert (counts, found) == ([6, 6, 6, 6], None)


def _figure(counted: Counter) -> float:
    [told] = counted.collect()
    return next(one.value for one in told.samples if one.name.endswith("_total"))


async def _counted(counted: Counter, least: float) -> None:
    for _ in range(500):
        if _figure(counted) >= least:
            return
        await asyncio.sleep(0.02)


_HIDE = "CREATE TABLE hidden AS TABLE audit_seals; DELETE FROM audit_seals"
_CLOSE = "ALTER TABLE audit_seals ADD CONSTRAINT closed CHECK (false) NOT VALID"


@pytest.mark.parametrize(
    ("fault", "noticed", "mended"),
    [
        (_HIDE, 1, "INSERT INTO audit_seals TABLE hidden"),
        (_CLOSE, 0, "ALTER TABLE audit_seals DROP CONSTRAINT closed"),
    ],
)
async def test_sealing_goes_on_after_what_kept_it_from_it(
    empty_dsn: str, monkeypatch: pytest.MonkeyPatch, fault: str, noticed: int, mended: str
) -> None:
    """Every look that finds no way is counted, and the first that finds one seals what was left."""
    migrate(empty_dsn)
    monkeypatch.setattr(sealing, "SEALING", 0.02)
    counted, count = Metrics().seals_refused, "SELECT 1 FROM audit_seals OFFSET %s"
    with psycopg.connect(empty_dsn, autocommit=True) as superuser:
        async with (
            pool.opened(empty_dsn, 2) as desk,
            watch.beside(Sealer(desk, KEY, counted).sealed()),
        ):
            await audit.add(desk, [_deed(0)], NOW)
            await eventually(superuser, count, [0])
            superuser.execute(fault.encode())
            await _counted(counted, noticed)  # with nothing to seal, if it shows by then
            await audit.add(desk, [_deed(1)], LATER)
            await _counted(counted, 2)
            superuser.execute(mended.encode())
            sealed = await eventually(superuser, count, [1])
    assert (_figure(counted) >= 2, sealed) == (True, [(1,)])


async def test_a_trail_is_sealed_minute_by_minute(empty_dsn: str) -> None:
    """A minute is sealed once it is settled, and chained to the one before."""
    migrate(empty_dsn)
    async with pool.opened(empty_dsn, 2) as desk:
        await audit.add(desk, [_deed(0)], NOW)
        sealer = _sealer(desk)
        early = await sealer.due(NOW + timedelta(seconds=80))
        first = await audit.marks(desk, None)
        late = await sealer.due(NOW + timedelta(seconds=180))
        assert (early, first, late) == (0, [], 1)
        assert [one.former for one in await audit.marks(desk, None)] == [GENESIS]


async def test_a_minute_is_not_sealed_while_somebody_writes_in_it(empty_dsn: str) -> None:
    """A write whose commit takes long, for a standby that is away, is no row put in later."""
    migrate(empty_dsn)
    async with pool.opened(empty_dsn, 3) as desk:
        now, sealer = datetime.now(UTC), _sealer(desk)
        await audit.add(desk, [_deed(0)], now)
        async with desk.transaction() as slow:
            await audit.add(slow, [_deed(1)], now)
            early = await sealer.due(now + timedelta(minutes=5))
        late = await sealer.due(now + timedelta(minutes=5))
        assert (early, late, await trail.verified(desk, KEY, now)) == (0, 1, None)


async def test_a_trail_that_was_cut_off_is_found_by_what_was_noted(empty_dsn: str) -> None:
    """Where the newest rows and seals are removed together, a seal that was noted shows it."""
    migrate(empty_dsn)
    async with pool.opened(empty_dsn, 2) as desk:
        for number in range(2):
            await audit.add(desk, [_deed(number)], NOW + timedelta(minutes=number))
        await _sealer(desk).due(LATER)
        [noted] = [one.chain for one in await audit.marks(desk, None)]
        whole = await trail.verified(desk, KEY, LATER, noted)
        with psycopg.connect(empty_dsn, autocommit=True) as superuser:
            superuser.execute("DELETE FROM audit WHERE audit_id = 2")
            superuser.execute(
                "DELETE FROM audit_seals WHERE minute = (SELECT max(minute) FROM audit_seals)"
            )
        cut = await trail.verified(desk, KEY, LATER, noted)
    assert whole is None
    assert cut is not None
