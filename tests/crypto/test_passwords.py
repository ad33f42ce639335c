"""Passwords at work: argon2id, a few at a time, the same for known and unknown ids."""

import asyncio
from collections.abc import Iterator
from typing import Literal
from unicodedata import normalize

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from returns.result import Failure, Success

from vitalcore.fault import Busy
from vitalweb.crypto import passwords
from vitalweb.crypto.passwords import COMMON, Passwords, aged

PASSWORD = "correct horse battery staple"
WEAK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Watched(PasswordHasher):
    """A hasher that remembers against which hashes it verified."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str | bytes] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 -- the library's name
        self.seen.append(hash)
        return super().verify(hash, password)


@pytest.fixture
def hashing() -> Iterator[Passwords]:
    made = Passwords()
    yield made
    made.close()


async def test_a_password_matches_its_own_hash_alone(hashing: Passwords) -> None:
    """The right one, and not one that differs in a letter's size."""
    hashed = (await hashing.hashed(PASSWORD)).unwrap()
    tried = [await hashing.matches(one, hashed) for one in (PASSWORD, PASSWORD.upper())]
    assert tried == [Success(True), Success(False)]


async def test_hashes_are_argon2id_of_rfc_9106(hashing: Passwords) -> None:
    """The second recommended parameters, a salt of its own each, nothing of the password."""
    first, second = [(await hashing.hashed(PASSWORD)).unwrap() for _ in range(2)]
    found = extract_parameters(first)
    assert found == RFC_9106_LOW_MEMORY
    assert (found.type, found.memory_cost, first != second) == (Type.ID, 64 * 1024, True)
    assert PASSWORD not in first


async def test_a_password_is_the_same_however_it_was_typed(hashing: Passwords) -> None:
    """Composed and decomposed letters match each other's hashes (NFKC)."""
    composed = normalize("NFC", "où est le café, Zoë?")
    hashed = (await hashing.hashed(composed)).unwrap()
    assert await hashing.matches(normalize("NFD", composed), hashed) == Success(True)


async def test_nobody_is_checked_like_somebody(
    hashing: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unknown id is verified against a hash as costly as a real one, and never matches."""
    watched = Watched()
    monkeypatch.setattr(passwords, "_HASHER", watched)
    known = watched.hash(PASSWORD)
    tried = [await hashing.matches(PASSWORD, hashed) for hashed in (known, None)]
    somebodys, nobodys = watched.seen
    assert tried == [Success(True), Success(False)]
    assert (somebodys, nobodys == known) == (known, False)
    assert extract_parameters(str(nobodys)) == extract_parameters(known)


@pytest.mark.parametrize("hashed", ["", "$argon2id$", "plain text", "$2b$12$" + "a" * 53])
async def test_a_hash_that_is_none_matches_nothing(hashing: Passwords, hashed: str) -> None:
    """What cannot be read as a hash refuses every password."""
    assert await hashing.matches(PASSWORD, hashed) == Success(False)


def test_a_hash_of_other_parameters_is_aged() -> None:
    """Weaker parameters ask for a fresh hash; today's do not."""
    assert [aged(WEAK.hash("x")), aged(passwords._HASHER.hash("x"))] == [True, False]


async def test_one_too_many_is_turned_away(
    hashing: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond those at work and those waiting nobody is let in, until somebody leaves."""
    monkeypatch.setattr(passwords, "QUEUE", 1)
    wanted = passwords.AT_ONCE + 1
    tried = await asyncio.gather(*(hashing.matches("x", None) for _ in range(wanted + 2)))
    assert tried == [Success(False)] * wanted + [Failure(Busy(retry_after=2))] * 2
    assert await hashing.matches("x", None) == Success(False)


async def test_a_failure_leaves_its_place(hashing: Passwords) -> None:
    """What breaks inside does not keep others out."""
    with pytest.raises(TypeError):
        await hashing.hashed(None)  # type: ignore[arg-type]  # what only a bug could do
    assert hashing._inside == 0


def test_the_list_of_common_passwords_is_long() -> None:
    """Tens of thousands of them, in small letters, as they are looked up."""
    assert len(COMMON) > 20_000
    assert {"password", "123456", "qwerty"} <= COMMON
    assert all(one == one.casefold() for one in COMMON)
