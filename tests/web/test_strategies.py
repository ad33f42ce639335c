"""A hospital's own scores: a TOML file, a plug-in, and every mistake told at the start."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from aiohttp import ClientSession
from returns.result import Success

from tests.conftest import registered_at
from tests.house import page
from tests.house.process import UV, VITALWEB, bare, started
from vitalcore.risk.load import loaded
from vitalweb.strategies import registered

_PLUGIN = '''
"""A strategy of a hospital's own."""

from vitalcore.risk.simple import RuleBased


class Quiet(RuleBased):
    """The default rules under another name."""

    def __init__(self):
        super().__init__(name="quiet")
'''
_PROJECT = """
[project]
name = "quiet-ward"
version = "1"

[project.entry-points."vitalcore.strategies"]
quiet = "quiet_ward:Quiet"

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The score that README.md shows, as a file."""
    ((content, _),) = page.told("Scores", "toml")
    file = tmp_path / "own.toml"
    file.write_text(content)
    return file


@pytest.fixture
def plugged(tmp_path: Path) -> Path:
    """A folder into which a tiny package with a strategy was installed."""
    source, site = tmp_path / "quiet_ward", tmp_path / "site"
    source.mkdir()
    (source / "pyproject.toml").write_text(_PROJECT)
    (source / "quiet_ward.py").write_text(_PLUGIN)
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
