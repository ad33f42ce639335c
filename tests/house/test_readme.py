"""README.md says what is so."""

import sys
from pathlib import Path

from attrs import Attribute, fields

from tests.house import page
from tests.house.process import VITALWEB, output, started
from vitalweb.http.routes import ROUTES
from vitalweb.settings import SECRETS, Settings, environment_name

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


def test_the_library_s_example_prints_what_the_page_says(tmp_path: Path) -> None:
    """The Python example runs as it stands."""
    ((code, expected),) = page.told("As a library", "python")
    assert output([sys.executable, "-c", code], tmp_path) == expected


def test_every_route_is_in_the_table_and_the_reverse() -> None:
    """The page's table of the API is the route table."""
    wanted = [f"| {one.method} | {one.path} | {one.summary} |" for one in ROUTES]
    assert page.rows("The API") == wanted


def test_every_setting_is_in_the_table_and_the_reverse() -> None:
    """The page's table of settings is what the service reads, defaults included."""
    assert page.rows("Settings") == [_row(one) for one in fields(Settings)]


def test_every_secret_is_named_as_a_file() -> None:
    """The page names each setting that can be given as a file."""
    told = page.section("Settings")
    assert [name for name in SECRETS if f"{environment_name(name)}_FILE" not in told] == []


def test_every_setting_is_in_the_example_file_and_the_reverse() -> None:
    """What can be set stands in .env.example, once and commented out."""
    lines = (page.ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = [line.removeprefix("# ").split("=")[0] for line in lines if "=" in line]
    assert named == [environment_name(one.name) for one in fields(Settings)]
    assert all(line.startswith("# ") for line in lines if line)


def test_the_example_file_shows_the_defaults() -> None:
    """A line of .env.example that is uncommented as it stands changes nothing."""
    lines = (page.ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    shown = dict(line.removeprefix("# ").split("=", 1) for line in lines if "=" in line)
    defaults = {environment_name(one.name): one.metadata["default"] for one in fields(Settings)}
    del defaults["VITALWEB_DATA_DIR"]  # another folder on every platform
    assert {name: shown[name] for name, default in defaults.items() if default} == {
        name: default for name, default in defaults.items() if default
    }


def test_every_place_that_the_page_names_is_there() -> None:
    """Where things are is where the page says."""
    named = [
        line.split()[0] for line in page.section("Where things are").splitlines() if "/  " in line
    ]
    assert named
    assert [name for name in named if not (page.ROOT / name).is_dir()] == []


def _row(one: "Attribute[object]") -> str:
    default = one.metadata["default"] or ""
    shown = "the platform's data folder" if one.name == "data_dir" else default
    return f"| {environment_name(one.name)} | {shown} | {one.metadata['says']} |"
