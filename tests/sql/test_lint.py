"""The rules of SQL that holds on Citus too, and a planted violation of each."""

import re

import pytest

from tests.sql import lint
from tests.sql.lint import FAN_OUTS, MIGRATION_RULES, OWNED, STATEMENT_RULES, Page, Rule
from vitalweb.files import folder

STATEMENTS = [
    Page(path.relative_to(folder("sql")).with_suffix("").as_posix(), path.read_text())
    for path in sorted(folder("sql").rglob("*.sql"))
]
MIGRATIONS = [
    Page(path.stem, path.read_text())
    for path in sorted(folder("migrations").glob("*.sql"))
    if not path.stem.endswith(".rollback")
]
TABLE = (
    "-- Why.\nCREATE TABLE {} (\n    {},\n"
    "    created_at timestamptz NOT NULL,\n    updated_at timestamptz NOT NULL\n)"
)

#: Each rule with texts that break it and nothing else.
PLANTED: dict[Rule, tuple[str, ...]] = {
    lint.says_why: ("SELECT 1", "--\nSELECT 1", "-- 42\nSELECT 1"),
    lint.one_statement: ("-- Two.\nSELECT 1; SELECT 2", "-- Ended.\nSELECT 1;"),
    lint.no_percent_in_comments: ("-- SpO2 in %.\nSELECT 1", "-- Why.\nSELECT 1 -- 5 %"),
    lint.by_bucket: (
        "-- Why.\nSELECT name FROM patients WHERE patient_id = %(patient_id)s",
        "-- Why.\nUPDATE vitals SET value = 1 WHERE vital_id = %(vital_id)s",
        "-- Why.\nDELETE FROM vitals WHERE vital_id = %(vital_id)s AND bucket = 1",
        "-- Why.\nINSERT INTO vitals (vital_id, value) VALUES (%(vital_id)s, 1)",
        "-- Why.\nSELECT 1 FROM accounts INNER JOIN patients ON true",
        "-- Why.\nWITH a AS (SELECT value FROM vitals) SELECT 1 FROM a WHERE bucket = %(bucket)s",
        "-- Why.\nSELECT 1 FROM vitals WHERE bucket = %(bucket)s UNION ALL SELECT 1 FROM vitals",
        (
            "-- Why.\nSELECT name FROM patients WHERE bucket = %(bucket)s"
            " AND EXISTS (SELECT 1 FROM vitals WHERE vital_type = 'bucket = %(bucket)s')"
        ),
    ),
    lint.nothing_volatile: (
        "-- Why.\nUPDATE accounts SET updated_at = now()",
        "-- Why.\nUPDATE accounts SET updated_at = CURRENT_TIMESTAMP",
        (
            "-- Why.\nINSERT INTO accounts (account_id) VALUES (1) ON CONFLICT (account_id)"
            " DO UPDATE SET updated_at = clock_timestamp()"
        ),
        "-- Why.\nSELECT random (), uuidv7()",
    ),
    lint.no_star: (
        "-- Why.\nSELECT * FROM accounts",
        "-- Why.\nSELECT accounts.* FROM accounts",
        "-- Why.\nDELETE FROM accounts RETURNING *",
    ),
    lint.nothing_per_node: (
        "-- Why.\nCREATE TRIGGER stamp BEFORE UPDATE ON accounts EXECUTE FUNCTION stamp()",
        "-- Why.\nNOTIFY changed",
        "-- Why.\nSELECT pg_advisory_lock(1)",
    ),
    lint.nothing_concurrent: ("-- Why.\nCREATE INDEX CONCURRENTLY a ON vitals (value)",),
    lint.keys_after_tables: (
        TABLE.format("a", "b text REFERENCES c (b)"),
        TABLE.format("a", "FOREIGN KEY (b) REFERENCES c (b)"),
    ),
    lint.unique_with_bucket: (
        TABLE.format("vitals", "vital_id uuid PRIMARY KEY"),
        TABLE.format("vitals", "PRIMARY KEY (vital_id)"),
        TABLE.format("patients", "name text UNIQUE"),
        "-- Why.\nCREATE UNIQUE INDEX one ON vitals (vital_id)",
    ),
    lint.stamped: ("-- Why.\nCREATE TABLE a (\n    b text\n)",),
}
CASES = [(rule, text) for rule, texts in PLANTED.items() for text in texts]


@pytest.mark.parametrize("page", STATEMENTS, ids=lambda page: page.name)
def test_statements_hold_on_citus(page: Page) -> None:
    """No file of sql/ breaks a rule."""
    assert [told for rule in STATEMENT_RULES for told in rule(page)] == []


@pytest.mark.parametrize("page", MIGRATIONS, ids=lambda page: page.name)
def test_migrations_hold_on_citus(page: Page) -> None:
    """No migration breaks a rule."""
    assert [told for rule in MIGRATION_RULES for told in rule(page)] == []


@pytest.mark.parametrize(("rule", "text"), CASES)
def test_every_rule_finds_what_breaks_it(rule: Rule, text: str) -> None:
    """A planted violation is found by its rule, and by no other one."""
    rules = dict.fromkeys((*STATEMENT_RULES, *MIGRATION_RULES))
    assert [one for one in rules if list(one(Page("planted", text)))] == [rule]


def test_no_rule_is_without_a_planted_violation() -> None:
    """A rule that nothing can break would hold nothing."""
    assert set(PLANTED) == {*STATEMENT_RULES, *MIGRATION_RULES}


def test_a_fan_out_has_a_reason_and_is_one() -> None:
    """Every exception exists, says why, and would be found without the exception."""
    pages = {page.name: page for page in STATEMENTS}
    found = {name for name in FAN_OUTS if list(lint.by_bucket(Page("", pages[name].text)))}
    assert found == set(FAN_OUTS)
    assert all(FAN_OUTS.values())


def test_every_table_with_a_bucket_is_known_as_sharded() -> None:
    """A new table with a bucket is held to the rules for such tables."""
    code = "\n".join(page.code for page in MIGRATIONS)
    made = re.findall(r"CREATE TABLE (\w+) \((.*?)\n\)", code, re.DOTALL)
    assert {name for name, columns in made if re.search(r"\bbucket\b", columns)} == set(OWNED)
