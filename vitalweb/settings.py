"""What an operator may set, and every mistake in it told at once."""

import difflib
import ipaddress
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from attrs import Attribute, field, fields, frozen
from platformdirs import user_data_path
from returns.result import Failure, Result, Success

from vitalcore.kinds import Kind
from vitalweb import environment, spelling
from vitalweb.spelling import Mistake, Network, one_of, whole

OPEN, INVITE, CLOSED = "open", "invite", "closed"


def _setting(
    read: Callable[[str], Any], default: str | None, says: str, *, secret: bool = False
) -> Any:
    about = {"read": read, "default": default, "says": says, "secret": secret}
    return field(metadata=about, repr=not secret)


@frozen(kw_only=True)
class Settings:
    """The settings, each read from VITALWEB_<NAME>; those marked secret also from <NAME>_FILE."""

    host: str = _setting(spelling.word, "127.0.0.1", "address to listen on")
    port: int = _setting(whole(0, 65535), "8080", "port to listen on; 0 takes a free one")
    workers: int = _setting(whole(1, 64), "1", "server processes on the one port")
    data_dir: Path = _setting(
        spelling.directory, str(user_data_path("vitalmonitor")), "database and keys"
    )
    database_url: str | None = _setting(
        spelling.database, None, "a PostgreSQL 15 to 18 instead of the embedded one", secret=True
    )
    replica_url: str | None = _setting(
        spelling.database,
        None,
        "a standby that answers lists, exports and risk over time",
        secret=True,
    )
    jwt_key: tuple[str, ...] | None = _setting(
        spelling.jwt_keys,
        None,
        "keys that sign access tokens; the first signs, all verify",
        secret=True,
    )
    aes_keys: Mapping[int, bytes] | None = _setting(
        spelling.aes_keys,
        None,
        "keys that encrypt tokens at rest; the first writes, all read",
        secret=True,
    )
    audit_key: bytes | None = _setting(
        spelling.audit_key, None, "key that seals the trail of who did what", secret=True
    )
    strategies: tuple[Path, ...] = _setting(
        spelling.files, "", "TOML files of a hospital's own scores, with commas between them"
    )
    freshness: Mapping[Kind, timedelta] = _setting(
        spelling.freshness, "", "minutes a reading counts, like HR=60,BT=480; else 13 hours"
    )
    registration: str | None = _setting(
        one_of(OPEN, INVITE, CLOSED), None, "open, invite or closed; open on loopback only"
    )
    refresh_hours: int = _setting(whole(1, 168), "12", "hours a session lasts, a shift")
    password_min: int = _setting(whole(8, 128), "12", "characters a password must have")
    throttle: str = _setting(one_of("on", "off"), "on", "limit guessing; off on loopback only")
    trusted_proxies: tuple[Network, ...] = _setting(
        spelling.proxies, "", "addresses or networks whose X-Forwarded-For is believed"
    )
    pool_size: int = _setting(whole(2, 200), "10", "database connections a process may hold")
    groups: str = _setting(
        one_of("together", "pipelined"),
        "together",
        "writes of one moment: in one statement together, or pipelined, each in its own, for Citus",
    )
    batch_bytes: int = _setting(
        whole(1 << 16, 999_999_999), "268435456", "bytes the body of a batch may have"
    )
    batch_seconds: int = _setting(
        whole(10, 3600), "300", "seconds a batch may take, from its first byte to its answer"
    )
    log_level: str = _setting(
        one_of("debug", "info", "warning", "error"), "info", "least severe line that is logged"
    )

    @property
    def loopback(self) -> bool:
        """Can only this machine reach the service?"""
        return _loopback(self.host)

    @property
    def admission(self) -> str:
        """Say who may register: what was set, else open on loopback and by invitation beyond."""
        return self.registration or (OPEN if self.loopback else INVITE)


#: These may also be given as <NAME>_FILE, a file that holds the value.
SECRETS = tuple(one.name for one in fields(Settings) if one.metadata["secret"])


def environment_name(setting: str) -> str:
    """Give the name a setting has in the environment."""
    return environment.PREFIX + setting.upper()


def read(given: Mapping[str, str]) -> Result[Settings, tuple[str, ...]]:
    """Read all settings, or tell every mistake by the name it has in the environment."""
    found: dict[str, Any] = {}
    mistakes = list(_unknown(given))
    for one in fields(Settings):
        try:
            found[one.name] = _read_one(one, given)
        except Mistake as mistake:
            mistakes.append(f"{environment_name(one.name)} {mistake}")
    mistakes.extend(_contradictions(found))
    return Failure(tuple(mistakes)) if mistakes else Success(Settings(**found))


def _read_one(one: "Attribute[Any]", given: Mapping[str, str]) -> Any:
    text = environment.text(environment_name(one.name), given, secret=one.name in SECRETS)
    text = one.metadata["default"] if text is None else text
    return None if text is None else one.metadata["read"](text)


def _unknown(given: Mapping[str, str]) -> Iterator[str]:
    known = {environment_name(one.name) for one in fields(Settings)}
    known |= {environment_name(name) + environment.FILE for name in SECRETS}
    for name in sorted(set(given) - known):
        near = difflib.get_close_matches(name, known, n=1)
        yield f"{name} is not a setting" + (f"; {near[0]} is one" if near else "")


def _contradictions(found: Mapping[str, Any]) -> Iterator[str]:
    if found.get("throttle") == "off" and not _loopback(found.get("host", "localhost")):
        yield f"{environment_name('throttle')} may be off on a loopback address only"
    if found.get("replica_url") and found.get("database_url", "") is None:
        yield f"{environment_name('replica_url')} needs {environment_name('database_url')}"


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
