"""What makes conditions sound: each can be met, and of the charts they choose exactly one."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from vitalcore.fault import Flaw
from vitalcore.risk.cells import representatives
from vitalcore.risk.check import Check, rule
from vitalcore.risk.inputs import NATURE, Coding, Input
from vitalcore.risk.table import Chart, Condition


def condition(one: Condition, place: str) -> Check:
    """Check that a condition asks for something that its input can be."""
    nature = NATURE[one.input]
    if isinstance(nature, Coding):
        named = bool(one.codes) and set(one.codes) <= set(nature.codes) and one.range is None
        return rule(place, f"must name codes of {', '.join(nature.codes)}", broken=not named)
    if one.range is None or one.codes:
        return rule(place, "must be a range", broken=True)
    low, high = nature.hard.low, nature.hard.high
    detail = f"must hold a value from {low} to {high}"
    return rule(place, detail, broken=not one.range.reaches(low, high))


def covered(charts: tuple[Chart, ...], place: str) -> Iterator[Flaw]:
    """Find where none of *charts* counts, or more than one."""
    conditions = [one for chart in charts for one in chart.when]
    asked = tuple(dict.fromkeys(one.input for one in conditions))
    for cell in product(*(representatives(name, conditions) for name in asked)):
        values = dict(zip(asked, cell, strict=True))
        fitting = sum(_fits(chart, values) for chart in charts)
        if fitting != 1:
            yield Flaw(place, f"must be exactly one, and are {fitting}{_where(values)}")


def _fits(chart: Chart, values: dict[Input, Decimal | str]) -> bool:
    return all(one.holds(values[one.input]) for one in chart.when)


def _where(values: dict[Input, Decimal | str]) -> str:
    said = ", ".join(f"{name} {value}" for name, value in values.items())
    return f" where {said}" if said else ""
