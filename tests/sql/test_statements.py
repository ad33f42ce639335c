"""Every file of sql/ and the class its rows fill: the same names, and types that fit."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest
from psycopg import Connection
from psycopg.pq import ExecStatus

from vitalcore.kinds import Kind, Value
from vitalcore.patient import Gender
from vitalcore.role import Role
from vitalweb.files import folder
from vitalweb.store import sql
from vitalweb.store.sql import STATEMENTS, Statement

#: Which types of PostgreSQL a field may be filled from.
FITTING: Mapping[Any, frozenset[str]] = {
    str: frozenset({"text"}),
    Kind: frozenset({"text"}),
    Gender: frozenset({"text"}),
    Role: frozenset({"text"}),
    Sequence[int]: frozenset({"_int8"}),
    Sequence[bytes]: frozenset({"_bytea"}),
    int: frozenset({"int2", "int4", "int8"}),
    bool: frozenset({"bool"}),
    bytes: frozenset({"bytea"}),
    list[bytes]: frozenset({"_bytea"}),
    list[str]: frozenset({"_text"}),
    date: frozenset({"date"}),
    datetime: frozenset({"timestamptz"}),
    Decimal: frozenset({"numeric"}),
    Value: frozenset({"numeric"}),
    UUID: frozenset({"uuid"}),
}


def described(other: Connection, text: bytes) -> dict[str, str]:
    """What PostgreSQL says of a statement's columns once it has prepared it."""
    names = list(dict.fromkeys(re.findall(rb"%\((\w+)\)s", text)))
    numbered = re.sub(rb"%\((\w+)\)s", lambda m: b"$%d" % (names.index(m[1]) + 1), text)
    prepared = other.pgconn.prepare(b"", numbered)
    assert prepared.status == ExecStatus.COMMAND_OK, prepared.error_message.decode()
    found = other.pgconn.describe_prepared(b"")
    return {
        (found.fname(place) or b"").decode(): _type_name(other, found.ftype(place))
        for place in range(found.nfields)
    }


@pytest.fixture(autouse=True)
def room(other: Connection) -> None:
    """What a batch is compared with the record in, which a connection makes for itself."""
    for one in (sql.LAY_OUT_PATIENTS, sql.LAY_OUT_VITALS, sql.LAY_OUT_WAITING):
        other.execute(one.text)


def _type_name(other: Connection, oid: int) -> str:
    known = other.adapters.types.get(oid)
    assert known, f"the driver has no type {oid}"
    return f"_{known.name}" if oid == known.array_oid else known.name


def _bare(hint: Any) -> Any:
    """The type of a field that may also be None."""
    return get_args(hint)[0] if isinstance(hint, UnionType) else hint


def test_every_file_is_one_statement_of_the_register() -> None:
    """No file is left out of the register, none stands in it twice, and none is missing."""
    files = {
        path.relative_to(folder("sql")).with_suffix("").as_posix(): path.read_bytes()
        for path in folder("sql").rglob("*.sql")
    }
    assert sorted(one.name for one in STATEMENTS) == sorted(files)
    assert {one.name: one.text for one in STATEMENTS} == files


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda one: one.name)
def test_columns_are_the_fields_of_the_class_they_fill(
    statement: Statement[Any], other: Connection
) -> None:
    """Prepared against the migrated schema, a statement gives the class's fields and no others."""
    found = described(other, statement.text)
    assert sorted(found) == sorted(statement.columns)
    hints = get_type_hints(statement.fills)
    unfit = {name: kind for name, kind in found.items() if kind not in FITTING[_bare(hints[name])]}
    assert unfit == {}


def test_a_column_too_many_is_found(other: Connection) -> None:
    """The comparison can fail: another name, and another type, are told."""
    found = described(other, b"SELECT 1::int4 AS a, %(at)s::text AS at, ARRAY[''::bytea] AS b")
    assert found == {"a": "int4", "at": "text", "b": "_bytea"}


def test_nothing_of_the_record_is_deleted() -> None:
    """Rows go from the tables of retries, of guesses and of what lies beside the record alone."""
    texts = [one.text.decode() for one in STATEMENTS]
    verbs = re.compile(r"\b(?:DELETE\s+FROM|TRUNCATE|DROP)\s+([a-z_, ]+)")
    gone = {
        name.strip() for text in texts for said in verbs.findall(text) for name in said.split(",")
    }
    assert gone == {"attempts", "retries", "staged_patients", "staged_vitals"}
