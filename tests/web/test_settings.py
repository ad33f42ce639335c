"""Settings: where they come from, what they may be, and how their mistakes are told."""

from pathlib import Path

import pytest
from attrs import fields
from hypothesis import example, given
from hypothesis import strategies as st

from tests.command import run
from vitalweb import handbook
from vitalweb.environment import LARGEST, gathered
from vitalweb.settings import CLOSED, INVITE, OPEN, SECRETS, Settings, environment_name, read

KEY = "k" * 32
AES = "ab" * 32
NAMES = [environment_name(one.name) for one in fields(Settings)]
SECRET_NAMES = [environment_name(name) for name in SECRETS]
MARK = "Geheimnis"
SECRET_TEXTS = st.one_of(
    st.text(min_size=1).map(MARK.__add__),
    st.text(st.characters(codec="ascii"), min_size=32).map(MARK.__add__),
    st.text().map(lambda text: f"postgresql://ann:{MARK}{text}@host/db"),
    st.text().map(lambda text: f"1:{MARK}{text}"),
)


def mistakes(given: dict[str, str]) -> tuple[str, ...]:
    return read(given).failure()


@given(st.sampled_from(NAMES), st.text())
@example("VITALWEB_PORT", "9" * 5000)
@example("VITALWEB_PORT", "٣")
@example("VITALWEB_PORT", "-0")
@example("VITALWEB_DATA_DIR", "~nobody-of-this-name/x")
@example("VITALWEB_DATA_DIR", "\0")
@example("VITALWEB_DATABASE_URL", "postgresql://\udcff")
@example("VITALWEB_JWT_KEY", "\udcff" * 32)
@example("VITALWEB_AES_KEYS", "256:" + AES)
@example("VITALWEB_AES_KEYS", f"1:{AES},1:{AES}")
def test_a_setting_is_read_or_refused_by_its_name(name: str, text: str) -> None:
    """Whatever text is given, the setting is read, or one sentence begins with its name."""
    found = read({name: text}).swap().value_or(())
    assert [one.split()[0] for one in found] in ([], [name])


@given(st.sampled_from(SECRET_NAMES), SECRET_TEXTS)
@example("VITALWEB_JWT_KEY", MARK * 4)
@example("VITALWEB_DATABASE_URL", f"postgresql://ann:{MARK}@host/db")
@example("VITALWEB_DATABASE_URL", f"postgresql://ann:a@{MARK}:b@host/db")
def test_a_secret_is_in_no_message_and_no_representation(name: str, secret: str) -> None:
    """What is given as a secret is neither in a mistake's sentence nor in the settings' repr."""
    found = read({name: secret, "VITALWEB_PORT": "x"}).failure()
    kept = read({name: secret}).map(lambda one: (repr(one), str(one), handbook.now(one)))
    assert MARK not in str(found)
    assert MARK not in str(kept.value_or(None))


def test_a_standby_needs_a_database_that_it_follows() -> None:
    """The embedded database has no standby; where it can be told, this is."""
    standby = {"VITALWEB_REPLICA_URL": "postgresql://standby/db"}
    both = standby | {"VITALWEB_DATABASE_URL": "postgresql://primary/db"}
    rule = "VITALWEB_REPLICA_URL needs VITALWEB_DATABASE_URL"
    assert read(standby).failure() == (rule,)
    assert read(both).unwrap().replica_url == "postgresql://standby/db"


def test_every_mistake_is_told_at_once_by_name_with_code_2(tmp_path: Path) -> None:
    """A command names each wrong setting, repeats no value, and leaves with code 2."""
    told = run(
        tmp_path,
        "check-config",
        port="http",
        workers="0",
        database_url="mysql://geheim",
        jwt_key="geheim",
        aes_keys="geheim",
        host="0.0.0.0",  # noqa: S104 -- to be refused together with the next
        throttle="off",
        prot="8080",
        log_level="loud",
    )
    lines = told.stderr.decode().splitlines()
    assert told.returncode == 2
    assert told.stdout == b""
    assert [line.split()[0].removeprefix("VITALWEB_").lower() for line in lines] == [
        "prot",
        "port",
        "workers",
        "database_url",
        "jwt_key",
        "aes_keys",
        "log_level",
        "throttle",
    ]
    assert lines[0] == "VITALWEB_PROT is not a setting; VITALWEB_PORT is one"
    assert b"geheim" not in told.stderr


@pytest.mark.parametrize("command", ["serve", "migrate", "export", "invite", "check-config"])
def test_no_command_starts_with_a_wrong_setting(command: str, tmp_path: Path) -> None:
    """Each command reads the settings first, and makes nothing when they are wrong."""
    told = run(tmp_path, command, port="http")
    assert (told.returncode, told.stdout) == (2, b"")
    assert told.stderr == b"VITALWEB_PORT must be a whole number from 0 to 65535\n"
    assert list(tmp_path.iterdir()) == []


def test_the_environment_wins_over_the_file_in_the_folder(tmp_path: Path) -> None:
    """.env is read where the command is started; what the environment says counts more."""
    (tmp_path / ".env").write_text("VITALWEB_PORT=1111\nVITALWEB_WORKERS=3\nOTHER=1\n")
    told = run(tmp_path, "check-config", port="2222").stdout.decode()
    found = dict(line.split(maxsplit=1) for line in told.splitlines() if line.startswith("VITAL"))
    assert (found["VITALWEB_PORT"], found["VITALWEB_WORKERS"]) == ("2222", "3")


def test_the_file_in_the_folder_means_what_it_says(tmp_path: Path) -> None:
    """A dollar sign in .env is a dollar sign, and a name without a value is an empty one."""
    dotenv = tmp_path / ".env"
    dotenv.write_text("VITALWEB_JWT_KEY=a${HOME}b\nVITALWEB_PORT\n")
    found = gathered({}, dotenv).unwrap()
    assert found == {"VITALWEB_JWT_KEY": "a${HOME}b", "VITALWEB_PORT": ""}


def test_a_file_in_the_folder_that_is_no_text_is_told(tmp_path: Path) -> None:
    """A .env that cannot be read is a mistake like any other."""
    (tmp_path / ".env").write_bytes(b"VITALWEB_PORT=\xff\n")
    told = run(tmp_path, "check-config")
    assert (told.returncode, told.stderr) == (2, b".env cannot be read\n")


def test_a_secret_is_taken_from_a_file(tmp_path: Path) -> None:
    """<NAME>_FILE names a file with the secret; blanks at its end do not belong to it."""
    place = tmp_path / "key"
    place.write_text(KEY + "\n")
    assert read({"VITALWEB_JWT_KEY_FILE": str(place)}).unwrap().jwt_key == (KEY,)


@pytest.mark.parametrize(
    ("held", "rule"),
    [
        (None, "names a file that cannot be read"),
        (b"\xff" * 32, "names a file that cannot be read"),
        (b"k" * (LARGEST + 1), "names a file that is too large"),
        (b"", "must be keys of 32 characters or more, with commas between them"),
    ],
)
def test_a_secret_s_file_that_holds_none_is_told(
    held: bytes | None, rule: str, tmp_path: Path
) -> None:
    """A file that is not there, no text, too large or empty is told by the setting's name."""
    place = tmp_path / "key"
    if held is not None:
        place.write_bytes(held)
    assert mistakes({"VITALWEB_JWT_KEY_FILE": str(place)}) == (f"VITALWEB_JWT_KEY {rule}",)


def test_a_secret_is_given_once() -> None:
    """The value and the file together are a mistake."""
    given = {"VITALWEB_JWT_KEY": KEY, "VITALWEB_JWT_KEY_FILE": "/key"}
    assert mistakes(given) == ("VITALWEB_JWT_KEY is given twice, as a value and as a file",)


def test_only_a_secret_has_a_file() -> None:
    """A file for a plain setting is an unknown name."""
    (told,) = mistakes({"VITALWEB_PORT_FILE": "/port"})
    assert told.startswith("VITALWEB_PORT_FILE is not a setting")


@pytest.mark.parametrize(
    ("host", "asked", "admission"),
    [
        ("127.0.0.1", None, OPEN),
        ("::1", None, OPEN),
        ("localhost", None, OPEN),
        ("0.0.0.0", None, INVITE),  # noqa: S104 -- what is beyond loopback
        ("ward.example", None, INVITE),
        ("0.0.0.0", OPEN, OPEN),  # noqa: S104 -- likewise
        ("127.0.0.1", CLOSED, CLOSED),
    ],
)
def test_registration_is_open_on_loopback_or_by_name(
    host: str, asked: str | None, admission: str
) -> None:
    """Where others can reach the service, registration takes an invitation unless it is set."""
    given = {"VITALWEB_HOST": host} | ({"VITALWEB_REGISTRATION": asked} if asked else {})
    assert read(given).unwrap().admission == admission


def test_the_handbook_has_every_setting_and_its_default() -> None:
    """Each setting has a name, a meaning and a default that reads as what holds without it."""
    entries = handbook.entries()
    spelled = {one.name: one.default for one in entries if one.default and " " not in one.default}
    assert [one.name for one in entries] == NAMES
    assert all(one.meaning for one in entries)
    assert [one.name for one in entries if one.secret] == SECRET_NAMES
    assert read(spelled) == read({})


def test_check_config_shows_the_settings_without_the_secrets(tmp_path: Path) -> None:
    """What holds is shown by name; of a secret only that it is given."""
    told = run(tmp_path, "check-config", jwt_key=KEY, aes_keys=f"7:{AES}", port="9")
    lines = dict(line.split(maxsplit=1) for line in told.stdout.decode().splitlines())
    assert told.returncode == 0
    assert (lines["VITALWEB_PORT"], lines["VITALWEB_JWT_KEY"]) == ("9", "given")
    assert (lines["VITALWEB_AES_KEYS"], lines["VITALWEB_DATABASE_URL"]) == ("given", "not given")
    assert KEY.encode() not in told.stdout + told.stderr
    assert AES.encode() not in told.stdout + told.stderr
