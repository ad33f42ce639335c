"""What `uv build` makes works where nothing of the checkout is."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from aiohttp import ClientSession

from tests.conftest import registered_at
from tests.house import page
from tests.house.process import UV, output, started

#: All that the library alone may bring.
LEAN = {"attrs", "returns", "typing_extensions", "vitalmonitor"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution as a publisher builds it."""
    built = tmp_path_factory.mktemp("dist")
    uv("build", "--quiet", "--out-dir", str(built))
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture
def venv() -> Iterator[Path]:
    """A place for an environment; pytest closes its own to the user that root's server runs as."""
    with TemporaryDirectory(prefix="vitalweb-") as folder:
        yield Path(folder) / "venv"


def test_everything_that_is_needed_travels_in_the_wheel(wheel: Path) -> None:
    """Every file of both packages, every statement, every migration and the licences are inside."""
    with ZipFile(wheel) as opened:
        inside = set(opened.namelist())
    code = {name for home in ("vitalcore", "vitalweb") for name in files(home)}
    data = {f"vitalweb/{name}" for home in ("sql", "migrations") for name in files(home)}
    assert (code | data) - inside == set()
    assert any(name.endswith("licenses/LICENSE") for name in inside)


async def test_the_wheel_serves_from_an_environment_of_its_own(
    wheel: Path, venv: Path, tmp_path: Path, client: ClientSession
) -> None:
    """In an empty folder `vitalweb` gets ready, and keeps a patient."""
    bin_ = installed(venv, f"vitalmonitor[web] @ {wheel.as_uri()}")
    with started([str(bin_ / "vitalweb")], tmp_path) as port:
        base = f"http://127.0.0.1:{port}"
        async with client.get(f"{base}/readyz") as ready:
            assert ready.status == 200
        ann = await registered_at(base, client)
        patient = {"patient_id": "P-1", "name": "Pat", "gender": "F", "birth_date": "1970-01-01"}
        kept = await ann.ask("POST", "/patients", json=patient)
        found = await ann.ask("GET", "/patients/P-1")
        assert (kept.status, found.status) == (201, 200)
        assert await found.json() == await kept.json()


def test_the_wheel_alone_is_the_library_and_nothing_of_the_service(
    wheel: Path, venv: Path, tmp_path: Path
) -> None:
    """The library's example runs beside attrs and returns alone; nothing else is there."""
    python = installed(venv, str(wheel)) / "python"
    (example, expected), *_ = page.told("As a library", "python")
    listing = output([str(python), "-m", "pip", "list", "--format=json"], tmp_path)
    assert {one["name"] for one in json.loads(listing)} - {"pip"} == LEAN
    asking = f"{example}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    *printed, modules = output([str(python), "-c", asking], tmp_path).splitlines(keepends=True)
    assert "".join(printed) == expected
    imported = {name.split(".")[0] for name in json.loads(modules)}
    assert imported - sys.stdlib_module_names <= {
        "__main__",
        "attr",
        "attrs",
        "returns",
        "typing_extensions",
        "vitalcore",
    }


def files(home: str) -> list[str]:
    """List the files of a folder of the checkout."""
    found = (one for one in (page.ROOT / home).rglob("*") if one.is_file())
    names = [one.relative_to(page.ROOT).as_posix() for one in found]
    return [name for name in names if "__pycache__" not in name]


def installed(venv: Path, what: str) -> Path:
    """Install *what* as its user does, in the versions that pip finds, and name its commands."""
    output([sys.executable, "-m", "venv", str(venv)], venv.parent)
    output([str(venv / "bin" / "pip"), "install", "--quiet", what], venv.parent)
    return venv / "bin"


def uv(*arguments: str) -> str:
    """Run uv in the checkout."""
    return output([UV, *arguments], page.ROOT)
