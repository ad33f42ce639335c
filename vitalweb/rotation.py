"""What rests under old keys, sealed anew under the one that writes, while traffic runs."""

from datetime import UTC, datetime
from uuid import UUID

from attrs import frozen

from vitalcore.session import Session
from vitalweb.crypto.vault import Broken, Vault
from vitalweb.store import sessions
from vitalweb.store.desk import Desk

_AT_ONCE = 100  # sessions read at once


@frozen(kw_only=True)
class Rotated:
    """How many sessions were sealed anew, and which could not be opened."""

    resealed: int
    broken: tuple[UUID, ...]


async def rotated(desk: Desk, vault: Vault) -> Rotated:
    """Seal every session anew that needs it; begun again, it goes on where it was stopped.

    A session that changes meanwhile was sealed under the new key by whoever changed it.
    """
    resealed, broken, after = 0, [], UUID(int=0)
    while found := await sessions.aged(desk, vault.writes, after, _AT_ONCE):
        for row in found:
            try:
                resealed += await _resealed(desk, vault, sessions.opened(vault, row))
            except Broken:
                broken.append(row.session_id)
        after = found[-1].session_id
    return Rotated(resealed=resealed, broken=tuple(broken))


async def _resealed(desk: Desk, vault: Vault, session: Session) -> bool:
    return await sessions.reseal(desk, vault, session, datetime.now(UTC))
