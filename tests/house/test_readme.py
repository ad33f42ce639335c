"""README.md says what is so."""

import os
import sys
from pathlib import Path

import click

from tests.house import page
from tests.house.process import VITALWEB, output, started
from vitalweb import handbook
from vitalweb.cli import main
from vitalweb.http.routes import ROUTES

_CUT = "\f"  # between the output of one block and that of the next


def test_the_first_session_prints_what_the_page_says(tmp_path: Path) -> None:
    """A reader who types the session sees the answers and the refusal that the page shows."""
    session = page.told("A first session", "sh")
    script = f"printf '{_CUT}'\n".join(code for code, _ in session)
    with started(VITALWEB, tmp_path) as port:
        typed = script.replace("127.0.0.1:8080", f"127.0.0.1:{port}")
        answers = output(["bash", "-euo", "pipefail", "-c", typed], tmp_path).split(_CUT)
    assert [page.masked(one) for one in answers] == [page.masked(one) for _, one in session]


def test_the_session_ends_with_the_refusal_of_a_stale_version() -> None:
    """The refusal that matters most is on the page, with both versions in it."""
    _, refusal = page.told("A first session", "sh")[-1]
    assert '"status":409' in refusal
    assert '"current":2,"seen":1' in refusal


def test_the_library_s_examples_print_what_the_page_says(tmp_path: Path) -> None:
    """The Python examples run as they stand."""
    told = page.told("As a library", "python")
    assert [output([sys.executable, "-c", code], tmp_path) for code, _ in told] == [
        expected for _, expected in told
    ]


def test_the_library_s_commands_print_what_the_page_says(tmp_path: Path) -> None:
    """What a reader types is answered as the page shows."""
    told = page.told("As a library", "sh")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    typed = [["bash", "-euo", "pipefail", "-c", code] for code, _ in told]
    assert [output(one, tmp_path, PATH=path) for one in typed] == [said for _, said in told]


def test_every_route_is_in_the_table_and_the_reverse() -> None:
    """The page's table of the API is the route table."""
    wanted = [f"| {one.method} | {one.path} | {one.summary} |" for one in ROUTES]
    assert page.rows("The API") == wanted


def test_every_command_is_in_the_table_and_the_reverse() -> None:
    """The page's table of commands is the command line's own."""
    wanted = [
        f"| vitalweb {name} | {meaning(one)} |" for name, one in sorted(main.commands.items())
    ]
    assert page.rows("On the command line") == wanted


def test_every_setting_is_in_the_table_and_the_reverse() -> None:
    """The page's table of settings is the handbook."""
    wanted = [f"| {one.name} | {one.default} | {one.meaning} |" for one in handbook.entries()]
    assert page.rows("Settings") == wanted


def test_every_secret_is_named_as_a_file() -> None:
    """The page names each setting that can be given as a file."""
    secrets = [one.name for one in handbook.entries() if one.secret]
    told = page.section("Settings")
    assert [name for name in secrets if f"{name}_FILE" not in told] == []


def test_the_example_file_has_every_setting_commented_out() -> None:
    """What can be set stands in .env.example, and taken over unread it changes nothing."""
    lines = (page.ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("# ") for line in lines if line)
    named = [line.removeprefix("# ").split("=")[0] for line in lines if "=" in line]
    assert named == [one.name for one in handbook.entries()]


def test_the_example_file_shows_the_defaults() -> None:
    """A line of .env.example that is uncommented as it stands says what holds anyway."""
    lines = (page.ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    shown = dict(line.removeprefix("# ").split("=", 1) for line in lines if "=" in line)
    defaults = {one.name: one.default for one in handbook.entries() if one.default}
    del defaults["VITALWEB_DATA_DIR"]  # another folder on every platform
    assert {name: shown[name] for name in defaults} == defaults


def test_every_place_that_the_page_names_is_there() -> None:
    """Where things are is where the page says."""
    named = [
        line.split()[0] for line in page.section("Where things are").splitlines() if "/  " in line
    ]
    assert named
    assert [name for name in named if not (page.ROOT / name).is_dir()] == []


def meaning(command: click.Command) -> str:
    """Give the first sentence of a command's help."""
    assert command.help
    return command.help.splitlines()[0]
