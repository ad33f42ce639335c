"""A page costs what it tells, however long the record is: it is read in the index's own order."""

from typing import Any

import psycopg
import pytest
from psycopg._queries import _query2pg

from vitalcore.identity import bucket
from vitalweb.store import sql
from vitalweb.store.sql import Statement

_TYPES = {
    "patient_id": "text",
    "bucket": "smallint",
    "since": "timestamptz",
    "until": "timestamptz",
    "after_at": "timestamptz",
    "after_id": "uuid",
    "limit": "integer",
    "vital_type": "text",
}
_LONG = """
    INSERT INTO vitals (
        vital_id, bucket, patient_id, recorded_at, vital_type, value, version,
        created_by, updated_by, created_at, updated_at
    )
    SELECT
        gen_random_uuid(), %s, %s, timestamptz '2026-01-01Z' + make_interval(mins => n),
        'HR', 60, 1, 'a', 'a', now(), now()
    FROM generate_series(1, 30000) AS n
"""


@pytest.mark.parametrize("how", ["force_generic_plan", "force_custom_plan"])
@pytest.mark.parametrize("page", [sql.WRITTEN, sql.WRITTEN_OF_KIND], ids=lambda one: one.name)
async def test_ten_of_a_long_record_are_found_without_sorting_it(
    patient: str, dsn: str, page: Statement[Any], how: str
) -> None:
    """Right after a load, too, when nothing was vacuumed yet."""
    home = bucket(patient)
    given = {
        "patient_id": f"'{patient}'",
        "bucket": str(home),
        "since": "'2026-01-01Z'",
        "until": "'2027-01-01Z'",
        "after_at": "'2026-01-01Z'",
        "after_id": "'00000000-0000-0000-0000-000000000000'",
        "limit": "10",
        "vital_type": "'HR'",
    }
    text, _, order, _ = _query2pg(page.text, "utf-8")
    with psycopg.connect(dsn) as conn:
        conn.execute(_LONG, [home, patient])
        conn.execute("ANALYZE vitals")
        conn.execute(f"SET LOCAL plan_cache_mode = {how}".encode())
        types = ", ".join(_TYPES[name] for name in order or ())
        conn.execute(f"PREPARE page ({types}) AS ".encode() + text)
        asked = ", ".join(given[name] for name in order or ())
        shown = conn.execute(f"EXPLAIN EXECUTE page ({asked})".encode()).fetchall()
        conn.rollback()
    steps = "\n".join(row[0] for row in shown)
    assert "Index Only Scan using vitals_listed" in steps
    assert "Sort" not in steps
