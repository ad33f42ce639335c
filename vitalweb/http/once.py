"""A write, its trail and its answer under an Idempotency-Key: all of it in one transaction."""

import json
import re
from collections.abc import Awaitable, Callable
from datetime import datetime

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, KeyReused, flawed
from vitalweb.crypto.vault import Broken, Vault
from vitalweb.house import House
from vitalweb.http.reply import Reply
from vitalweb.store import retries
from vitalweb.store.desk import Desk
from vitalweb.store.retries import BODY, Retry
from vitalweb.store.rows.answers import Kept

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEY = re.compile(r'"?([\x21\x23-\x7e]{1,255}?)"?')

type Work = Callable[[Desk], Awaitable[Result[Reply, Fault]]]


class _Undone(Exception):  # noqa: N818 -- carries a fault out of a transaction that is not kept
    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault


def named(header: str | None, asker: str, digest: bytes) -> Result[Retry | None, Fault]:
    """Read the key of the request that *digest* stands for; quotes may stand around it."""
    if header is None:
        return Success(None)
    key = KEY.fullmatch(header)
    if key is None:
        return Failure(flawed("", f"{HEADER} must be 1 to 255 visible ASCII characters"))
    return Success(Retry(asker=asker, retry_key=key[1], request_digest=digest))


async def done(house: House, retry: Retry | None, at: datetime, work: Work) -> Result[Reply, Fault]:
    """Do *work*, which notes itself; keep its answer, or tell the one that was kept before."""
    try:
        async with house.database.transaction() as desk:
            if retry is None:
                return Success(_or_undo(await work(desk)))
            return Success(await _first(house.vault, desk, retry, at, work))
    except _Undone as undone:
        return Failure(undone.fault)


async def _first(vault: Vault, desk: Desk, retry: Retry, at: datetime, work: Work) -> Reply:
    kept = _or_undo(await retries.claim(desk, retry, at))
    if kept:
        return _or_undo(_replayed(vault, retry, kept))
    reply = _or_undo(await work(desk))
    headers = json.dumps(dict(reply.headers))
    body = vault.seal(reply.body.decode(), retry.place, BODY)  # it may hold a code told once
    await retries.keep(desk, retry, (reply.status, headers, body), at)
    return reply


def _or_undo[T](held: Result[T, Fault]) -> T:
    if isinstance(held, Success):
        value: T = held.unwrap()
        return value
    raise _Undone(held.failure())


def _replayed(vault: Vault, retry: Retry, kept: Kept) -> Result[Reply, Fault]:
    try:
        body = vault.open(kept.body or b"", retry.place, BODY).encode()
    except Broken:  # kept under a key that is no longer there
        return Failure(KeyReused())
    headers = {**json.loads(kept.headers or "{}"), REPLAYED: "true"}
    return Success(Reply(kept.status or 0, body, headers))
