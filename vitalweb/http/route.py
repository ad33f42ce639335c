"""One row of the route table: what is asked, what may come back, and who may ask."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from attrs import Factory, field, frozen
from returns.result import Result

from vitalcore.fault import Fault
from vitalcore.role import Right, Role
from vitalweb.house import House
from vitalweb.store.desk import Desk


@frozen(kw_only=True)
class Nothing:
    """No parameters, no body."""


@frozen(kw_only=True)
class Caller:
    """Who stands behind a request, and in which session."""

    account_id: str
    role: Role | None
    session_id: UUID


#: Who asks where no token is asked for.
NOBODY = Caller(account_id="-", role=None, session_id=UUID(int=0))


@frozen(kw_only=True)
class Ask[Where, Body]:
    """A request, read: who asks, where, for what, and when."""

    caller: Caller
    where: Where
    body: Body
    at: datetime
    request_id: str
    address: str
    if_match: int | None


def _itself(outcome: object) -> object:
    return outcome


def _named(route: "Route") -> str:
    module = route.deed.__module__.rsplit(".", 1)[-1]
    return f"{module}_{route.deed.__name__}"


type Prepare = Callable[[House, Ask[Any, Any]], Awaitable[Result[Ask[Any, Any], Fault]]]
type Deed = Callable[[House, Desk, Ask[Any, Any]], Awaitable[Result[Any, Fault]]]


@frozen(kw_only=True)
class Route:
    """A method and a path, the shapes that go in and out, and the faults that are told."""

    method: str
    path: str
    deed: Deed
    summary: str
    tag: str
    where: type = Nothing
    body: type | None = None
    answer: type | None = None
    status: int = 200
    faults: tuple[type, ...] = ()
    right: Right | None = None  # nobody needs one where it is None
    takes: tuple[str, ...] = ()  # media types of a body that is read as a stream
    gives: tuple[str, ...] = ()  # media types of an answer that is written as a stream
    prepares: Prepare | None = None  # before the transaction, where it takes long
    grouped: bool = False  # may be done together with others'
    bare: bool = False  # asks nothing of the record, but whether its caller may
    slow: bool = False  # may take as long as a batch
    lags: bool = False  # a standby may answer that is a few seconds behind
    writes: bool = False  # in one transaction with its trail; honours Idempotency-Key
    ends: bool = False  # ends sessions, perhaps its caller's own, which is asked for before it
    keeps: tuple[type, ...] = ()  # faults after which what was written is kept as well
    shows: Callable[[Any], Any] = _itself  # what is told of the deed's outcome
    name: str = field(init=False, default=Factory(_named, takes_self=True))  # after its deed

    @property
    def public(self) -> bool:
        """Is it open to anybody?"""
        return self.right is None
