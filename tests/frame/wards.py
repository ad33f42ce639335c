"""Wards of patients for the columnar evaluator: values on, off and beside every edge."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from math import inf, isnan, nan, nextafter
from typing import Any

from hypothesis import strategies as st

from vitalcore.risk.bounds import bounds
from vitalcore.risk.engine import engine
from vitalcore.risk.finder import Values
from vitalcore.risk.inputs import NATURE, Coding, Input, refusal
from vitalcore.risk.range import Range
from vitalcore.risk.table import Table

ENGINE = cache(engine)

type Row = Mapping[Input, float | str | None]


def judged(table: Table, row: Row) -> dict[str, Any]:
    """What the scalar evaluator says of one row, in the shape of a row of the columnar one."""
    values = believed(table, row)
    applies = made_for(table, values.get(Input.AGE))
    if applies is False:
        return answer(table, row, values, applies=applies)
    ready = ENGINE(table)
    score, reach = ready.score(values), bounds(ready, values)
    ranks = (score.rank,) if score.rank is not None else reach.ranks
    levels = [table.outcomes[rank].level.value for rank in ranks]
    return answer(
        table,
        row,
        values,
        applies=applies,
        points=score.points,
        total=score.total,
        ends=(reach.least, reach.most),
        levels=(levels[0], levels[-1]),
    )


def answer(
    table: Table,
    row: Row,
    values: Values,
    *,
    applies: bool | None,
    points: tuple[int | None, ...] | None = None,
    total: int | None = None,
    ends: tuple[int | None, int | None] = (None, None),
    levels: tuple[str | None, str | None] = (None, None),
) -> dict[str, Any]:
    names = [line.name for line in table.parameters]
    return {
        "points": dict(zip(names, points or [None] * len(names), strict=True)),
        "total": total,
        "least": ends[0],
        "most": ends[1],
        "level": levels[0] if levels[0] == levels[1] else None,
        "level_least": levels[0],
        "level_most": levels[1],
        "missing": {name.value: name not in values for name in table.inputs},
        "refused": {
            name.value: name not in values and given(row.get(name)) for name in looked_at(table)
        },
        "applies": applies,
    }


def looked_at(table: Table) -> Iterable[Input]:
    """The inputs of *table*, and the age where it asks for it to know for whom it was made."""
    limited = (table.applies.youngest, table.applies.below) != (None, None)
    return dict.fromkeys([*table.inputs, *([Input.AGE] if limited else [])])


def believed(table: Table, row: Row) -> dict[Input, Decimal | str]:
    told = {Input.SCALE: "1", **{name: value for name, value in row.items() if given(value)}}
    read = {
        name: value if isinstance(value, str) else Decimal(str(value))
        for name, value in told.items()
    }
    wanted = {*table.inputs, Input.AGE}
    return {n: v for n, v in read.items() if n in wanted and refusal(n, v) is None}


def given(value: float | str | None) -> bool:
    return value is not None and not (isinstance(value, float) and isnan(value))


def made_for(table: Table, years: Decimal | str | None) -> bool | None:
    youngest, below = table.applies.youngest, table.applies.below
    if (youngest, below) == (None, None):
        return True
    if not isinstance(years, Decimal):
        return None
    return (youngest is None or years >= youngest) and (below is None or years < below)


@cache
def edges(table: Table, name: Input) -> list[float]:
    """Every number at which something in *table* may change, and its neighbours."""
    nature = NATURE[name]
    assert not isinstance(nature, Coding)
    gauges = [gauge for gauge in table.gauges if gauge.input is name]
    ranges = [band.range for g in gauges for c in g.charts for band in c.bands]
    asked = [one.range for g in table.gauges for c in g.charts for one in c.when]
    raised = [one.when.range for one in table.overrides]
    grids = [gauge.grid for gauge in gauges if gauge.grid]
    half = grids[0] / 2 if grids else Decimal(0)
    bounds_ = [b for one in [*ranges, *asked, *raised] if one for b in ends(one)]
    found = [nature.hard.low, nature.hard.high, *bounds_]
    near = {
        float(one + by) for one in found for by in (0, half, -half, Decimal(1), Decimal("0.01"))
    }
    return sorted(
        {*near, *(nextafter(one, inf) for one in near), *(nextafter(one, -inf) for one in near)}
    )


def ends(one: Range) -> list[Decimal]:
    return [bound for bound in (one.low, one.high) if bound is not None]


def values(table: Table, name: Input) -> st.SearchStrategy[Any]:
    """What a column may hold: usual, on an edge, impossible, or nothing."""
    nature = NATURE[name]
    if isinstance(nature, Coding):
        return st.sampled_from([*nature.codes, "?", None])
    low, high = float(nature.hard.low), float(nature.hard.high)
    return (
        st.sampled_from([*edges(table, name), nan, inf, -inf, -1.0, 999.0, None])
        | st.decimals(nature.hard.low, nature.hard.high, places=2).map(float)
        | st.floats(low, high)
    )


def rows(table: Table) -> st.SearchStrategy[list[dict[Input, Any]]]:
    names = dict.fromkeys([*table.inputs, Input.AGE])
    row = st.fixed_dictionaries({name: values(table, name) for name in names})
    return st.lists(row, min_size=1, max_size=20)
