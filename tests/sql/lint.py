"""What SQL must be so that it holds on one PostgreSQL and on Citus alike."""

import re
from collections.abc import Callable, Iterator

from attrs import frozen

#: Tables that are sharded by bucket.
OWNED = (
    "patients",
    "patient_history",
    "vitals",
    "vital_history",
    "assignments",
    "assignment_history",
)
#: Statements that are meant to ask every shard.
FAN_OUTS = {
    "patients/page": "the list of all patients is in the order of their ids, whatever their shard",
    "patients/page-as-of": "the same list, as it was known",
    "partitions/newest": "the greatest id of all bounds the first partition",
    "batches/strike": "a batch may hold readings of many patients",
    "patients/export": "an export reads the whole record",
    "vitals/export": "an export reads the whole record",
    "vitals/add-together": "a group is of several patients, joined by their buckets",
    "vitals/correct-together": "a group is of several patients, joined by their buckets",
    "vitals/written-together": "a group is of several patients, joined by their buckets",
    "patients/revise-together": "a group is of several patients, joined by their buckets",
    "imports/add-vitals": "a batch names patients of every shard, joined by their buckets",
    "imports/count-struck": "a batch has readings of every shard, joined by their buckets",
    "imports/misfit-patients": "a batch names patients of every shard, joined by their buckets",
    "imports/misfit-vitals": "a batch has readings of every shard, joined by their buckets",
    "imports/set-aside": "a batch names patients of every shard, joined by their buckets",
    "imports/unassigned": "a batch names patients of every shard, joined by their buckets",
}

#: Migrations that were there before a table could be in partitions.
UNPARTITIONED = {"0018.cover-series"}

_TABLES = "|".join(OWNED)
_READS = re.compile(rf"\b(?:FROM|UPDATE|JOIN|ONLY)\s+(?:{_TABLES})\b", re.IGNORECASE)
_INSERTS = re.compile(rf"\bINTO\s+(?:{_TABLES})\s*\(([^()]*)\)", re.IGNORECASE)
_BY_BUCKET = re.compile(r"\bbucket = :bucket\b")
_UNION = r"\bUNION(?: ALL)?\b"
_COMMENT = re.compile(r"--[^\n]*")
_VOLATILE = re.compile(
    r"\b(?:now|random|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|uuidv4"
    r"|uuidv7|gen_random_uuid)\s*\(|\bcurrent_(?:date|time|timestamp)\b|\blocaltime(?:stamp)?\b",
    re.IGNORECASE,
)
_STAR = re.compile(r"(?:\bSELECT|\bRETURNING|,|\.|\bDISTINCT)\s*\*", re.IGNORECASE)
_PER_NODE = re.compile(r"\b(?:TRIGGER|LISTEN|NOTIFY|pg_\w*advisory\w*)\b", re.IGNORECASE)
_CREATE_TABLE = re.compile(r"CREATE TABLE (\w+) \((.*?)\n\)", re.DOTALL)
_UNIQUE_INDEX = re.compile(r"CREATE UNIQUE INDEX \w+ ON (\w+) \(([^()]*)\)")
_UNIQUE = re.compile(r"(?:PRIMARY KEY|UNIQUE)\b(?:\s*\(([^()]*)\))?")


@frozen
class Page:
    """One file: its name without the ending, and its text."""

    name: str
    text: str

    @property
    def code(self) -> str:
        """The statements alone: no comments, nothing in quotes, parameters as :name."""
        bare = re.sub(r"'(?:[^']|'')*'", "''", _COMMENT.sub("", self.text))
        return re.sub(r"%\((\w+)\)s", r":\1", bare)


type Rule = Callable[[Page], Iterator[str]]


def says_why(page: Page) -> Iterator[str]:
    """The first line says in words what the file is for."""
    if not re.match(r"-- [A-Z].*\w", page.text):
        yield "has no first line that says what it is for"


def one_statement(page: Page) -> Iterator[str]:
    """A file is one statement, and ends without a semicolon."""
    if ";" in page.code:
        yield "has more than one statement, or a semicolon"


def no_percent_in_comments(page: Page) -> Iterator[str]:
    """To the driver a percent sign is a parameter, in a comment as well."""
    for comment in _COMMENT.findall(page.text):
        if "%" in comment:
            yield "has a percent sign in a comment"


def by_bucket(page: Page) -> Iterator[str]:
    """Every block that reads or changes a sharded table says which shard."""
    if page.name in FAN_OUTS:
        return
    for block in _blocks(page.code):
        if _READS.search(block) and not _BY_BUCKET.search(block):
            yield "touches a sharded table without bucket = %(bucket)s"
    for columns in _INSERTS.findall(page.code):
        if "bucket" not in _words(columns):
            yield "inserts into a sharded table without a bucket"


def nothing_volatile(page: Page) -> Iterator[str]:
    """Time and dice come in as parameters."""
    for found in _VOLATILE.findall(page.code):
        yield f"asks the database for {found}"


def no_star(page: Page) -> Iterator[str]:
    """Columns are a contract, so they are listed."""
    if _STAR.search(page.code):
        yield "selects or returns whatever there is"


def nothing_per_node(page: Page) -> Iterator[str]:
    """Triggers, notifications and advisory locks are a single node's."""
    for found in _PER_NODE.findall(page.code):
        yield f"uses {found}"


def nothing_concurrent(page: Page) -> Iterator[str]:
    """A partitioned table takes no index that is made while others write."""
    if page.name in UNPARTITIONED:
        return
    if re.search(r"\bCONCURRENTLY\b.*\bvitals\b", page.code, re.IGNORECASE | re.DOTALL):
        yield "makes an index of vitals CONCURRENTLY"


def keys_after_tables(page: Page) -> Iterator[str]:
    """A foreign key is added once both tables are there."""
    for table, columns in _CREATE_TABLE.findall(page.code):
        if re.search(r"\bREFERENCES\b|\bFOREIGN KEY\b", columns):
            yield f"has a foreign key inside CREATE TABLE {table}"


def unique_with_bucket(page: Page) -> Iterator[str]:
    """What is unique in a sharded table is so within a bucket."""
    for table, columns in _CREATE_TABLE.findall(page.code):
        for listed in _UNIQUE.findall(columns):
            if table in OWNED and "bucket" not in _words(listed):
                yield f"has a key of {table} without bucket"
    for table, listed in _UNIQUE_INDEX.findall(page.code):
        if table in OWNED and "bucket" not in _words(listed):
            yield f"has a unique index of {table} without bucket"


def stamped(page: Page) -> Iterator[str]:
    """Every table knows when a row was made and when it was changed."""
    for table, columns in _CREATE_TABLE.findall(page.code):
        for name in ("created_at", "updated_at"):
            if f"{name} timestamptz NOT NULL" not in columns:
                yield f"makes {table} without {name}"


STATEMENT_RULES: tuple[Rule, ...] = (
    says_why,
    one_statement,
    no_percent_in_comments,
    by_bucket,
    nothing_volatile,
    no_star,
    nothing_per_node,
)
MIGRATION_RULES: tuple[Rule, ...] = (
    says_why,
    nothing_volatile,
    nothing_per_node,
    nothing_concurrent,
    keys_after_tables,
    unique_with_bucket,
    stamped,
)


def _blocks(code: str) -> Iterator[str]:
    """Take the innermost parentheses out one after the other, each a block of its own."""
    while found := re.search(r"\(([^()]*)\)", code):
        yield from re.split(_UNION, found[1])
        code = f"{code[: found.start()]} {code[found.end() :]}"
    yield from re.split(_UNION, code)


def _words(columns: str) -> list[str]:
    return re.findall(r"\w+", columns)
