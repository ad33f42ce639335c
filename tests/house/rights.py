"""Every route by every role, as ASSURANCE.md prints it: `uv run python -m tests.house.rights`."""

import sys
from collections.abc import Iterable

from vitalcore.role import Role, may
from vitalweb.http.route import Route
from vitalweb.http.routes import ROUTES

YES, NO = "yes", "–"


def table() -> str:
    """Write the table, one row a route, from ROUTES and RIGHTS alone."""
    head = ("route", "without a token", *Role)
    rows = (head, ["---"] * len(head), *map(_cells, ROUTES))
    return "\n".join(map(_row, rows))


def _cells(route: Route) -> Iterable[str]:
    yield f"{route.method} {route.path}"
    yield _word(allowed=route.public)
    yield from (_word(allowed=_open(route, role)) for role in Role)


def _open(route: Route, role: Role) -> bool:
    return route.right is None or may(role, route.right)


def _word(*, allowed: bool) -> str:
    return YES if allowed else NO


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
