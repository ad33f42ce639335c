"""Readings in partitions: made while others write, pruned by an id, and otherwise unnoticed."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import ClientCursor, Connection
from psycopg.errors import CheckViolation

from tests.command import run
from tests.sql.test_statements import described
from vitalcore.identity import bucket, least_id, moment_of, vital_id
from vitalcore.kinds import Kind
from vitalcore.patient import BIRTH_DATE, Gender, NewPatient
from vitalcore.reading import Correction, NewVital, Vital
from vitalweb.files import folder
from vitalweb.migrate import migrate
from vitalweb.store import partitions, patients, sql, steps, vitals
from vitalweb.store.database import Database
from vitalweb.store.partitions import Month, month_of
from vitalweb.store.pool import opened
from vitalweb.store.sql import STATEMENTS

NOW = datetime(2026, 3, 10, tzinfo=UTC)
MANY = 1_000_000
PATIENT = "p-1"
NEW = NewPatient(
    patient_id=PATIENT, name="Pat Doe", gender=Gender.FEMALE, birth_date=BIRTH_DATE.first
)
#: A reading of one patient every 16 seconds, from January 2026 on, with the ids that they have.
_FILL = """
INSERT INTO vitals (vital_id, bucket, patient_id, recorded_at, vital_type, value, version,
    created_by, updated_by, created_at, updated_at)
SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
    || '7' || lpad(to_hex(%(bucket)s::int), 3, '0') || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
    %(bucket)s, %(patient_id)s, at, 'HR', 60, 1, 'a', 'a', at, at
FROM (SELECT n, '2026-01-01 00:00:00+00'::timestamptz + n * interval '16 seconds' AS at
    FROM generate_series(%(first)s::int, %(last)s::int) AS n) AS made
"""
_PLACES = """
SELECT tableoid::regclass::text, count(*) FROM vitals GROUP BY 1 ORDER BY 1
"""
entropy = iter(range(2**62))


@pytest.fixture
async def ward(empty_dsn: str) -> AsyncIterator[Database]:
    """A record of one patient, as it is before."""
    migrate(empty_dsn)
    async with opened(empty_dsn, 8) as made:
        (await patients.add(made, NEW, "dr-ann", NOW)).unwrap()
        yield made


@pytest.fixture
def beside(empty_dsn: str) -> Iterator[Connection]:
    with psycopg.connect(empty_dsn, autocommit=True) as conn:
        yield conn


def filled(beside: Connection, first: int, last: int) -> None:
    given = {"bucket": bucket(PATIENT), "patient_id": PATIENT, "first": first, "last": last}
    beside.execute(_FILL, given)


def places(beside: Connection) -> dict[str, int]:
    """Count the readings of each partition that has some."""
    return dict(beside.execute(_PLACES).fetchall())


async def taken(desk: Database, at: datetime) -> Vital:
    new = NewVital(patient_id=PATIENT, recorded_at=at, vital_type=Kind.HR, value=Decimal(60))
    return (await vitals.add(desk, new, next(entropy), "dr-ann", NOW)).unwrap()


async def corrected(desk: Database, vital: UUID) -> Vital:
    wanted = Correction(value=Decimal(61), version=1)
    return (await vitals.correct(desk, vital, wanted, "dr-bob", NOW)).unwrap()


def test_months_follow_one_another() -> None:
    """December is followed by January, and names are in the order of time."""
    month = month_of(datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
    assert month == Month(datetime(2026, 12, 1, tzinfo=UTC))
    assert (month.name, month.next.name) == ("vitals_2026_12", "vitals_2027_01")
    assert month < month.next < month.next.next


async def test_a_million_readings_are_turned_while_others_write(
    ward: Database, beside: Connection
) -> None:
    """Nobody is refused, nothing is lost, and a correction looks into one partition alone."""
    filled(beside, 1, MANY * 8 // 10)
    done = asyncio.Event()
    writers = [asyncio.create_task(_writing(ward, done)) for _ in range(4)]
    turned = await partitions.turn(ward, NOW)
    made = await partitions.extend(ward, NOW, 12)
    filled(beside, MANY * 8 // 10 + 1, MANY)
    done.set()
    written = [one for writer in writers for one in await writer]
    found = [(await vitals.find(ward, one.vital_id)).unwrap() for one in written]
    assert turned
    assert made[-1:] == ["vitals_rest"]
    assert len(made) == len({one.name for one in _months(14)} & set(made)) + 1
    assert found == written
    assert len(written) > 4
    assert sum(places(beside).values()) == MANY + len(written)
    assert len(places(beside)) > 1
    for one in (written[0].vital_id, _last(beside)):
        assert len(_looked_into(beside, one)) == 1


def _months(count: int) -> list[Month]:
    found = [month_of(NOW)]
    while len(found) < count:
        found.append(found[-1].next)
    return found


async def _writing(desk: Database, done: asyncio.Event) -> list[Vital]:
    """Record and correct for as long as it takes, and give what was acknowledged."""
    written = []
    while not done.is_set():
        made = await taken(desk, NOW)
        written.append(await corrected(desk, made.vital_id))
    return written


def _last(beside: Connection) -> UUID:
    found = beside.execute("SELECT vital_id FROM vitals ORDER BY vital_id DESC LIMIT 1").fetchone()
    assert found
    return UUID(str(found[0]))


def _looked_into(beside: Connection, vital: UUID) -> set[str]:
    """Name the partitions of which PostgreSQL reads for a correction."""
    given = {
        "vital_id": vital,
        "bucket": vital.int >> 64 & 0xFFF,
        "version": 1,
        "value": Decimal(62),
        "vital_type": None,
        "admitting": ["HR"],
        "reason_code": None,
        "reason": None,
        "by": "dr-bob",
        "at": NOW,
    }
    asked = ClientCursor(beside).mogrify(sql.CORRECT_VITAL.text.decode(), given)
    plan = [str(line) for (line,) in beside.execute(f"EXPLAIN (COSTS OFF) {asked}".encode())]
    scans = {line.split(" on ")[1].split()[0] for line in plan if "Scan" in line and " on " in line}
    return {name for (name,) in beside.execute(sql.PARTITIONS.text) if name in scans}


async def test_a_prepared_correction_is_pruned_as_well(ward: Database, beside: Connection) -> None:
    """Also where the plan was made before the id was known."""
    await partitions.turn(ward, NOW)
    made = await partitions.extend(ward, NOW, 12)
    beside.execute("SET plan_cache_mode = force_generic_plan")
    beside.execute(
        "PREPARE one AS UPDATE vitals SET value = 61 WHERE vital_id = $1 AND bucket = $2"
    )
    asked = f"EXPLAIN (ANALYZE, COSTS OFF) EXECUTE one ('{least_id(NOW)}', 1)"
    plan = "\n".join(str(line) for (line,) in beside.execute(asked.encode()))
    assert f"Subplans Removed: {len(made)}" in plan


async def test_turning_twice_does_nothing_and_extending_makes_what_is_missing(
    ward: Database,
) -> None:
    """Both may be repeated at any time."""
    turned = [await partitions.turn(ward, NOW) for _ in range(2)]
    made = [await partitions.extend(ward, NOW, months) for months in (3, 3, 4)]
    months = ["vitals_2026_05", "vitals_2026_06"]
    assert turned == [True, False]
    assert made == [[*months, "vitals_rest"], [], ["vitals_2026_07"]]


@pytest.mark.parametrize(
    ("at", "place"),
    [
        (datetime(1900, 1, 1, tzinfo=UTC), "vitals_first"),
        (datetime(2026, 4, 30, 23, 59, 59, 999000, tzinfo=UTC), "vitals_first"),
        (datetime(2026, 5, 1, tzinfo=UTC), "vitals_2026_05"),
        (datetime(2026, 6, 30, 23, 59, 59, 999999, tzinfo=UTC), "vitals_2026_06"),
        (datetime(2026, 7, 1, tzinfo=UTC), "vitals_rest"),
        (datetime(2199, 12, 31, 23, 59, tzinfo=UTC), "vitals_rest"),
    ],
)
async def test_every_reading_has_its_place(
    ward: Database, beside: Connection, at: datetime, place: str
) -> None:
    """What is older is in the first partition, what nobody has made a month for in the rest."""
    await partitions.turn(ward, NOW)
    await partitions.extend(ward, NOW, 3)
    made = await taken(ward, at)
    assert places(beside) == {place: 1}
    assert (await corrected(ward, made.vital_id)).version == 2
    assert (await vitals.history(ward, made.vital_id)).unwrap()[0].superseded_by == "dr-bob"


async def test_a_month_that_has_begun_in_the_rest_stays_there(
    ward: Database, beside: Connection
) -> None:
    """Nothing is moved, and the months after it are made."""
    await partitions.turn(ward, NOW)
    await partitions.extend(ward, NOW, 3)
    await taken(ward, datetime(2026, 7, 15, tzinfo=UTC))
    made = await partitions.extend(ward, NOW, 6)
    assert made == ["vitals_2026_08", "vitals_2026_09"]
    assert places(beside) == {"vitals_rest": 1}


async def test_the_newest_reading_sets_the_bound(ward: Database, beside: Connection) -> None:
    """One of a clock that was wrong stays with the others."""
    await taken(ward, datetime(2031, 5, 5, tzinfo=UTC))
    await partitions.turn(ward, NOW)
    await partitions.extend(ward, NOW, 12)
    first = await ward.row(sql.FIRST_PARTITION)
    assert first
    assert moment_of(first.bound) == datetime(2031, 6, 1, tzinfo=UTC)
    assert places(beside) == {"vitals_first": 1}


async def test_a_turn_that_fails_leaves_everything_as_it_was(
    ward: Database, beside: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where somebody holds the record too long, the fence comes down again."""
    monkeypatch.setattr(steps, "TRIES", 2)
    before = _constraints(beside)
    await taken(ward, NOW)

    async def held(*_: object) -> None:
        raise TimeoutError

    original = steps.taken
    monkeypatch.setattr(
        steps, "taken", lambda desk, *some: original(desk, *some) if len(some) < 3 else held()
    )
    with pytest.raises(TimeoutError):
        await partitions.turn(ward, NOW)
    assert _constraints(beside) == before
    assert not await ward.row(sql.FIRST_PARTITION)


def _constraints(beside: Connection) -> list[tuple[object, ...]]:
    asked = (
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('c', 'f')"
    )
    return beside.execute(f"{asked} ORDER BY 1, 2".encode()).fetchall()


async def test_steps_give_way_and_try_again(ward: Database, beside: Connection) -> None:
    """A long transaction is waited for a moment at a time, so that others get by."""
    with beside.transaction():
        beside.execute("LOCK TABLE vitals IN ACCESS SHARE MODE")
        turning = asyncio.create_task(partitions.turn(ward, NOW))
        for _ in range(5):
            await taken(ward, NOW)
            await asyncio.sleep(steps.HELD_UP / 1000)
        assert not turning.done()
    assert await turning


async def test_every_statement_holds_in_a_partitioned_record(
    ward: Database, beside: Connection
) -> None:
    """Prepared against it, each gives the same columns as before."""
    for one in (sql.LAY_OUT_PATIENTS, sql.LAY_OUT_VITALS, sql.LAY_OUT_WAITING):
        beside.execute(one.text)
    before = {one.name: described(beside, one.text) for one in STATEMENTS}
    await partitions.turn(ward, NOW)
    await partitions.extend(ward, NOW, 3)
    assert {one.name: described(beside, one.text) for one in STATEMENTS} == before


async def test_rights_stay_what_they_were(ward: Database, beside: Connection) -> None:
    """Who could read can read, who could not write cannot, and no partition is a way around."""
    reader = f"r{uuid4().hex[:12]}"
    beside.execute(f"CREATE ROLE {reader}".encode())
    beside.execute(f"GRANT SELECT ON vitals TO {reader} WITH GRANT OPTION".encode())
    beside.execute("REVOKE TRUNCATE ON vitals FROM CURRENT_USER")
    before = _rights(beside, "vitals")
    await partitions.turn(ward, NOW)
    await partitions.extend(ward, NOW, 3)
    after = [_rights(beside, name) for name in ("vitals", "vitals_first", "vitals_2026_05")]
    beside.execute(f"DROP OWNED BY {reader}".encode())
    beside.execute(f"DROP ROLE {reader}".encode())
    assert after == [before] * 3


def _rights(beside: Connection, table: str) -> set[tuple[object, ...]]:
    asked = (
        "SELECT grantee, privilege_type, is_grantable FROM pg_class"
        " CROSS JOIN aclexplode(relacl) WHERE oid = %s::regclass"
    )
    return set(beside.execute(asked, [table]).fetchall())


async def test_migrations_go_on(
    ward: Database, beside: Connection, empty_dsn: str, tmp_path: Path
) -> None:
    """A column, a check and an index that come later reach every partition."""
    await partitions.turn(ward, NOW)
    await partitions.extend(ward, NOW, 3)
    home = shutil.copytree(folder("migrations"), tmp_path / "migrations")
    later = "ALTER TABLE vitals ADD COLUMN place smallint CHECK (place > 0);\n"
    later += "CREATE INDEX vitals_place ON vitals (place);\n"
    (home / "9999.add-place.sql").write_text(f"-- Why.\n{later}")
    assert migrate(empty_dsn, home) == ("9999.add-place",)
    made = await taken(ward, datetime(2026, 5, 5, tzinfo=UTC))
    with pytest.raises(CheckViolation):
        beside.execute("UPDATE vitals SET place = 0 WHERE vital_id = %s", [made.vital_id])


def test_the_command_says_what_it_did(empty_dsn: str, tmp_path: Path) -> None:
    """The first time it turns and makes months, the second time there is nothing to do."""
    told = [run(tmp_path, "partition", "--ahead", "2", database_url=empty_dsn) for _ in range(2)]
    first, second = (one.stdout.decode().splitlines() for one in told)
    assert [one.returncode for one in told] == [0, 0]
    assert first[0] == "the table of readings is vitals_first now, a partition"
    assert first[-1] == "made vitals_rest"
    assert second == []


def test_bounds_keep_the_order_of_time() -> None:
    """Every id of a moment lies between its bound and the next millisecond's."""
    made = vital_id(PATIENT, NOW, 2**62 - 1)
    assert least_id(NOW) <= vital_id(PATIENT, NOW, 0) <= made
    assert made < least_id(NOW + timedelta(milliseconds=1))
    assert moment_of(made) == NOW
