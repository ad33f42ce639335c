"""How much room readings take on disk, and so do their trail and its seals, indexes and all."""

from collections.abc import Mapping

import psycopg

from benchmarks.contender import Contender
from benchmarks.results import Fact

#: What takes room, and the bytes of all of it divided by how many there are.
_ROOM: Mapping[str, str] = {
    "a reading": "SELECT pg_total_relation_size('vitals')::float / count(*) FROM vitals",
    "a row of the trail": "SELECT pg_total_relation_size('audit')::float / count(*) FROM audit",
    "the seal of such a row": "SELECT pg_total_relation_size('audit_seals')::float"
    " / nullif(sum(cardinality(audit_ids)), 0) FROM audit_seals",
}


def weighed(one: Contender) -> list[Fact]:
    """Give the bytes of each, where there are any."""
    with psycopg.connect(one.record.dsn) as conn:
        found = {what: conn.execute(query.encode()).fetchone() for what, query in _ROOM.items()}
    return [
        Fact(what=f"{what} on disk, {one.record.readings:,} readings", value=row[0], unit="bytes")
        for what, row in found.items()
        if row and row[0] is not None
    ]
