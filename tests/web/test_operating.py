"""What an operator does at the command line: administrators, the trail, the keys."""

import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from vitalweb.migrate import migrate
from vitalweb.store.retries import Retry

PASSWORD = "correct horse battery staple"

type Run = "subprocess.CompletedProcess[str]"


def _run(dsn: str, home: Path, *words: str) -> Run:
    given = {**os.environ, "VITALWEB_DATABASE_URL": dsn, "VITALWEB_DATA_DIR": str(home)}
    command = [sys.executable, "-m", "vitalweb", *words]
    return subprocess.run(command, env=given, capture_output=True, text=True, check=False)


def test_the_first_administrator_is_made_at_the_machine(empty_dsn: str, tmp_path: Path) -> None:
    """An administrator's account is opened once, under the same rules as any other."""
    migrate(empty_dsn)
    words = ("create-admin", "root", "--name", "Ada", "--password")
    weak = _run(empty_dsn, tmp_path, *words, "short")
    made = _run(empty_dsn, tmp_path, *words, PASSWORD)
    again = _run(empty_dsn, tmp_path, *words, PASSWORD)
    assert (weak.returncode, weak.stderr) == (1, "password must have 12 to 128 characters\n")
    assert (made.returncode, again.returncode, again.stderr) == (0, 1, "Exists already\n")
    with psycopg.connect(empty_dsn) as conn:
        assert conn.execute("SELECT account_id, role FROM accounts").fetchall() == [
            ("root", "admin")
        ]


_ROW = """
INSERT INTO audit (
    at, account_id, role, action, request_id, address, outcome, created_at, updated_at
) SELECT now(), 'ann', 'doctor', 'patients_find', %s, '-', 200, now(), now()
FROM generate_series(1, 1100)
"""


def test_the_trail_is_written_out_whole(empty_dsn: str, tmp_path: Path) -> None:
    """The export has every row, its own the last, and a trail without seals verifies."""
    migrate(empty_dsn)
    name = uuid4().hex
    with psycopg.connect(empty_dsn, autocommit=True) as conn:
        conn.execute(_ROW, [name])
    done = _run(empty_dsn, tmp_path, "audit", "export")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["audit_id"] for row in rows] == list(range(1, 1102))
    assert [row["request_id"] for row in rows[:-1]] == [name] * 1100
    assert (rows[-1]["action"], rows[-1]["role"]) == ("audit_export", "operator")
    assert _run(empty_dsn, tmp_path, "audit", "verify").returncode == 0


_TIMED = """
INSERT INTO audit (
    at, account_id, role, action, request_id, address, outcome, created_at, updated_at
)
SELECT at, 'ann', 'doctor', 'patients_find', 'r', '-', 200, at, at
FROM (VALUES (%s::timestamptz)) AS given (at)
"""


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-01-01T12:00:59Z", "minute 2026-01-01T12:00Z: rows from here on are not sealed; "),
        ("2190-01-01T00:00:59Z", "minute 2190-01-01T00:00Z: row 1 was inserted or edited, with "),
    ],
)
def test_what_no_seal_holds_is_told_in_a_sentence(
    empty_dsn: str, tmp_path: Path, at: str, told: str
) -> None:
    """Rows whose minute was not sealed in time, or of a time to come, end the check with code 1."""
    migrate(empty_dsn)
    with psycopg.connect(empty_dsn, autocommit=True) as conn:
        conn.execute(_TIMED, [at])
    done = _run(empty_dsn, tmp_path, "audit", "verify")
    assert (done.returncode, done.stderr[: len(told)]) == (1, told)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [("audit", "verify"), ("keys", "rotate")])
def test_there_is_nothing_wrong_with_an_empty_record(
    empty_dsn: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """On a fresh record both checks say that all is well."""
    migrate(empty_dsn)
    assert _run(empty_dsn, tmp_path, *words).returncode == 0


_EMPTY = """
INSERT INTO retries (asker, retry_key, request_digest, status, body, created_at, updated_at)
VALUES ('ann', 'k', '', 200, '', now(), now())
"""


def test_what_no_key_opens_is_told_in_a_sentence(empty_dsn: str, tmp_path: Path) -> None:
    """A rotation seals what it can, names what it could not open, and ends with code 1."""
    migrate(empty_dsn)
    with psycopg.connect(empty_dsn, autocommit=True) as conn:
        conn.execute(_EMPTY)
    told = _run(empty_dsn, tmp_path, "keys", "rotate")
    place = Retry(asker="ann", retry_key="k", request_digest=b"").place
    assert (told.returncode, told.stderr) == (1, f"not opened: {place}\n")
    assert told.stdout == "0 sessions and 0 kept answers rest under key 1 now\n"


def test_a_chain_that_was_noted_elsewhere_is_asked_for(empty_dsn: str, tmp_path: Path) -> None:
    """Where no seal has it, the trail was cut off, which is told with code 1."""
    migrate(empty_dsn)
    told = _run(empty_dsn, tmp_path, "audit", "verify", "--last", "0aF" + "0" * 61)
    assert told.returncode == 1
    assert told.stderr.endswith(": the seal that was noted elsewhere is not there\n")
