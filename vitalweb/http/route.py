"""One row of the route table: what is asked, what may come back, and who may ask."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from attrs import field, frozen
from returns.result import Result

from vitalcore.fault import Fault
from vitalweb.house import House
from vitalweb.store.desk import Desk


@frozen(kw_only=True)
class Nothing:
    """No parameters, no body."""


@frozen(kw_only=True)
class Caller:
    """Who stands behind a request, and in which session."""

    account_id: str
    session_id: Any


@frozen(kw_only=True)
class Ask[Where, Body]:
    """A request, read: who asks, where, for what, and when."""

    caller: Caller
    where: Where
    body: Body
    at: datetime
    address: str
    if_match: int | None


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
    public: bool = False
    creates: bool = field(default=False)  # honours Idempotency-Key

    @property
    def name(self) -> str:
        """Name the operation after its deed."""
        module = self.deed.__module__.rsplit(".", 1)[-1]
        return f"{module}_{self.deed.__name__}"
