"""Passwords: argon2id off the event loop, a few at a time, the same time for unknown ids."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from attrs import Factory, define, field
from returns.result import Failure, Result, Success
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from vitalcore.account import normal
from vitalcore.fault import Busy, Fault

#: argon2-cffi's default: RFC 9106's second recommended parameters (64 MiB, 3 passes, 4 lanes).
_HASHER = PasswordHasher()
AT_ONCE = 2  # hashes in the making; each takes 64 MiB and about 0.1 s
QUEUE = 32  # waiting for their turn; what comes after is turned away

COMMON: frozenset[str] = frozenset(FREQUENCY_LISTS["passwords"])


@define
class Passwords:
    """A bounded place where passwords are hashed and checked."""

    _pool: ThreadPoolExecutor = Factory(lambda: ThreadPoolExecutor(AT_ONCE, "argon2"))
    _inside: int = field(default=0, init=False)

    async def hashed(self, password: str) -> Result[str, Fault]:
        """Hash *password*, or be too busy to."""
        return await self._within_bounds(lambda: _HASHER.hash(normal(password)))

    async def matches(self, password: str, hashed: str | None) -> Result[bool, Fault]:
        """Check *password*; without a hash to check against, take as long and say no."""
        return await self._within_bounds(lambda: _matches(normal(password), hashed))

    async def _within_bounds[T](self, work: Callable[[], T]) -> Result[T, Fault]:
        if self._inside >= AT_ONCE + QUEUE:
            return Failure(Busy(retry_after=2))
        self._inside += 1
        try:
            done = await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._inside -= 1
        return Success(done)

    def warm(self) -> None:
        """Make ready before the first guess: it must not take longer than the second."""
        self._pool.submit(_nobody)

    def close(self) -> None:
        """Let nobody in any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def aged(hashed: str) -> bool:
    """Was this hash made with parameters other than today's?"""
    return _HASHER.check_needs_rehash(hashed)


def _matches(password: str, hashed: str | None) -> bool:
    try:
        _HASHER.verify(hashed or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


@cache
def _nobody() -> str:
    """Give the hash of nobody's password: an unknown id takes as long as a wrong password."""
    return _HASHER.hash(secrets.token_urlsafe())
