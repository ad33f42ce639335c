"""What makes a table sound: one band for every value, one level for every total, and a source."""

import re
from collections.abc import Iterator
from decimal import Decimal

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Invalid
from vitalcore.guard import EPOCH, HORIZON
from vitalcore.risk.check import Check, each, rule, told
from vitalcore.risk.conditions import condition
from vitalcore.risk.gauges import parameters
from vitalcore.risk.inputs import Input
from vitalcore.risk.outcomes import outcomes
from vitalcore.risk.range import Range
from vitalcore.risk.table import Applicability, Condition, Override, Table

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def sound(table: Table) -> Result[Table, Fault]:
    """Give the table back, or everything that is wrong with it and where."""
    flaws = tuple(told(checks(table)))
    return Failure(Invalid(flaws)) if flaws else Success(table)


def checks(table: Table) -> Iterator[Check]:
    """Give every check of *table*, each with the places that it reads."""
    yield from _named(table)
    yield _applies(table.applies)
    yield from parameters(table)
    yield from outcomes(table)
    yield from _overrides(table)


def _named(table: Table) -> Iterator[Check]:
    for name in ("version", "title", "source"):
        yield rule(f"/{name}", "must be given", broken=not getattr(table, name).strip())
    detail = "must be 1 to 40 of a-z 0-9 _, starting with a letter"
    yield rule("/name", detail, broken=not _NAME.fullmatch(table.name))
    known = EPOCH.year <= table.year < HORIZON.year
    detail = f"must be from {EPOCH.year} to before {HORIZON.year}"
    yield rule("/year", detail, broken=not known)


def _applies(whom: Applicability) -> Check:
    below = None if whom.below is None else Decimal(whom.below)
    years = Range(low=Decimal(whom.youngest or 0), high=below, below=True)
    nobody = any(condition(Condition(Input.AGE, years), "/applies").flaws)
    detail = "must be for somebody: from youngest to before below"
    return rule("/applies", detail, broken=nobody)


def _overrides(table: Table) -> Iterator[Check]:
    levels = {one.level for one in table.outcomes}
    reads = each("/outcomes", len(table.outcomes), "level")
    for index, one in enumerate(table.overrides):
        place = f"/overrides/{index}"
        yield condition(one.when, f"{place}/when")
        level, lost = f"{place}/level", one.level not in levels
        yield rule(level, "must be the level of an outcome", level, *reads, broken=lost)
        yield _alone(table, one, place)


def _alone(table: Table, one: Override, place: str) -> Check:
    """Check that who waits for an override knows what its input gives: nobody stands in for it."""
    shared = [gauge for line in table.parameters if len(line.gauges) > 1 for gauge in line.gauges]
    waited = any(
        gauge.input is one.when.input and (gauge.decides or one.needed) for gauge in shared
    )
    detail = (
        f"must not be on {one.when.input}, which is scored beside another that may stand for it"
    )
    reads = (f"{place}/when/input", f"{place}/needed", "/parameters")
    return rule(f"{place}/when/input", detail, *reads, broken=waited)
