"""Every setting as an operator reads it: its name, what it means, and what it is now."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from attrs import Attribute, fields, frozen

from vitalweb.settings import SECRETS, Settings, environment_name

MINUTE = timedelta(minutes=1)


@frozen(kw_only=True)
class Entry:
    """A setting in the handbook; *default* is empty where nothing is given."""

    name: str
    default: str
    meaning: str
    secret: bool


def entries() -> tuple[Entry, ...]:
    """List every setting; the README's table and .env.example say the same."""
    return tuple(_entry(one) for one in fields(Settings))


def now(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Tell what each setting is; of a secret only whether it is given."""
    return tuple((environment_name(one.name), _told(one, settings)) for one in fields(Settings))


def _entry(one: "Attribute[Any]") -> Entry:
    default = one.metadata["default"] or ""
    return Entry(
        name=environment_name(one.name),
        default="the platform's data folder" if one.name == "data_dir" else default,
        meaning=one.metadata["says"],
        secret=one.name in SECRETS,
    )


def _told(one: "Attribute[Any]", settings: Settings) -> str:
    value = getattr(settings, one.name)
    if value is None:
        return "not given"
    if one.name in SECRETS:
        return "given"
    if isinstance(value, Mapping):
        return ",".join(f"{kind}={span // MINUTE}" for kind, span in value.items())
    return (",".join(map(str, value)) or "none") if isinstance(value, tuple) else str(value)
