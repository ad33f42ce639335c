"""The trail, for auditors."""

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, flawed
from vitalweb.house import House
from vitalweb.http import cursor
from vitalweb.http.route import Ask
from vitalweb.http.words.accounts import AuditPage, Trail
from vitalweb.railway import then
from vitalweb.store import audit
from vitalweb.store.audit import Search
from vitalweb.store.desk import Desk

LAST_ID = 2**63 - 1  # a PostgreSQL bigint


async def page(_: House, desk: Desk, ask: Ask[AuditPage, None]) -> Result[Trail, Fault]:
    """List who did what, the oldest first; both ends of the range belong to it."""
    return await then(_search(ask.where), lambda wanted: _page(desk, wanted))


async def _page(desk: Desk, wanted: Search) -> Result[Trail, Fault]:
    found = await audit.search(desk, wanted)
    items = found[: wanted.limit - 1]
    last = items[-1] if len(found) == wanted.limit else None
    place = cursor.written(last.at, last.audit_id) if last else None
    return Success(Trail(items=tuple(items), next_cursor=place))


def _search(where: AuditPage) -> Result[Search, Fault]:
    if where.to < where.from_:
        return Failure(flawed("/to", "must not lie before from"))
    after_at, tie = cursor.read(where.cursor, where.from_)
    return Success(
        Search(
            since=where.from_,
            until=where.to,
            account_id=where.account_id,
            patient_id=where.patient_id,
            action=where.action,
            after_at=after_at,
            after_id=min(tie, LAST_ID),
            limit=where.limit + 1,
        )
    )
