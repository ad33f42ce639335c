"""ASSURANCE.md names what there is."""

import csv
import json
import re
import shlex
import tomllib
from collections import Counter
from importlib import import_module
from pathlib import Path

from tests.house import page, rights
from tests.house.process import UV, output

TEXT = (page.ROOT / "ASSURANCE.md").read_text(encoding="utf-8")
REQUIREMENTS = page.ROOT / "tests" / "data" / "asvs-5.0.0-levels-1-2.csv"

_TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
_MODULE = re.compile(r"`(vital(?:core|web)/[\w/]+(?:\.py)?)`")
_ANSWERS = ("holds", "part", "missing", "operator", "nothing")


def section(title: str) -> str:
    """Give what stands under a heading of the page."""
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(title: str, head: str) -> list[list[str]]:
    """List the rows of the table whose first column is called *head*."""
    table = section(title).split(f"\n| {head} |")[1].split("\n\n")[0]
    return [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]


ASVS = rows("OWASP ASVS 5.0.0, levels 1 and 2", "requirement")


def test_every_test_that_the_page_names_exists() -> None:
    """Whoever follows the page from a danger to its test finds the test."""
    named = set(_TEST.findall(TEXT))
    assert named
    assert sorted(one for one in named if not _exists(*one)) == []


def test_every_module_that_the_page_names_exists() -> None:
    """Whoever follows the page to a module finds the module."""
    named = set(_MODULE.findall(TEXT))
    assert named
    assert sorted(name for name in named if not (page.ROOT / name).exists()) == []


def test_the_table_of_roles_is_what_the_code_generates() -> None:
    """Who may do what is printed from the routes and the rights, and not by hand."""
    assert f"\n\n{rights.table()}\n\n" in section("Who may do what")


def test_every_limit_is_what_the_code_has() -> None:
    """A limit on the page is the value of the constant that stands beside it."""
    told = {place.strip("`"): value for _, value, place in rows("Limits", "limit")}
    assert told == {place: str(_constant(place)) for place in told}


def test_every_requirement_is_answered_once() -> None:
    """No requirement of the chapters and levels is left out, made up or answered twice."""
    with REQUIREMENTS.open(encoding="utf-8") as file:
        wanted = [row["requirement"] for row in csv.DictReader(file)]
    assert sorted(name for ids, _, _ in ASVS for name in ids.split(", ")) == sorted(wanted)


def test_what_holds_says_how() -> None:
    """An answer is one of five, and what is said to hold names a test, a module or a section."""
    assert {answer for _, answer, _ in ASVS} == set(_ANSWERS)
    bare = [ids for ids, answer, how in ASVS if answer == "holds" and not _shown(how)]
    assert bare == []


def test_the_answers_are_counted() -> None:
    """The sum above the table is that of the table."""
    counts: Counter[str] = Counter()
    for ids, answer, _ in ASVS:
        counts[answer] += len(ids.split(", "))
    told = ", ".join(f"{answer} {counts[answer]}" for answer in _ANSWERS)
    assert f"Of {counts.total()}: {told}." in TEXT


def test_every_hazard_has_a_control_that_is_tested() -> None:
    """A row of the hazards names its cause, its control and a test."""
    hazards = rows("Hazards", "hazard")
    assert hazards
    untold = [row[0] for row in hazards if not (row[1] and row[2] and _TEST.search(row[3]))]
    assert untold == []


def test_the_sbom_lists_every_locked_package(tmp_path: Path) -> None:
    """The page's command writes a CycloneDX document of whatever the product is locked to."""
    _, *words, name = shlex.split(_command("uv export"))
    output([UV, *words, str(tmp_path / name), "--offline"], page.ROOT)
    made = json.loads((tmp_path / name).read_text(encoding="utf-8"))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.5")
    assert {one["name"] for one in made["components"]} >= _required()
    assert all(f"@{one['version']}" in one["purl"] for one in made["components"])


def _exists(file: str, test: str) -> bool:
    path = page.ROOT / "tests" / file
    return path.is_file() and f"def {test}(" in path.read_text(encoding="utf-8")


def _constant(place: str) -> object:
    module, _, name = place.rpartition(".")
    return getattr(import_module(module), name)


def _shown(how: str) -> bool:
    return bool(_TEST.search(how) or _MODULE.search(how) or "above" in how)


def _command(start: str) -> str:
    lines = (line.strip() for line in TEXT.splitlines())
    return next(line for line in lines if line.startswith(start))


def _required() -> set[str]:
    project = tomllib.loads((page.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for several in project["optional-dependencies"].values() for one in several]
    wanted = {re.split(r"[\[<>=;]", one)[0].strip() for one in [*project["dependencies"], *extras]}
    return wanted - {project["name"]}
