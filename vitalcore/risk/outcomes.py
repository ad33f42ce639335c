"""What makes outcomes sound: one level for every total, and none below the one before it."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from vitalcore.kinds import Span
from vitalcore.risk.check import Check, each, rule
from vitalcore.risk.table import Table
from vitalcore.risk.tiling import joined, reaching

#: Totals are whole numbers.
_WHOLE = Decimal(1)


def outcomes(table: Table) -> Iterator[Check]:
    """Check the outcomes of *table*."""
    reads = each("/outcomes", len(table.outcomes), "total", "single")
    plain = {
        f"/outcomes/{place}": one.total
        for place, one in enumerate(table.outcomes)
        if one.single is None
    }
    yield Check(reads, joined(plain, _WHOLE))
    if table.parameters and all(one.points for one in table.parameters):
        reach = Span(Decimal(_least(table)), Decimal(table.highest))
        yield Check(reads + _marks(table), reaching(plain, _WHOLE, reach, "/outcomes"))
    yield from _rising(table)


def _least(table: Table) -> int:
    return sum(min(parameter.points) for parameter in table.parameters)


def _marks(table: Table) -> tuple[str, ...]:
    """List the places of everything that gives points."""
    return tuple(
        mark
        for place, parameter in enumerate(table.parameters)
        for index, gauge in enumerate(parameter.gauges)
        for mark in each(
            f"/parameters/{place}/gauges/{index}/charts", len(gauge.charts), "bands", "codes"
        )
    )


def _rising(table: Table) -> Iterator[Check]:
    for index, (one, following) in enumerate(pairwise(table.outcomes), 1):
        reads = (f"/outcomes/{index - 1}/level", f"/outcomes/{index}/level")
        detail = "must not lie below the level of the one before it"
        falls = following.level.rank < one.level.rank
        yield rule(f"/outcomes/{index}", detail, *reads, broken=falls)
