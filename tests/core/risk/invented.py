"""Tables of a hospital's own, as they come: alternatives, charts that others choose, overrides."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from returns.result import Success

from tests.core.risk.scores import inputs_of
from vitalcore.risk.finder import Value
from vitalcore.risk.inputs import NATURE, Coding, Input, unit_of
from vitalcore.risk.load import loaded
from vitalcore.risk.table import Table

type Written = dict[str, Any]

_NUMBERS = (Input.RR, Input.HR, Input.O2, Input.SPO2, Input.GCS)
_CODED = (Input.ACVPU, Input.CONCERN, Input.PUPILS, Input.DEVICE)
_CHOOSING = (Input.AGE, Input.O2, Input.ACVPU)
_POINTS = st.integers(0, 3)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a sound table."""
    names = draw(st.permutations((*_NUMBERS, *_CODED)))
    choosing = draw(st.sampled_from((None, *_CHOOSING)))
    sizes = draw(st.lists(st.integers(1, 2), min_size=1, max_size=3))
    parameters, rest = [], list(names)
    for number, size in enumerate(sizes):
        gauges = [_gauge(draw, rest.pop(), choosing, first=not place) for place in range(size)]
        parameters.append({"name": f"p{number}", "gauges": gauges})
    written = {
        "name": "invented",
        "version": "1",
        "title": "Invented",
        "source": "nowhere",
        "year": 2026,
        "parameters": parameters,
        "outcomes": draw(st.sampled_from(_OUTCOMES)),
        "overrides": [_override(draw) for _ in range(draw(st.integers(0, 2)))],
    }
    found = loaded(written)
    assume(isinstance(found, Success))
    return found.unwrap()


_LOW, _HIGH = {"level": "LOW", "label": "low"}, {"level": "HIGH", "label": "high"}
_MEDIUM = {"level": "MEDIUM", "label": "medium"}
_OUTCOMES: Sequence[Sequence[Written]] = (
    ({"total": "0", **_LOW}, {"total": "1", **_MEDIUM}, {"total": ">=2", **_HIGH}),
    ({"total": "0-1", **_LOW}, {"total": ">=2", **_HIGH}),
    ({"total": "0-2", **_LOW}, {"total": "0-2", "single": 2, **_MEDIUM}, {"total": ">=3", **_HIGH}),
)


def _gauge(draw: st.DrawFn, name: Input, choosing: Input | None, *, first: bool) -> Written:
    coded = isinstance(NATURE[name], Coding)
    unscored = draw(st.sampled_from([(), (_codes(name)[-1],)])) if coded else ()
    whole = {} if coded else {"grid": draw(st.sampled_from([None, "1"]))}
    chooses = choosing if choosing is not name and draw(st.booleans()) else None
    return {
        "input": name.value,
        "unit": unit_of(name),
        "decides": first or draw(st.booleans()),
        **({"unscored": unscored} if unscored else {}),
        **{key: value for key, value in whole.items() if value},
        "charts": [
            {**_marks(draw, name, unscored), "when": when} for when in _conditions(draw, chooses)
        ],
    }


def _marks(draw: st.DrawFn, name: Input, unscored: Sequence[str]) -> Written:
    if isinstance(NATURE[name], Coding):
        return {"codes": [[one, draw(_POINTS)] for one in _codes(name) if one not in unscored]}
    return {"bands": [[one, draw(_POINTS)] for one in _tiles(draw, name)]}


def _conditions(draw: st.DrawFn, name: Input | None) -> list[list[Written]]:
    if name is None:
        return [[]]
    if isinstance(NATURE[name], Coding):
        codes = _codes(name)
        cut = draw(st.integers(1, len(codes) - 1))
        return [[{"input": name.value, "codes": some}] for some in (codes[:cut], codes[cut:])]
    return [[{"input": name.value, "range": one}] for one in _tiles(draw, name)]


def _override(draw: st.DrawFn) -> Written:
    name = draw(st.sampled_from((*_CODED, Input.RR, Input.O2, Input.AGE)))
    (when,) = draw(st.sampled_from(_conditions(draw, name)))
    return {"when": when, "level": "HIGH", "needed": draw(st.booleans())}


def _tiles(draw: st.DrawFn, name: Input) -> list[str]:
    nature = NATURE[name]
    assert not isinstance(nature, Coding)
    inner = st.integers(int(nature.hard.low) + 1, min(int(nature.hard.high) - 1, 60))
    cuts = sorted(draw(st.sets(inner, min_size=1, max_size=2)))
    between = [f"{low}-<{high}" for low, high in pairwise(cuts)]
    return [f"<{cuts[0]}", *between, f">={cuts[-1]}"]


def _codes(name: Input) -> list[str]:
    nature = NATURE[name]
    assert isinstance(nature, Coding)
    return list(nature.codes)


@st.composite
def rows(draw: st.DrawFn, table: Table) -> tuple[dict[Input, Value], dict[Input, Value]]:
    """Draw what is known of somebody, and all of which that is a part."""
    whole = {name: draw(inputs_of(name, table)) for name in table.inputs}
    known = draw(st.sets(st.sampled_from(table.inputs)))
    return {name: value for name, value in whole.items() if name in known}, whole


tables_and_rows = tables().flatmap(lambda one: st.tuples(st.just(one), rows(one)))
