"""What every endpoint works with: the record, the secrets, the settings and the clock."""

import secrets
from datetime import UTC, datetime

from attrs import frozen

from vitalcore.identity import ENTROPY_BITS
from vitalweb.crypto.passwords import Passwords
from vitalweb.crypto.signing import Signer
from vitalweb.crypto.vault import Vault
from vitalweb.metrics import Metrics
from vitalweb.settings import Settings
from vitalweb.store.database import Database


@frozen(kw_only=True)
class House:
    """One server process, wired."""

    settings: Settings
    database: Database
    vault: Vault
    signer: Signer
    passwords: Passwords
    metrics: Metrics

    def now(self) -> datetime:
        """Read the clock."""
        return datetime.now(UTC)

    def entropy(self) -> int:
        """Throw the dice for a new vital_id."""
        return secrets.randbits(ENTROPY_BITS)
