"""Sessions in the record, their tokens sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from vitalcore.role import Role
from vitalcore.session import Session
from vitalweb.crypto.vault import Broken, Vault
from vitalweb.store import sql
from vitalweb.store.desk import Desk
from vitalweb.store.rows.staff import SealedSession


async def open_(desk: Desk, vault: Vault, new: Session, at: datetime) -> bool:
    """Open *new*; not if the account has a live session on this device already."""
    given = {"account_id": new.account_id, "device": new.device, **_sealed(vault, new)}
    ends = new.refresh_token_expires_at
    row = await desk.row(sql.OPEN_SESSION, **given, refresh_token_expires_at=ends, at=at)
    return row is not None


async def live(
    desk: Desk, vault: Vault, account_id: str, device: str, at: datetime
) -> Session | None:
    """Show the live session of an account on a device; one that no key opens is ended."""
    row = await desk.row(sql.LIVE_SESSION, account_id=account_id, device=device)
    session = _opened(vault, row) if row else None
    if row and session is None:
        await end(desk, row.session_id, at)
    return session


async def find(desk: Desk, vault: Vault, session_id: UUID) -> Session | None:
    """Show a session that has not ended and whose tokens a key opens."""
    row = await desk.row(sql.FIND_SESSION, session_id=session_id)
    return _opened(vault, row) if row else None


async def stands(desk: Desk, session_id: UUID) -> bool:
    """Has a session not ended, and is its account not disabled?"""
    return await desk.row(sql.STANDING_SESSION, session_id=session_id) is not None


async def renew(desk: Desk, vault: Vault, renewed: Session, at: datetime) -> bool:
    """Swap new tokens in, unless the session changed since it was read."""
    given = {**_sealed(vault, renewed), "spent": list(renewed.spent), "version": renewed.version}
    return await desk.row(sql.RENEW_SESSION, **given, at=at) is not None


async def end(desk: Desk, session_id: UUID, at: datetime) -> None:
    """End a session at once, for every server process."""
    await desk.row(sql.END_SESSION, session_id=session_id, at=at)


async def aged(desk: Desk, writes: int, after: UUID, limit: int) -> Sequence[SealedSession]:
    """List sessions after one of them that rest under another key than *writes*."""
    return await desk.rows(sql.AGED_SESSIONS, writes=bytes([writes]), after=after, limit=limit)


async def reseal(desk: Desk, vault: Vault, session: Session, at: datetime) -> bool:
    """Seal the same tokens anew, unless the session changed since it was read."""
    given = {**_sealed(vault, session), "version": session.version}
    return await desk.row(sql.RESEAL_SESSION, **given, at=at) is not None


def _sealed(vault: Vault, session: Session) -> dict[str, Any]:
    place = session.session_id
    return {
        "session_id": place,
        "access_token": vault.seal(session.access_token, place, "access_token"),
        "refresh_token": vault.seal(session.refresh_token, place, "refresh_token"),
        "access_token_expires_at": session.access_token_expires_at,
    }


def _opened(vault: Vault, row: SealedSession) -> Session | None:
    try:
        return opened(vault, row)
    except Broken:  # sealed under a key that was lost, or tampered with: nobody's any more
        return None


def opened(vault: Vault, row: SealedSession) -> Session:
    """Open the tokens of a session; raise Broken where they are not what was sealed."""
    place = row.session_id
    return Session(
        session_id=place,
        account_id=row.account_id,
        role=Role(row.role),
        device=row.device,
        access_token=vault.open(row.access_token, place, "access_token"),
        refresh_token=vault.open(row.refresh_token, place, "refresh_token"),
        access_token_expires_at=row.access_token_expires_at,
        refresh_token_expires_at=row.refresh_token_expires_at,
        spent=tuple(row.spent),
        version=row.version,
        created_at=row.created_at,
    )
