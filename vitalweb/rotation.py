"""What rests under old keys, sealed anew under the one that writes, while traffic runs."""

from datetime import UTC, datetime
from uuid import UUID

from attrs import frozen

from vitalweb.crypto.vault import Broken, Vault
from vitalweb.store import retries, sessions
from vitalweb.store.desk import Desk
from vitalweb.store.retries import BODY, Retry
from vitalweb.store.rows.answers import SealedAnswer

_AT_ONCE = 100  # rows read at once
_FIRST = Retry(asker="", retry_key="", request_digest=b"")


@frozen(kw_only=True)
class Rotated:
    """How many sessions and kept answers were sealed anew, and which could not be opened."""

    sessions: int
    answers: int
    broken: tuple[UUID, ...]


async def rotated(desk: Desk, vault: Vault) -> Rotated:
    """Seal everything anew that needs it; begun again, it goes on where it was stopped.

    What changes meanwhile was sealed under the new key by whoever changed it.
    """
    resealed, broken = await _sessions(desk, vault)
    answers, lost = await _answers(desk, vault)
    return Rotated(sessions=resealed, answers=answers, broken=(*broken, *lost))


async def _sessions(desk: Desk, vault: Vault) -> tuple[int, list[UUID]]:
    resealed, broken, after = 0, [], UUID(int=0)
    while found := await sessions.aged(desk, vault.writes, after, _AT_ONCE):
        for row in found:
            try:
                session = sessions.opened(vault, row)
                resealed += await sessions.reseal(desk, vault, session, datetime.now(UTC))
            except Broken:
                broken.append(row.session_id)
        after = found[-1].session_id
    return resealed, broken


async def _answers(desk: Desk, vault: Vault) -> tuple[int, list[UUID]]:
    resealed, broken, after = 0, [], _FIRST
    while found := await retries.aged(desk, vault.writes, after, _AT_ONCE):
        for row in found:
            after = _retry(row)
            try:
                text = vault.open(row.body, after.place, BODY)
                sealed = vault.seal(text, after.place, BODY)
                resealed += await retries.reseal(desk, row, sealed, datetime.now(UTC))
            except Broken:
                broken.append(after.place)
    return resealed, broken


def _retry(row: SealedAnswer) -> Retry:
    return Retry(asker=row.asker, retry_key=row.retry_key, request_digest=row.request_digest)
