"""The composition that survives a failure, checked as far as that goes without an engine."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import fields

from tests.house import page
from tests.house.process import output
from tests.house.test_container import tool
from vitalweb.http import serve
from vitalweb.http.routes import PREFIX, ROUTES
from vitalweb.settings import SECRETS, Settings, environment_name, read

HA = page.ROOT / "ha"
COMPOSE: dict[str, Any] = yaml.safe_load((page.ROOT / "docker-compose.ha.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PATRONI: dict[str, Any] = yaml.safe_load((HA / "patroni.yml").read_text())
HAPROXY = (HA / "haproxy.cfg").read_text()
DOCKERFILE = (HA / "Dockerfile").read_text()


def named(start: str) -> list[str]:
    """List the services of a kind."""
    return [name for name in SERVICES if re.fullmatch(rf"{start}\d", name)]


def part(title: str) -> str:
    """Give what HAProxy is told under a heading."""
    return re.split(r"\n(?=\S)", HAPROXY.split(f"\nlisten {title}\n")[1])[0]


def test_the_composition_follows_the_compose_specification() -> None:
    """The schema of the specification admits docker-compose.ha.yml."""
    schema = ["--builtin-schema", "vendor.compose-spec"]
    assert "ok" in output([tool("check-jsonschema"), *schema, "docker-compose.ha.yml"], page.ROOT)


def test_a_linter_finds_nothing_in_the_dockerfile() -> None:
    """Hadolint has nothing to say."""
    assert output([tool("hadolint"), "--no-color", "ha/Dockerfile"], page.ROOT) == ""


def test_there_are_enough_of_each() -> None:
    """Three vote, three hold the record, two serve: any one may go."""
    assert [len(named(one)) for one in ("etcd", "database", "vitalmonitor")] == [3, 3, 2]


def test_every_path_is_there() -> None:
    """What is copied, built and mounted exists, and what is started may be."""
    copied = re.findall(r"^COPY (?:--chmod=\d+ )?(\S+) ", DOCKERFILE, re.MULTILINE)
    stages = re.findall(r"^FROM \S+ AS (\w+)", DOCKERFILE, re.MULTILINE)
    built = [one["build"] for one in SERVICES.values() if "build" in one]
    assert sorted(copied) == ["owner", "patroni.yml", "start"]
    assert [name for name in copied if not (HA / name).is_file()] == []
    assert {one["target"] for one in built if one != "."} == set(stages)
    assert {one["context"] for one in built if one != "."} == {HA.name}
    assert [one["file"] for one in COMPOSE["configs"].values()] == ["ha/haproxy.cfg"]
    for script in ("owner", "start"):
        subprocess.run(["sh", "-n", HA / script], check=True)


def test_every_name_leads_to_a_service() -> None:
    """HAProxy, Patroni, etcd and the secrets name the services as they are called."""
    servers = {title: re.findall(r"server (\w+) (\w+):", part(title)) for title in LISTENS}
    assert servers["primary"] == servers["replica"] == [(one, one) for one in named("database")]
    assert servers["wards"] == [(one, one) for one in named("vitalmonitor")]
    assert PATRONI["etcd3"]["hosts"] == [f"{one}:2379" for one in named("etcd")]
    for one in named("database"):
        told = SERVICES[one]["environment"]
        assert told["PATRONI_NAME"] == one
        assert told["PATRONI_POSTGRESQL_CONNECT_ADDRESS"] == f"{one}:5432"
        assert told["PATRONI_RESTAPI_CONNECT_ADDRESS"] == f"{one}:8008"
        assert SERVICES[one]["volumes"] == [f"{one}:/var/lib/postgresql"]
    for one in named("etcd"):
        told = SERVICES[one]["environment"]
        place = f"{one}=http://{one}:2380"
        assert told["ETCD_NAME"] == one
        assert place in told["ETCD_INITIAL_CLUSTER"].split(",")
        assert told["ETCD_INITIAL_ADVERTISE_PEER_URLS"] == f"http://{one}:2380"
        assert told["ETCD_ADVERTISE_CLIENT_URLS"] == f"http://{one}:2379"
    assert "database" in SERVICES["proxy"]["networks"]["default"]["aliases"]


LISTENS = ("primary", "replica", "wards")


def test_the_primary_is_who_patroni_says() -> None:
    """Writes go where /primary answers 200, and connections to one that is none any more end."""
    assert "option httpchk GET /primary\n" in part("primary")
    assert "option httpchk GET /replica?lag=" in part("replica")
    assert "option httpchk GET /readyz\n" in part("wards")
    for title in ("primary", "replica"):
        assert "default-server port 8008 " in part(title)
        assert " on-marked-down shutdown-sessions " in part(title)
    assert "retry-on conn-failure\n" in part("wards")  # never what may have been written


def test_the_proxy_waits_as_long_as_the_service_may_take() -> None:
    """A batch, and what strikes one out, have the minutes that the service gives them."""
    usual = re.search(r"\n    timeout server (\d+)s", part("wards"))
    longer = re.findall(r"set-timeout server (\d+)s if \{ path_beg (.+) \}", part("wards"))
    assert usual
    assert len(longer) == 1
    seconds, starts = int(longer[0][0]), tuple(longer[0][1].split())
    slow = {PREFIX + one.path for one in ROUTES if one.slow or one.takes}
    assert {one for one in slow if one.startswith(starts)} == slow
    assert int(usual[1]) > serve.DEADLINE
    assert seconds > read({}).unwrap().batch_seconds


def test_nothing_is_acknowledged_that_one_server_has_alone() -> None:
    """A quorum of standbys, also where one would have to wait for it, and time to agree."""
    dcs = PATRONI["bootstrap"]["dcs"]
    assert (dcs["synchronous_mode"], dcs["synchronous_mode_strict"]) == ("quorum", True)
    assert dcs["postgresql"]["parameters"]["synchronous_commit"] is True
    assert dcs["ttl"] >= dcs["loop_wait"] + 2 * dcs["retry_timeout"]


def test_every_setting_of_the_services_is_one() -> None:
    """They get all secrets as files, the standby's address among them."""
    files = {f"{environment_name(name)}_FILE": f"/run/secrets/{name}" for name in SECRETS}
    known = {environment_name(one.name) for one in fields(Settings)}
    for name in named("vitalmonitor"):
        assert SERVICES[name]["environment"] == files
        assert set(SERVICES[name]["secrets"]) == set(SECRETS)
        assert {one.removesuffix("_FILE") for one in files} <= known


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_may_do_little(name: str) -> None:
    """None has a capability, or can get one."""
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


def test_the_secrets_that_the_page_makes_are_those_that_are_used(tmp_path: Path) -> None:
    """Each is made, can be read by the containers, and leads to the right port of the proxy."""
    for title in ("In containers", "When a machine may fail"):
        ((lines, _),) = page.told(title, "sh")
        output(["bash", "-euo", "pipefail", "-c", lines], tmp_path)
    made = tmp_path / "secrets"
    wanted = {one["file"] for one in COMPOSE["secrets"].values()}
    assert {f"secrets/{file.name}" for file in made.iterdir()} == wanted
    assert {file.stat().st_mode & 0o777 for file in made.iterdir()} == {0o644}
    given = {f"{environment_name(name)}_FILE": str(made / name) for name in SECRETS}
    settings = read(given).unwrap()
    password = (made / "database_password").read_text()
    assert settings.database_url == f"postgresql://vitalweb:{password}@database/vitalweb"
    assert settings.replica_url == f"postgresql://vitalweb:{password}@database:5433/vitalweb"
    assert (made / "replication_password").read_text().strip()
    for port, title in ((5432, "primary"), (5433, "replica"), (8080, "wards")):
        assert f"bind :{port}\n" in part(title)
    scripts = [(HA / name).read_text() for name in ("owner", "start")]
    used = set(re.findall(r"/run/secrets/(\w+)", "".join(scripts)))
    assert used == set(SERVICES["database1"]["secrets"])


def test_the_service_gets_the_role_that_it_has_on_one_machine() -> None:
    """No superuser: what runs once on the first primary is what one machine's database runs."""
    one = yaml.safe_load((HA.parent / "docker-compose.yml").read_text())
    known = one["configs"]["owner"]["content"].partition("<<'SQL'\n")[2]
    assert (HA / "owner").read_text().partition("<<'SQL'\n")[2] == known
    assert PATRONI["bootstrap"]["post_bootstrap"] == "/usr/local/bin/owner"
    assert "superuser_password" not in SERVICES["vitalmonitor1"]["secrets"]
