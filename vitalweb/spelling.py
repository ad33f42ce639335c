"""How a setting is spelled: text becomes a value, or a sentence that never repeats the text."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from vitalcore.kinds import Kind
from vitalcore.snapshot import FRESHNESS

HS256_KEY = 32  # bytes at least, RFC 7518 3.2
AES256_KEY = 32  # bytes
_WHOLE = re.compile(r"[0-9]{1,9}")
_AES_KEY = re.compile(rf"([0-9]{{1,3}}):([0-9A-Fa-f]{{{2 * AES256_KEY}}})")
_MINUTES = re.compile(r"([A-Za-z0-9]{1,5})=([0-9]{1,6})")
_MOST_KEYS = 255  # a key's number is one byte


type Network = IPv4Network | IPv6Network


class Mistake(ValueError):  # noqa: N818 -- what it is called where it is told
    """A setting's value is not one that it can have; the sentence never repeats the value."""


def whole(least: int, most: int) -> Callable[[str], int]:
    """Read a number from *least* to *most*, both allowed."""

    def read(text: str) -> int:
        if _WHOLE.fullmatch(text) and least <= int(text) <= most:
            return int(text)
        raise Mistake(f"must be a whole number from {least} to {most}")

    return read


def one_of(*choices: str) -> Callable[[str], str]:
    """Read one of *choices*, spelled exactly so."""

    def read(text: str) -> str:
        if text in choices:
            return text
        raise Mistake(f"must be one of {', '.join(choices)}")

    return read


def word(text: str) -> str:
    """Read text without blanks."""
    if text and text.isprintable() and not re.search(r"\s", text):
        return text
    raise Mistake("must be one word")


def directory(text: str) -> Path:
    """Read a directory; ~ is the user's own."""
    try:
        path = Path(text).expanduser()
    except RuntimeError:
        raise Mistake("names a user whose home is not known") from None
    if text.strip() and text.isprintable():
        return path.absolute()
    raise Mistake("must be a directory")


def database(text: str) -> str:
    """Read the address of a PostgreSQL database as a URL, as its own library reads it."""
    if not text.startswith(("postgresql://", "postgres://")):
        raise Mistake("must be an address like postgresql://user@host/database")
    try:
        conninfo_to_dict(text)
    except (psycopg.ProgrammingError, UnicodeEncodeError):
        raise Mistake("must be an address that PostgreSQL can read; %40 stands for @") from None
    return text


def jwt_keys(text: str) -> tuple[str, ...]:
    """Read keys with commas between them."""
    keys = tuple(key.strip() for key in text.split(","))
    if all(key.isprintable() and len(key) >= HS256_KEY for key in keys):
        return keys
    raise Mistake(f"must be keys of {HS256_KEY} characters or more, with commas between them")


def aes_keys(text: str) -> Mapping[int, bytes]:
    """Read pairs of a key's number, 0 to 255, and its 32 bytes in hexadecimal digits."""
    pairs = [_AES_KEY.fullmatch(one.strip()) for one in text.split(",")]
    keys = {int(pair[1]): bytes.fromhex(pair[2]) for pair in pairs if pair}
    if len(keys) == len(pairs) and max(keys) <= _MOST_KEYS:
        return keys
    raise Mistake(
        "must be pairs like 1:<64 hexadecimal digits>, with commas between them, each number once"
    )


def audit_key(text: str) -> bytes:
    """Read a key of 32 characters or more."""
    if len(text.encode()) >= HS256_KEY and text.isprintable():
        return text.encode()
    raise Mistake(f"must be a key of {HS256_KEY} characters or more")


def files(text: str) -> tuple[Path, ...]:
    """Read paths with commas between them; none where the text is empty."""
    names = [one.strip() for one in text.split(",") if one.strip()]
    if all(name.isprintable() for name in names):
        return tuple(Path(name).expanduser() for name in names)
    raise Mistake("must be files, with commas between them")


def proxies(text: str) -> tuple[Network, ...]:
    """Read addresses and networks with commas between them; none where the text is empty."""
    try:
        found = tuple(ip_network(one.strip()) for one in text.split(",") if one.strip())
    except ValueError:
        raise Mistake("must be addresses or networks like 10.0.0.0/8, with commas") from None
    if all(network.prefixlen for network in found):
        return found
    raise Mistake("must not be everybody's addresses: whom all may claim to be, nobody is")


def freshness(text: str) -> Mapping[Kind, timedelta]:
    """Read how many minutes a reading of each kind counts; one left out has its default."""
    pairs = [_MINUTES.fullmatch(one.strip()) for one in text.split(",") if one.strip()]
    found = {Kind(p[1]): timedelta(minutes=int(p[2])) for p in pairs if p and p[1] in Kind}
    if len(found) == len(pairs) and all(found.values()):
        return {**FRESHNESS, **found}  # as it is: settings travel to the worker processes
    raise Mistake("must be kinds and minutes like HR=60,BT=480, with commas between them")
