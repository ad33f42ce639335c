"""What a server with Citus is told, as far as that can be seen on one without."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import Connection

from tests.command import run
from tests.sql.lint import OWNED
from vitalweb.migrate import migrate
from vitalweb.store import distribution, steps
from vitalweb.store.database import Database
from vitalweb.store.pool import opened

SHARED = ("accounts", "sessions", "invites")
#: What nobody joins with a patient's rows, or what is written through the coordinator alone.
STAYING = {
    "attempts",
    "audit",
    "audit_seals",
    "retries",
    "vitalweb_migration",
}
#: In the place of Citus' own: they note what they are asked for.
_NOTING = """
CREATE TABLE noted (place int GENERATED ALWAYS AS IDENTITY, told text);
CREATE FUNCTION create_reference_table(name text) RETURNS void LANGUAGE sql AS
$$ INSERT INTO noted (told) VALUES (name || ' everywhere, ' ||
    current_setting('citus.multi_shard_modify_mode')) $$;
CREATE FUNCTION create_distributed_table(name text, by text, colocate_with text) RETURNS void
LANGUAGE sql AS $$ INSERT INTO noted (told) VALUES (name || ' by ' || by || ' with ' ||
    colocate_with) $$
"""
_LINKS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated
FROM pg_constraint WHERE contype = 'f' ORDER BY 1, 2
"""
_TABLES = """
SELECT relname FROM pg_class
WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname !~ 'yoyo'
"""


@pytest.fixture
async def desk(empty_dsn: str) -> AsyncIterator[Database]:
    """A record that is not distributed."""
    migrate(empty_dsn)
    async with opened(empty_dsn, 2) as made:
        yield made


@pytest.fixture
def beside(empty_dsn: str) -> Iterator[Connection]:
    with psycopg.connect(empty_dsn, autocommit=True) as conn:
        yield conn


async def test_every_table_has_its_place(desk: Database, beside: Connection) -> None:
    """What is a patient's goes by bucket, what sessions need is everywhere, the rest is named."""
    told = await distribution.recipe(desk)
    shared = re.findall(r"create_reference_table\('(\w+)'\)", "\n".join(told))
    owned = re.findall(r"create_distributed_table\('(\w+)', 'bucket'", "\n".join(told))
    assert (tuple(shared), set(owned)) == (SHARED, set(OWNED))
    assert {name for (name,) in beside.execute(_TABLES)} == {*SHARED, *OWNED, *STAYING}


async def test_the_recipe_is_one_transaction_that_keeps_every_key(
    desk: Database, beside: Connection
) -> None:
    """One after the other, patients first, and every foreign key is there again, checked."""
    beside.execute(_NOTING)
    before = beside.execute(_LINKS).fetchall()
    await steps.taken(desk, *await distribution.recipe(desk))
    told = [one for (one,) in beside.execute("SELECT told FROM noted ORDER BY place")]
    assert told == [
        *(f"{name} everywhere, sequential" for name in SHARED),
        "patients by bucket with none",
        *(f"{name} by bucket with patients" for name in OWNED if name != "patients"),
    ]
    assert len(before) > 4
    assert beside.execute(_LINKS).fetchall() == before


async def test_a_recipe_that_fails_changes_nothing(desk: Database, beside: Connection) -> None:
    """Without the functions the keys stay where they are."""
    before = beside.execute(_LINKS).fetchall()
    with pytest.raises(psycopg.errors.UndefinedFunction):
        await steps.taken(desk, *await distribution.recipe(desk))
    assert beside.execute(_LINKS).fetchall() == before


def test_a_server_without_citus_is_refused(empty_dsn: str, tmp_path: Path) -> None:
    """The sentence says what is missing and what to do."""
    told = run(tmp_path, "distribute", database_url=empty_dsn)
    sentence = b"Error: this database has no Citus: install it on every server, CREATE EXTENSION"
    assert (told.returncode, told.stdout) == (1, b"")
    assert told.stderr.startswith(sentence)
