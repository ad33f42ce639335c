"""What every endpoint works with: the record, the secrets, the settings and the clock."""

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from os import urandom

from attrs import field, frozen

from vitalcore.identity import ENTROPY_BITS
from vitalcore.risk.assessment import Strategy
from vitalweb.crypto.passwords import Passwords
from vitalweb.crypto.signing import Signer
from vitalweb.crypto.vault import Vault
from vitalweb.known import Known
from vitalweb.metrics import Metrics
from vitalweb.settings import Settings
from vitalweb.store.database import Database
from vitalweb.store.replica import Replica
from vitalweb.store.together import Together
from vitalweb.trail import Trail

_THROWN = 64  # bits


def _thrown() -> Iterator[int]:
    """Throw many dice at a time: asking the system for each takes longer than all else of an id."""
    while True:
        yield from memoryview(urandom(1024)).cast("Q")


@frozen(kw_only=True)
class House:
    """One server process, wired."""

    settings: Settings
    database: Database
    together: Together
    known: Known
    replica: Replica | None
    vault: Vault
    signer: Signer
    passwords: Passwords
    metrics: Metrics
    trail: Trail
    secret: bytes = field(repr=False)
    strategies: tuple[Strategy, ...]
    _dice: Iterator[int] = field(factory=_thrown, init=False, repr=False)

    def now(self) -> datetime:
        """Read the clock."""
        return datetime.now(UTC)

    def entropy(self) -> int:
        """Throw the dice for a new vital_id."""
        return next(self._dice) >> _THROWN - ENTROPY_BITS

    def fingerprint(self, request: bytes) -> bytes:
        """Stand in for a request, which may hold a password, without a way back to it."""
        return hmac.digest(self.secret, request, sha256)
