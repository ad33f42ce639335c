"""What is done in groups: the check of sessions, single writes, and pages of readings."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID

from attrs import define, field, frozen

from vitalcore.session import Session
from vitalweb.store import many, sql
from vitalweb.store.database import Database
from vitalweb.store.group import Group, Work
from vitalweb.store.outages import undone
from vitalweb.store.sql import Statement

#: A statement for one, what it is for many, and what tells its rows apart.
_GROUPED: Sequence[tuple[Statement[Any], Statement[Any], str]] = (
    (sql.ADD_VITAL, sql.ADD_VITALS_TOGETHER, "vital_id"),
    (sql.CORRECT_VITAL, sql.CORRECT_VITALS_TOGETHER, "vital_id"),
    (sql.REVISE_PATIENT, sql.REVISE_PATIENTS_TOGETHER, "patient_id"),
)

#: Pages that are written for several callers in one statement, and the time that each may span:
#: whoever asks for more asks alone, so that nobody waits for it.
_PAGES, _SPAN = 8, timedelta(days=1)

type Given = Mapping[str, Any]


class Alone(Exception):  # noqa: N818 -- no mistake: a way that has to be gone
    """Not done in a group: whoever asked has to ask alone, and is told the reason there."""


@frozen
class _Writing:
    """Writes many rows with their trail in one statement; a row that is refused is None."""

    database: Database
    statement: Statement[Any]
    key: str

    async def __call__(self, asked: Sequence[Given]) -> Sequence[Any]:
        rows = await _told(self.database, self.statement, asked)
        found = {getattr(row, self.key): row for row in rows}
        return [found.get(one[self.key]) for one in asked]


@frozen
class _Pipelining:
    """Writes each row in a statement and a transaction of its own, all in one round trip."""

    database: Database
    statement: Statement[Any]

    async def __call__(self, asked: Sequence[Given]) -> Sequence[Any]:
        each = [{"given": many.written([one])} for one in asked]
        return await self.database.pipelined(self.statement, each)


@frozen
class _Reading:
    """Reads for many in one statement; where a caller's session is not what it was, there is None.

    A row tells whose it is by its *place* among them.
    """

    database: Database
    statement: Statement[Any]

    async def __call__(self, asked: Sequence[Given]) -> Sequence[Any]:
        rows = await _told(self.database, self.statement, asked)
        found = {row.place: row for row in rows}
        return [found.get(place) for place in range(1, len(asked) + 1)]


async def _told(
    database: Database, statement: Statement[Any], asked: Sequence[Given]
) -> Sequence[Any]:
    """Run a *statement* for many; where it is undone nobody is told anything."""
    try:
        return await database.quick(statement, many.written(asked))
    except Exception as error:
        if undone(error):
            return ()
        raise


@frozen
class _Checking:
    """Asks which of many sessions are still what they were when their tokens were believed."""

    database: Database

    async def __call__(self, asked: Sequence[tuple[UUID, int]]) -> Sequence[bool]:
        given = [{"session_id": one, "version": version} for one, version in asked]
        rows = await self.database.quick(sql.CURRENT_SESSIONS, many.written(given))
        found = {(row.session_id, row.version) for row in rows}
        return [one in found for one in asked]


@define
class Together:
    """The groups of a process."""

    database: Database
    _pipelines: bool = False
    _sessions: Group[tuple[UUID, int], bool] = field(init=False)
    _groups: dict[str, Group[Given, Any]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        # one lane: a check is short, and the more share it the less it costs
        self._sessions = Group(_Checking(self.database), most_lanes=1)
        self._groups = {
            alone.name: Group(self._working(grouped, key), itemgetter(key))
            for alone, grouped, key in _GROUPED
        }
        if not self._pipelines:
            reading = _Reading(self.database, sql.WRITTEN_TOGETHER)
            self._groups[sql.WRITTEN.name] = Group(reading, most=_PAGES)

    def _working(self, grouped: Statement[Any], key: str) -> Work[Given, Any]:
        if self._pipelines:
            return _Pipelining(self.database, grouped)
        return _Writing(self.database, grouped, key)

    async def current(self, session: Session) -> bool:
        """Is *session* still live, and still in this version?"""
        return await self._sessions.join((session.session_id, session.version))

    async def row(self, statement: Statement[Any], given: Given) -> Any:
        """Do with what is *given* as *statement* would; raise Alone where it was not done."""
        group = self._groups.get(statement.name)
        row = await group.join(given) if group and _brief(given) else None
        if row is None:
            raise Alone
        return row


def _brief(given: Given) -> bool:
    """Is it no page, or one that spans little time?"""
    return "until" not in given or given["until"] - given["since"] <= _SPAN


@frozen
class Seat:
    """A desk at which one request joins others; what is *noted* of it goes with a write."""

    together: Together
    noted: dict[str, Any]

    async def rows[T](self, statement: Statement[T], **given: Any) -> Sequence[T]:
        """Join a group with *given*; whoever is refused has to ask alone."""
        return [await self.row(statement, **given)]

    async def row[T](self, statement: Statement[T], **given: Any) -> T:
        """Join a group with *given*; whoever is refused has to ask alone."""
        row: T = await self.together.row(statement, given | self.noted)
        return row
