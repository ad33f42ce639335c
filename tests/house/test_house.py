"""The house itself: every page says what it is, knows only what it may, and is small."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
PAGES = sorted(
    path
    for package in ("vitalcore", "vitalweb")
    for path in (HOME / package).rglob("*.py")
    if path.read_text().strip()
)
TESTS = sorted((HOME / "tests").rglob("*.py"))

#: What a page of the core may bring with it beside the language's own library.
_ASK = """
import importlib, json, pathlib, sys
import vitalcore
home = pathlib.Path(vitalcore.__path__[0])
for file in home.rglob("*.py"):
    parts = file.relative_to(home).with_suffix("").parts
    if parts[0] not in {"frame", "__main__"}:  # an extra of its own, and the command line
        importlib.import_module(".".join(("vitalcore", *parts)).removesuffix(".__init__"))
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOME)))
def test_a_page_opens_with_one_sentence(page: Path) -> None:
    """The first line of every module says what is in it, and ends."""
    told = (ast.get_docstring(ast.parse(page.read_text())) or "").partition("\n")[0]
    assert told.endswith((".", "?"))
    assert 10 <= len(told) <= 100


@pytest.mark.parametrize("page", TESTS, ids=lambda page: str(page.relative_to(HOME)))
def test_a_test_says_what_it_claims(page: Path) -> None:
    """Every test has a sentence that could stand in the specification, and asserts something."""
    tree = ast.parse(page.read_text())
    assert ast.get_docstring(tree)
    tests = [
        one
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name.startswith("test_")
    ]
    assert [one.name for one in tests if not (ast.get_docstring(one) or "").endswith(".")] == []
    assert [one.name for one in tests if not _asserts(one)] == []


def test_the_core_brings_attrs_and_returns_alone() -> None:
    """Every module of it is imported, and nothing but these and the language's own library."""
    found = subprocess.run(  # not in this process, which has imported everything
        [sys.executable, "-I", "-c", _ASK], check=True, capture_output=True, text=True
    )
    brought = set(json.loads(found.stdout)) - set(sys.stdlib_module_names)
    allowed = {"attr", "attrs", "returns", "typing_extensions", "vitalcore"}
    allowed |= {"coverage", "$coverage"}  # which the tests may bring themselves
    assert {name for name in brought if not name.startswith("_")} - allowed == set()


def test_the_core_has_no_web_in_it() -> None:
    """Importing the core imports nothing of the service."""
    ask = "import sys, vitalcore; print('vitalweb' in sys.modules, 'attrs' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", ask], check=True, capture_output=True, text=True, cwd=HOME
    )
    assert found.stdout.split()[0] == "False"


def test_imports_keep_to_their_contracts() -> None:
    """Every page knows only those below it; SQL and the driver are reached from the store."""
    found = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        capture_output=True,
        text=True,
        cwd=HOME,
        check=False,
    )
    assert (found.returncode, "0 broken" in found.stdout) == (0, True), found.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOME)))
def test_a_warning_is_silenced_with_a_reason(page: Path) -> None:
    """Behind every `noqa` and `type: ignore` stands why."""
    marks = [line for line in page.read_text().splitlines() if _silences(line)]
    bare = [line for line in marks if "--" not in line and line.count("#") < 2]
    assert bare == []


def _silences(line: str) -> bool:
    return "# noqa" in line or "# type: ignore" in line


def _asserts(test: ast.AST) -> bool:
    """Is there an assertion in it, or an error that it expects?"""
    return any(
        isinstance(one, ast.Assert)
        or (isinstance(one, ast.Attribute) and one.attr in {"raises", "warns"})
        or (isinstance(one, ast.Name) and one.id == "run_state_machine_as_test")
        for one in ast.walk(test)
    )
