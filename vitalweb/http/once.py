"""The same request under the same Idempotency-Key is done once and answered the same."""

import json
import re
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

from psycopg.errors import LockNotAvailable
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, StillRunning, flawed
from vitalweb.house import House
from vitalweb.http.reply import Reply
from vitalweb.http.route import Ask
from vitalweb.store import retries
from vitalweb.store.desk import Desk, Outage
from vitalweb.store.retries import Retry
from vitalweb.store.rows import Kept

HEADER = "Idempotency-Key"
KEY = re.compile(r'"?([\x21\x23-\x7e]{1,255}?)"?')

type Work = Callable[[Desk], Awaitable[Result[Reply, Fault]]]


class _Undone(Exception):  # noqa: N818 -- carries a fault out of a transaction that is not kept
    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault


def named(header: str | None, asker: str, request: bytes) -> Result[Retry | None, Fault]:
    """Read the key; the draft's quotes may stand around it."""
    if header is None:
        return Success(None)
    key = KEY.fullmatch(header)
    if key is None:
        return Failure(flawed("", f"{HEADER} must be 1 to 255 visible ASCII characters"))
    digest = sha256(request).digest()
    return Success(Retry(asker=asker, retry_key=key[1], request_digest=digest))


async def done(house: House, ask: Ask[Any, Any], retry: Retry, work: Work) -> Result[Reply, Fault]:
    """Do *work* and keep its answer in one transaction, or tell the answer that was kept."""
    try:
        async with house.database.transaction() as desk:
            return Success(await _first(desk, ask, retry, work))
    except _Undone as undone:
        return Failure(undone.fault)


async def _first(desk: Desk, ask: Ask[Any, Any], retry: Retry, work: Work) -> Reply:
    kept = _or_undo(await _claimed(desk, ask, retry))
    if kept:
        return _replayed(kept)
    reply = _or_undo(await work(desk))
    headers = json.dumps(dict(reply.headers))
    await retries.keep(desk, retry, (reply.status, headers, reply.body), ask.at)
    return reply


async def _claimed(desk: Desk, ask: Ask[Any, Any], retry: Retry) -> Result[Kept | None, Fault]:
    try:
        return await retries.claim(desk, retry, ask.at)
    except Outage as outage:
        if isinstance(outage.__cause__, LockNotAvailable):
            return Failure(StillRunning(retry_after=1))
        raise


def _or_undo[T](held: Result[T, Fault]) -> T:
    if isinstance(held, Success):
        value: T = held.unwrap()
        return value
    raise _Undone(held.failure())


def _replayed(kept: Kept) -> Reply:
    headers = json.loads(kept.headers or "{}")
    return Reply(kept.status or 0, kept.body or b"", {**headers, "Idempotent-Replayed": "true"})
