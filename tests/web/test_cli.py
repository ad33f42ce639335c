"""The commands as a user has them: processes with arguments, output and exit codes."""

import json
import os
import pty
import re
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from tests.command import VITALWEB, environment, run
from vitalweb.cli import main

COMMANDS = [
    "serve",
    "migrate",
    "check-config",
    "import",
    "export",
    "invite",
    "create-admin",
    "audit",
    "keys",
    "partition",
    "distribute",
    "version",
]
ANN = {"patient_id": "ann", "name": "Ann Lee", "gender": "F", "birth_date": "1970-01-01"}
HR = {"patient_id": "ann", "recorded_at": "2026-01-01T08:00:00Z", "vital_type": "HR", "value": 80}
FILE = f"{json.dumps(ANN)}\n{json.dumps(HR)}\n".encode()
BAD = FILE + json.dumps(HR | {"value": 301}).encode()


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the user whom root's PostgreSQL runs as may enter."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command that needs no process of its own."""
    monkeypatch.chdir(tmp_path)
    return partial(CliRunner().invoke, main, prog_name="vitalweb")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, told: Callable[..., Result], tmp_path: Path) -> None:
    """Help needs no settings and makes nothing."""
    found = told([command, "--help"], env={"VITALWEB_PORT": "http"})
    assert found.exit_code == 0
    assert found.stdout.startswith(f"Usage: vitalweb {command}")
    assert list(tmp_path.iterdir()) == []


def test_the_help_lists_every_command(told: Callable[..., Result]) -> None:
    """What can be asked for is listed, each in a line that is not cut off."""
    listed = told(["-h"]).stdout.partition("Commands:\n")[2].splitlines()
    assert sorted(line.split()[0] for line in listed) == sorted(COMMANDS)
    assert [line for line in listed if line.endswith("...") or not line.endswith(".")] == []


@pytest.mark.parametrize("arguments", [["version"], ["--version"]])
def test_the_version_is_the_package_s(arguments: list[str], told: Callable[..., Result]) -> None:
    """The version alone is printed, for scripts."""
    assert told(arguments).stdout == version("vitalmonitor") + "\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["bogus"],
        ["import"],
        ["import", "no-such-file.csv"],
        ["import", "--format", "xml", "-"],
        ["import", "--format", "csv", "--by", "no account", "-"],
        ["invite", "--hours", "0"],
        ["audit", "verify", "--last", ""],
        ["audit", "verify", "--last", "g" * 64],
        ["audit", "verify", "--last", "0" * 63],
        ["audit", "verify", "--last", "0" * 66],
    ],
)
def test_wrong_arguments_leave_with_code_2(
    arguments: list[str], told: Callable[..., Result], tmp_path: Path
) -> None:
    """What cannot be understood is told before anything is started."""
    found = told(arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert "Error: " in found.stderr
    assert list(tmp_path.iterdir()) == []


def test_migrate_names_what_it_applied_once(empty_dsn: str, tmp_path: Path) -> None:
    """The first run applies every migration, the second none."""
    first = run(tmp_path, "migrate", database_url=empty_dsn).stdout.decode().splitlines()
    second = run(tmp_path, "migrate", database_url=empty_dsn).stdout.decode()
    assert first[0] == "applied 0001.create-accounts"
    assert first[-1] == second.strip() == "the schema is up to date"


@pytest.mark.parametrize("command", ["serve", "migrate", "export", "invite"])
def test_a_database_that_is_away_is_one_sentence(command: str, tmp_path: Path) -> None:
    """A command that cannot reach its database says so, without the address, and leaves with 1."""
    told = run(tmp_path, command, database_url="postgresql://ann:geheim@127.0.0.1:1/x")
    (sentence,) = told.stderr.decode().splitlines()
    assert (told.returncode, told.stdout) == (1, b"")
    assert sentence.startswith("Error: the database cannot be reached")
    assert "geheim" not in sentence


def test_an_import_that_others_hold_up_says_so(empty_dsn: str, tmp_path: Path) -> None:
    """Whoever waits in vain for somebody else's change is told that, and keeps nothing."""
    asked = ("import", "-", "--format", "ndjson")
    run(tmp_path, *asked, stdin=json.dumps(ANN).encode(), database_url=empty_dsn)
    with psycopg.connect(empty_dsn) as other:
        other.execute("DELETE FROM patients")
        told = run(tmp_path, *asked, stdin=FILE, database_url=empty_dsn)
        other.rollback()
        kept = other.execute("SELECT 1 FROM vitals").fetchall()
    (sentence,) = told.stderr.decode().splitlines()
    assert (told.returncode, told.stdout, kept) == (1, b"", [])
    assert sentence.startswith("Error: others held what this needs for too long")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_that_is_taken_is_one_sentence(workers: str, dsn: str, tmp_path: Path) -> None:
    """A second service on the same port is not started."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = run(tmp_path, "serve", database_url=dsn, port=port, workers=workers)
    (sentence,) = told.stderr.decode().splitlines()
    assert (told.returncode, told.stdout) == (1, b"")
    assert "ddress already in use" in sentence


def test_a_file_is_imported_from_a_name_or_a_stream(empty_dsn: str, tmp_path: Path) -> None:
    """FILE is a name that says its format, or - with --format; the readings are the importer's."""
    place = tmp_path / "ward.NDJSON"
    place.write_bytes(FILE)
    named = run(tmp_path, "import", place, "--by", "ann@ward", database_url=empty_dsn)
    stream = run(tmp_path, "import", "-", "--format", "ndjson", stdin=FILE, database_url=empty_dsn)
    assert named.stdout.decode() == (
        "imported 1 patient and 1 reading from 2 lines; 0 readings left as in the record\n"
    )
    assert stream.stdout.decode() == (
        "imported 0 patients and 0 readings from 2 lines; 1 reading left as in the record\n"
    )
    assert (named.returncode, stream.returncode, stream.stderr) == (0, 0, b"")
    assert re.fullmatch(
        rb"strike it out as a whole with DELETE /batches/[0-9a-f-]{36}\n", named.stderr
    )
    with psycopg.connect(empty_dsn) as conn:
        kept = conn.execute("SELECT created_by, value FROM vitals").fetchall()
    assert kept == [("ann@ward", 80)]


def test_what_was_struck_out_is_told_when_its_file_comes_again(
    empty_dsn: str, tmp_path: Path
) -> None:
    """It is not enough to say that it was left as it is: nothing of it stands."""
    asked = partial(run, tmp_path, "import", "-", "--format", "ndjson", database_url=empty_dsn)
    first = asked(stdin=FILE)
    before = asked(stdin=FILE)
    with psycopg.connect(empty_dsn) as conn:
        conn.execute("UPDATE vitals SET struck = true, version = 2")
    again = asked("--by", "ann", stdin=FILE)
    assert (first.returncode, before.returncode, again.returncode) == (0, 0, 0)
    assert before.stdout.startswith(b"this file was taken in before; then it imported 1 patient")
    assert (first.stderr.count(b"DELETE"), before.stderr) == (1, b"")
    assert again.stdout.decode() == (
        "imported 0 patients and 0 readings from 2 lines; 1 reading left as in the record,"
        " of which 1 struck out\n"
    )
    assert again.stderr.startswith(b"what was struck out stays so: POST /vitals enters")


def test_a_stream_s_format_is_asked_for(tmp_path: Path) -> None:
    """Without a name to tell the format by, the option is needed."""
    told = run(tmp_path, "import", "-", stdin=FILE)
    assert (told.returncode, told.stdout) == (2, b"")
    assert told.stderr.endswith(
        b"does not end in one of .csv, .ndjson, .jsonl, .json: say --format\n"
    )


def test_a_refused_file_is_told_line_by_line_with_code_1(empty_dsn: str, tmp_path: Path) -> None:
    """Each refused line is named on standard error, and nothing is imported."""
    told = run(tmp_path, "import", "-", "--format", "ndjson", stdin=BAD, database_url=empty_dsn)
    assert (told.returncode, told.stdout) == (1, b"")
    assert told.stderr.decode().splitlines() == [
        "line 3: /value must be a number from 0 to 300 (/min) for HR",
        "refused 1 of 3 lines: nothing was imported",
    ]
    with psycopg.connect(empty_dsn) as conn:
        assert conn.execute("SELECT 1 FROM patients").fetchall() == []


def test_a_dry_run_says_what_would_be_and_keeps_nothing(empty_dsn: str, tmp_path: Path) -> None:
    """A rehearsal reports like the import that it stands for."""
    arguments = ("import", "-", "--format", "ndjson", "--dry-run")
    told = run(tmp_path, *arguments, stdin=FILE, database_url=empty_dsn)
    refused = run(tmp_path, *arguments, stdin=BAD, database_url=empty_dsn)
    assert told.stdout.decode() == (
        "dry run, nothing was kept; would import 1 patient and 1 reading from 2 lines;"
        " 0 readings left as in the record\n"
    )
    assert (told.returncode, refused.returncode) == (0, 1)
    with psycopg.connect(empty_dsn) as conn:
        assert conn.execute("SELECT 1 FROM patients").fetchall() == []


def test_a_terminal_sees_how_far_an_import_is(empty_dsn: str, tmp_path: Path) -> None:
    """On a terminal a bar is drawn while the file is read; elsewhere nothing is."""
    (tmp_path / "ward.ndjson").write_bytes(FILE)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*VITALWEB, "import", "ward.ndjson"],
        cwd=tmp_path,
        env=environment(tmp_path, database_url=empty_dsn) | {"TERM": "xterm"},
        stderr=theirs,
        stdout=subprocess.DEVNULL,
    ) as told:
        os.close(theirs)
        drawn = b"".join(iter(lambda: _seen(ours), b""))
    os.close(ours)
    assert told.returncode == 0
    assert b"taking in" in drawn
    assert b"100%" in drawn


def test_an_export_is_imported_again(empty_dsn: str, tmp_path: Path) -> None:
    """What one command writes the other reads."""
    run(tmp_path, "import", "-", "--format", "ndjson", stdin=FILE, database_url=empty_dsn)
    exported = run(tmp_path, "export", database_url=empty_dsn)
    again = run(
        tmp_path, "import", "-", "--format", "ndjson", stdin=exported.stdout, database_url=empty_dsn
    )
    patient, vital = map(json.loads, exported.stdout.splitlines())
    assert (patient, vital | HR) == (ANN, vital)
    assert again.stdout.endswith(b"; 1 reading left as in the record\n")


def test_an_export_that_nobody_reads_ends_quietly(empty_dsn: str, tmp_path: Path) -> None:
    """A reader that has seen enough is no error to talk about."""
    many = "".join(json.dumps(ANN | {"patient_id": f"p{n}"}) + "\n" for n in range(5000))
    given = {"database_url": empty_dsn}
    run(tmp_path, "import", "-", "--format", "ndjson", stdin=many.encode(), **given)
    with subprocess.Popen(
        [*VITALWEB, "export"],
        cwd=tmp_path,
        env=environment(tmp_path, **given),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as export:
        assert export.stdout
        assert export.stderr
        first = export.stdout.readline()
        export.stdout.close()
        said = export.stderr.read()
    assert json.loads(first)["patient_id"] == "p0"
    assert (export.returncode, said) == (1, b"")


def test_the_commands_work_on_a_database_of_their_own(home: Path) -> None:
    """Without an address the embedded PostgreSQL is started, and found again with its readings."""
    imported = run(home, "import", "-", "--format", "ndjson", stdin=FILE)
    exported = run(home, "export")
    assert (imported.returncode, imported.stderr.count(b"\n")) == (0, 1)  # the batch's name
    assert len(exported.stdout.splitlines()) == 2


def _seen(terminal: int) -> bytes:
    """What was written to a terminal since; nothing once nobody writes any more."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
