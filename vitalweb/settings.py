"""What an operator may set, where it comes from, and every mistake in it told at once."""

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import Attribute, field, fields, frozen
from dotenv import dotenv_values
from platformdirs import user_data_path
from returns.result import Failure, Result, Success

PREFIX = "VITALWEB_"
OPEN, INVITE, CLOSED = "open", "invite", "closed"


class Mistake(ValueError):  # noqa: N818 -- what it is called where it is told
    """A setting's value is not one that it can have; the sentence never repeats the value."""


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and least <= int(text) <= most:
            return int(text)
        raise Mistake(f"must be a whole number from {least} to {most}")

    return read


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text in choices:
            return text
        raise Mistake(f"must be one of {', '.join(choices)}")

    return read


def _filled(text: str) -> str:
    if text.strip():
        return text
    raise Mistake("must not be empty")


def _database(text: str) -> str:
    if text.startswith(("postgresql://", "postgres://")):
        return text
    raise Mistake("must be an address like postgresql://user@host/database")


def read_jwt_keys(text: str) -> tuple[str, ...]:
    """Read keys with commas between them."""
    keys = tuple(key.strip() for key in text.split(","))
    if all(len(key) >= 32 for key in keys):  # noqa: PLR2004 -- bytes of an HS256 key, RFC 7518 3.2
        return keys
    raise Mistake("must be keys of 32 characters or more, with commas between them")


def read_aes_keys(text: str) -> Mapping[int, bytes]:
    """Read pairs of a key's number and its 32 bytes in hexadecimal digits."""
    try:
        pairs = [one.strip().split(":") for one in text.split(",")]
        keys = {int(name): bytes.fromhex(key) for name, key in pairs}
    except ValueError:
        keys = {}
    if keys and all(0 <= name <= 255 and len(key) == 32 for name, key in keys.items()):  # noqa: PLR2004 -- a byte; AES-256
        return keys
    raise Mistake("must be pairs like 1:<64 hexadecimal digits>, with commas between them")


def _setting(read: Callable[[str], Any], default: str | None, says: str, **more: Any) -> Any:
    about = {"read": read, "default": default, "says": says}
    return field(metadata=about, **more)


@frozen(kw_only=True)
class Settings:
    """The settings, each read from VITALWEB_<NAME>; those marked secret also from <NAME>_FILE."""

    host: str = _setting(_filled, "127.0.0.1", "address to listen on")
    port: int = _setting(_whole(0, 65535), "8080", "port to listen on; 0 takes a free one")
    workers: int = _setting(_whole(1, 64), "1", "server processes on the one port")
    data_dir: Path = _setting(Path, str(user_data_path("vitalmonitor")), "database and keys")
    database_url: str | None = _setting(
        _database, None, "a PostgreSQL 15 to 18 instead of the embedded one", repr=False
    )
    jwt_key: tuple[str, ...] | None = _setting(
        read_jwt_keys, None, "keys that sign access tokens; the first signs, all verify", repr=False
    )
    aes_keys: Mapping[int, bytes] | None = _setting(
        read_aes_keys,
        None,
        "keys that encrypt tokens at rest; the first writes, all read",
        repr=False,
    )
    registration: str | None = _setting(
        _one_of(OPEN, INVITE, CLOSED), None, "open, invite or closed; open on loopback only"
    )
    refresh_hours: int = _setting(_whole(1, 168), "12", "hours a session lasts, a shift")
    password_min: int = _setting(_whole(8, 128), "12", "characters a password must have")
    throttle: str = _setting(_one_of("on", "off"), "on", "limit guessing; off on loopback only")
    pool_size: int = _setting(_whole(2, 200), "10", "database connections a process may hold")
    log_level: str = _setting(
        _one_of("debug", "info", "warning", "error"), "info", "least severe line that is logged"
    )

    @property
    def loopback(self) -> bool:
        """Can only this machine reach the service?"""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def admission(self) -> str:
        """Say who may register: what was set, else open on loopback and by invitation beyond."""
        return self.registration or (OPEN if self.loopback else INVITE)


#: These may also be given as <NAME>_FILE, a file that holds the value.
SECRETS = ("database_url", "jwt_key", "aes_keys")


def environment_name(setting: str) -> str:
    """Give the name a setting has in the environment."""
    return PREFIX + setting.upper()


def gathered(environ: Mapping[str, str], dotenv: Path) -> Mapping[str, str]:
    """Take what starts with the prefix from .env, then from the environment, which wins."""
    resting = dotenv_values(dotenv) if dotenv.is_file() else {}
    given = {name: value for name, value in {**resting, **environ}.items() if value is not None}
    return {name: value for name, value in given.items() if name.startswith(PREFIX)}


def read(given: Mapping[str, str]) -> Result[Settings, tuple[str, ...]]:
    """Read all settings, or tell every mistake by the name it has in the environment."""
    found: dict[str, Any] = {}
    mistakes = list(_unknown(given))
    for one in fields(Settings):
        try:
            found[one.name] = _read_one(one, given)
        except (Mistake, OSError) as mistake:
            mistakes.append(f"{environment_name(one.name)} {_said(mistake)}")
    if not mistakes:
        settings = Settings(**found)
        mistakes.extend(_contradictions(settings))
        if not mistakes:
            return Success(settings)
    return Failure(tuple(mistakes))


def _said(mistake: Mistake | OSError) -> str:
    return str(mistake) if isinstance(mistake, Mistake) else "names a file that cannot be read"


def _read_one(one: "Attribute[Any]", given: Mapping[str, str]) -> Any:
    text = _text(one.name, given)
    if text is None:
        text = one.metadata["default"]
    return None if text is None else one.metadata["read"](text)


def _text(name: str, given: Mapping[str, str]) -> str | None:
    plain = given.get(environment_name(name))
    file = given.get(environment_name(name) + "_FILE") if name in SECRETS else None
    if plain is not None and file is not None:
        raise Mistake("is given twice, as a value and as a file")
    return Path(file).read_text(encoding="utf-8").strip() if file is not None else plain


def _unknown(given: Mapping[str, str]) -> Iterator[str]:
    known = {environment_name(one.name) for one in fields(Settings)}
    known |= {environment_name(name) + "_FILE" for name in SECRETS}
    return (f"{name} is not a setting" for name in sorted(set(given) - known))


def _contradictions(settings: Settings) -> Iterator[str]:
    if settings.throttle == "off" and not settings.loopback:
        yield f"{environment_name('throttle')} may be off on a loopback address only"
