"""Reads that may lag: a standby is asked where one is close, and the primary has the last word."""

from typing import Any

from returns.result import Result, Success

from vitalcore.fault import Fault
from vitalweb.house import House
from vitalweb.http.route import Ask, Route
from vitalweb.store.desk import Outage
from vitalweb.store.patience import within
from vitalweb.store.replica import Replica

PATIENCE = 2.0  # seconds for a standby, which leave the primary time within the deadline


async def read(house: House, route: Route, ask: Ask[Any, Any]) -> Result[Any, Fault]:
    """Do a deed that only reads.

    What a standby refuses the primary is asked as well, since it may know a patient of a second
    ago; so it is where the standby is away, or slow.
    """
    if route.lags and house.replica and house.replica.near:
        found = await _asked(house, house.replica, route, ask)
        if isinstance(found, Success):
            return found
    return await route.deed(house, house.database, ask)


async def _asked(
    house: House, replica: Replica, route: Route, ask: Ask[Any, Any]
) -> Result[Any, Fault] | None:
    try:
        return await within(PATIENCE, route.deed(house, replica.database, ask))
    except (Outage, TimeoutError):
        replica.lose()
        return None
