"""A file is one batch: it goes into the record as a whole and once, or not at all."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import BinaryIO
from uuid import UUID

from attrs import asdict, frozen
from returns.result import Failure, Result, Success

from vitalcore.audit import Deed, by_operator
from vitalcore.fault import Fault
from vitalweb.http import problem
from vitalweb.http.batch import taking
from vitalweb.http.batch.entry import FIELDS
from vitalweb.http.batch.report import Refusal, Report
from vitalweb.http.batch.slices import File
from vitalweb.http.batch.source import Format
from vitalweb.http.batch.taking import Batch
from vitalweb.store import audit, imports, retries
from vitalweb.store.database import Database, Transaction
from vitalweb.store.imports import Stamp
from vitalweb.store.retries import Retry
from vitalweb.store.rows.answers import Kept

_CREATED = 201
_BLOCK = 1 << 20  # bytes read at once


@frozen(kw_only=True)
class Import:
    """A file to be taken in: how it is written, by whom, when, and whether that is a rehearsal.

    *seen* is told how many lines have been read and the place in bytes after them, *tell* each
    refused line as it is found; *skips* takes in what is left when some are.
    """

    held: BinaryIO
    form: Format
    batch_id: UUID
    by: str
    at: datetime
    kept: bool
    skips: bool
    seen: Callable[[int, int], object]
    tell: Callable[[Refusal], object]


@frozen
class Done:
    """What became of a file, now or when the same file came before, and under which batch."""

    batch_id: UUID
    report: Report
    before: bool


async def take_in(database: Database, wanted: Import) -> Result[Done, Fault]:
    """Take the file into the record, or only report what was refused.

    Its hash is its key: the same file is taken in once, and told again within a day what became
    of it. After that a reading that is in the record still stays as it is there. One that was not
    taken is a row of the trail, too; a rehearsal is none.
    """
    done = await _tried(database, wanted)
    status = _refused(done, wanted)
    if wanted.kept and status:
        await audit.add(database, [_row(wanted, status)], datetime.now(UTC))
    return done


def _refused(done: Result[Done, Fault], wanted: Import) -> int | None:
    if not isinstance(done, Success):
        return problem.of(done.failure()).status
    refused = done.unwrap().report.refusal(skips=wanted.skips)
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else None


async def _tried(database: Database, wanted: Import) -> Result[Done, Fault]:
    key = retry(wanted)

    async def work(desk: Transaction) -> tuple[Result[Done, Fault], bool]:
        claimed = await retries.claim(desk, key, wanted.at)
        if not isinstance(claimed, Success):
            return Failure(claimed.failure()), False
        if kept := claimed.unwrap():
            return Success(_told(kept)), False
        report = await taking.take_in(desk, _batch(wanted))
        if not wanted.kept or report.refusal(skips=wanted.skips):
            return Success(Done(wanted.batch_id, report, before=False)), False
        await _noted(desk, wanted, key, report)
        return Success(Done(wanted.batch_id, report, before=False)), True

    return await imports.whole(database, work)


def retry(wanted: Import) -> Retry:
    """Name a file by its bytes and how they are read."""
    digest = sha256(f"{wanted.form} {wanted.skips}\n".encode())
    while block := wanted.held.read(_BLOCK):
        digest.update(block)
    wanted.held.seek(0)
    asker = f"import by {wanted.by}"  # no account's id has a blank in it
    return Retry(asker=asker, retry_key=digest.hexdigest(), request_digest=digest.digest())


def _batch(wanted: Import) -> Batch:
    return Batch(
        file=File(wanted.held, wanted.form, FIELDS),
        stamp=Stamp(batch_id=wanted.batch_id, by=wanted.by, at=wanted.at),
        seen=wanted.seen,
        tell=wanted.tell,
    )


async def _noted(desk: Transaction, wanted: Import, key: Retry, report: Report) -> None:
    """Keep what became of the file, and leave a row in the trail as the last thing before the end.

    The row is dated now: the minute in which a long import began may have been sealed since.
    """
    told = {"batch_id": str(wanted.batch_id), **asdict(report)}
    await retries.keep(desk, key, (_CREATED, json.dumps(told), None), wanted.at)
    await audit.add(desk, [_row(wanted, _CREATED)], datetime.now(UTC))


def _row(wanted: Import, status: int) -> Deed:
    return by_operator("import", str(wanted.batch_id), wanted.by, status, wanted.at)


def _told(kept: Kept) -> Done:
    told = json.loads(kept.headers or "{}")
    batch_id = UUID(told.pop("batch_id"))
    return Done(batch_id, Report(**told), before=True)
