"""What makes outcomes sound: one level for every total, and none below the one before it."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from vitalcore.fault import Flaw
from vitalcore.kinds import Span
from vitalcore.risk.check import Check, each, rule
from vitalcore.risk.table import Table
from vitalcore.risk.tiling import joined, reaching, stretch

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
        reads += _marks(table)
        yield Check(reads, reaching(plain, _WHOLE, reach, "/outcomes"))
        for rank, one in enumerate(table.outcomes):
            if one.single is not None:
                yield Check(reads, _single(table, rank, one.single))
    yield from _rising(table)


def _single(table: Table, rank: int, single: int) -> Iterator[Flaw]:
    """Find what keeps an outcome that asks for a *single* parameter's points from being told."""
    place, most = f"/outcomes/{rank}", max(max(one.points) for one in table.parameters)
    wrong = tuple(stretch(table.outcomes[rank].total, _WHOLE, place))
    yield from wrong
    if not 1 <= single <= most:
        yield Flaw(f"{place}/single", f"must be from 1 to {most}, the most of one parameter")
    elif not wrong and not any(_counts(table, rank, total) for total in _with(table, single)):
        yield Flaw(place, "is never told: another counts, or none is reached, at each total")


def _with(table: Table, single: int) -> range:
    """Give the totals at which one parameter may have *single* points."""
    return range(max(_least(table), single), table.highest + 1)


def _counts(table: Table, rank: int, total: int) -> bool:
    """Is the outcome at *rank* the last that fits *total*, with as many points as it asks for?"""
    fitting = [
        place
        for place, one in enumerate(table.outcomes)
        if one.total.holds(Decimal(total))
        and (one.single or 0) <= (table.outcomes[rank].single or 0)
    ]
    return fitting[-1:] == [rank]


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
