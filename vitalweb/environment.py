"""Where settings come from: the environment, files that hold secrets, and .env in the folder."""

from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values
from returns.result import Failure, Result, Success

from vitalweb.spelling import Mistake

PREFIX = "VITALWEB_"
FILE = "_FILE"
LARGEST = 65536  # bytes of a file that holds a secret


def gathered(
    environ: Mapping[str, str], dotenv: Path
) -> Result[Mapping[str, str], tuple[str, ...]]:
    """Take what starts with the prefix from .env, then from the environment, which wins.

    In .env nothing is filled in from elsewhere: a password may hold a dollar sign.
    """
    try:
        resting = dotenv_values(dotenv, interpolate=False) if dotenv.is_file() else {}
    except (OSError, UnicodeDecodeError):
        return Failure((f"{dotenv} cannot be read",))
    given = {**{one: text or "" for one, text in resting.items()}, **environ}
    return Success({one: text for one, text in given.items() if one.startswith(PREFIX)})


def text(name: str, given: Mapping[str, str], *, secret: bool) -> str | None:
    """Give what was set, for a secret also from the file that <NAME>_FILE names."""
    plain = given.get(name)
    place = given.get(name + FILE) if secret else None
    if plain is not None and place is not None:
        raise Mistake("is given twice, as a value and as a file")
    return plain if place is None else _held(place)


def _held(place: str) -> str:
    try:
        with Path(place).open("rb") as opened:
            held = opened.read(LARGEST + 1)
        found = held.decode().strip()
    except (OSError, ValueError):
        raise Mistake("names a file that cannot be read") from None
    if len(held) > LARGEST:
        raise Mistake("names a file that is too large")
    return found
