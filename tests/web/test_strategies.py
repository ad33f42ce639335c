"""A hospital's own scores: a TOML file, a plug-in, and every mistake told at the start."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest
from aiohttp import ClientSession
from returns.result import Success

from tests.conftest import registered_at
from tests.house import page
from tests.house.process import UV, VITALWEB, bare, started
from vitalcore.risk.load import loaded
from vitalweb.strategies import registered

_PROJECT = """
[project]
name = "quiet-ward"
version = "1"

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
"""
_ODD = """
from types import SimpleNamespace

told = {"title": "Odd", "source": "A ward", "inputs": (), "assess": print}
odd = SimpleNamespace(**told | {"name": "odd score!", "version": 3, "hash": None, "inputs": "HR"})
empty = SimpleNamespace(**told | {"name": "empty", "version": " ", "hash": "0", "assess": 7})
bare = SimpleNamespace(name="bare")


class Broken:
    def __init__(self):
        raise ValueError("no table beside me")
"""
_POINTS = """
[vitalcore.strategies]
odd = odd_ward:odd
empty = odd_ward:empty
bare = odd_ward:bare
broken = odd_ward:Broken
nowhere = absent_ward:Score
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The score that README.md shows, as a file."""
    ((content, _),) = page.told("Scores", "toml")
    file = tmp_path / "own.toml"
    file.write_text(content)
    return file


def entry_point() -> str:
    """The lines by which README.md makes a package's class a strategy."""
    (place,) = re.findall(
        r"^    \[project\.entry.*\n    .*\n", page.section("Scores"), re.MULTILINE
    )
    return dedent(place)


@pytest.fixture
def plugged(tmp_path: Path) -> Path:
    """A folder into which the package that README.md shows was installed."""
    source, site = tmp_path / "quiet_ward", tmp_path / "site"
    source.mkdir()
    (source / "pyproject.toml").write_text(_PROJECT + entry_point())
    ((plugin, _),) = page.told("Scores", "python")
    (source / "quiet_ward.py").write_text(plugin)
    command = [UV, "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(source)]
    subprocess.run([*command, "--python", sys.executable], check=True, cwd=page.ROOT)
    return site


def test_the_page_s_score_is_sound(own: Path) -> None:
    """The worked example of the documentation loads, and is read as it stands."""
    content = tomllib.loads(own.read_text())
    assert isinstance(loaded(content), Success)
    names = [one.name for one in registered((own,)).unwrap()]
    assert names[-1] == "our_score"


async def test_own_scores_and_plug_ins_are_in_the_register(
    own: Path, plugged: Path, tmp_path: Path, client: ClientSession
) -> None:
    """The service lists both, assesses with both, and shows the table of the one that has one."""
    given = {"VITALWEB_STRATEGIES": str(own), "PYTHONPATH": str(plugged)}
    with started(VITALWEB, tmp_path, **given) as port:
        ann = await registered_at(f"http://127.0.0.1:{port}", client)
        listed = await (await ann.ask("GET", "/inference/strategies")).json()
        assert {"our_score", "quiet"} <= {one["name"] for one in listed["items"]}
        shown = await (await ann.ask("GET", "/inference/strategies/our_score")).json()
        assert "| HR" in shown["page"]
        record = {"recorded_at": "2026-01-01T08:00:00Z", "vitals": {"HR": 130, "SpO2": 85}}
        for name, level in (("our_score", "HIGH"), ("quiet", "MEDIUM")):
            body = {"patient_id": "p", "strategy": name, "records": [record]}
            found = await ann.ask("POST", "/inference/vital-risk", json=body)
            assert (await found.json())["risk_level"] == level


def test_every_mistake_in_a_score_is_told_at_the_start(own: Path, tmp_path: Path) -> None:
    """Files with gaps, files that are no TOML and files that are not there end the start with 2."""
    gap, broken = tmp_path / "gap.toml", tmp_path / "broken.toml"
    gap.write_text(own.read_text().replace('"40-120"', '"50-120"').replace("source", "sauce"))
    broken.write_text("name = ")
    files = ",".join(map(str, (gap, broken, tmp_path / "absent.toml", own, own)))
    given = bare() | {"VITALWEB_STRATEGIES": files, "VITALWEB_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "vitalweb", "check-config"]
    ran = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    told = ran.stderr
    assert ran.returncode == 2
    assert "gap.toml: /source" in told
    assert "gap.toml: /parameters/0/bands/1 leaves a gap" in told
    assert "broken.toml: is not TOML" in told
    assert "absent.toml: cannot be read" in told
    assert "two strategies are named our_score" in told


def test_every_mistake_in_a_plug_in_is_told_at_the_start(own: Path, tmp_path: Path) -> None:
    """What cannot be loaded, made or asked for is told by its entry point, beside the rest."""
    about = tmp_path / "odd_ward-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-ward\nVersion: 1\n")
    (about / "entry_points.txt").write_text(_POINTS)
    (tmp_path / "odd_ward.py").write_text(_ODD)
    given = bare() | {"VITALWEB_STRATEGIES": f"{own},{own}", "VITALWEB_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "vitalweb", "check-config"]
    given |= {"PYTHONPATH": str(tmp_path)}
    ran = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    told = [line.partition("plug-in ")[2] for line in ran.stderr.splitlines()]
    assert ran.returncode == 2
    assert "two strategies are named our_score" in ran.stderr
    assert [line for line in told if line] == [
        "odd: name must be 1 to 50 of A-Z a-z 0-9 . _ -, starting with a letter or digit",
        "odd: version must be a text that is not blank",
        "odd: hash must be a text that is not blank",
        "odd: inputs must be a tuple of vitalcore.risk.inputs.Input",
        "empty: version must be a text that is not blank",
        "empty: assess must be a function",
        "bare: has no version, hash, title, source, inputs, assess",
        "broken: cannot be loaded: ValueError: no table beside me",
        "nowhere: cannot be loaded: ModuleNotFoundError: No module named 'absent_ward'",
    ]
