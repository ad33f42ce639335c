"""Bounds: what a total can still be, checked against everything that it can still be."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, combinations, product

import pytest
from attrs import evolve
from hypothesis import given, settings

from tests.core.risk import invented
from tests.core.risk.scores import tables_and_partial_rows
from vitalcore.risk.bounds import bounds
from vitalcore.risk.cases import NONE
from vitalcore.risk.cells import edges, firsts, representatives
from vitalcore.risk.engine import Engine, engine
from vitalcore.risk.finder import Value
from vitalcore.risk.inputs import NATURE, Coding, Input
from vitalcore.risk.level import Level
from vitalcore.risk.notation import among, bands, charted, line, span, within
from vitalcore.risk.range import Range
from vitalcore.risk.shipped import TABLES
from vitalcore.risk.sound import sound
from vitalcore.risk.table import Chart, Code, Gauge, Override, Table
from vitalcore.risk.tables.news2 import NEWS2

ENGINES = {table.name: engine(table) for table in TABLES}

type Row = dict[Input, Value]


def coarse(table: Table, name: Input) -> tuple[Value, ...]:
    """One value of every stretch that the bands and conditions of *table* tell apart."""
    nature = NATURE[name]
    if isinstance(nature, Coding):
        off = {code for g in table.gauges if g.input is name for code in g.unscored}
        return tuple(code for code in nature.codes if code not in off)
    asked = [one for g in table.gauges for c in g.charts for one in c.when]
    steps = [
        band.range.begins(gauge.grid)
        for gauge in table.gauges
        if gauge.input is name
        for chart in gauge.charts
        for band in chart.bands[1:]
    ]
    banded = {value + Decimal("0.001") * after for value, after in steps}
    return tuple(sorted(banded | set(map(Decimal, representatives(name, asked)))))


def thinned(table: Table, name: Input) -> tuple[Value, ...]:
    """Of the coarse values, the first for each different effect that it has by itself."""
    one = ENGINES[table.name]
    seen: dict[object, Value] = {}
    for value in coarse(table, name):
        seen.setdefault(_effect(one, name, value), value)
    return tuple(seen.values())


def _effect(one: Engine, name: Input, value: Value) -> object:
    charts = [chart for gauge in one.table.gauges for chart in gauge.charts]
    met = tuple(c.holds(value) for chart in charts for c in chart.when if c.input is name)
    raised = tuple(o.when.holds(value) for o in one.table.overrides if o.when.input is name)
    cases: list[Row] = [{}, {Input.SCALE: "1"}, {Input.SCALE: "2", Input.O2: Decimal(0)}]
    cases += [{Input.SCALE: "2", Input.O2: Decimal(1)}]
    cases += [{Input.AGE: Decimal(years)} for years in (0, 1, 5, 13)]
    return met, raised, tuple(one.points({**case, name: value}) for case in cases)


def completions(one: Engine, values: Row, missing: tuple[Input, ...]) -> Iterator[Row]:
    """Every way in which the missing inputs may turn out, on the coarse grid."""
    for chosen in product(*(thinned(one.table, name) for name in missing)):
        yield {**values, **dict(zip(missing, chosen, strict=True))}


def needed(table: Table) -> tuple[Input, ...]:
    """The inputs without which a total is open: the first of each parameter, and what chooses."""
    firsts_ = [parameter.gauges[0].input for parameter in table.parameters]
    conditions = [one.input for g in table.gauges for c in g.charts for one in c.when]
    overrides = [one.when.input for one in table.overrides if one.needed]
    return tuple(dict.fromkeys([*firsts_, *conditions, *overrides]))


def truth(one: Engine, values: Row, missing: tuple[Input, ...]) -> tuple[int, int, tuple[int, ...]]:
    """The least and the most total, and all outcomes, of every completion."""
    scores = [one.score(row) for row in completions(one, values, missing)]
    totals = [score.total for score in scores if score.total is not None]
    ranks = {score.rank for score in scores if score.rank is not None}
    return min(totals), max(totals), tuple(sorted(ranks))


def subsets(names: tuple[Input, ...], most: int) -> Iterator[tuple[Input, ...]]:
    """Every subset of up to so many inputs."""
    return chain.from_iterable(combinations(names, size) for size in range(1, most + 1))


def whole_rows(table: Table) -> tuple[Row, Row, Row]:
    """Everything as low as it can be, everything as high, and somebody without a point."""
    names = needed(table)
    return (
        {name: coarse(table, name)[0] for name in names},
        {name: coarse(table, name)[-1] for name in names},
        calm(table),
    )


def calm(table: Table) -> Row:
    """Somebody whose every input scores as little as it can, of the youngest age, on Scale 1."""
    one = ENGINES[table.name]
    row: Row = {name: coarse(table, name)[0] for name in (Input.AGE, Input.SCALE)}
    for name in needed(table):
        if name in one.places and name not in row:
            place = one.places[name]
            row[name] = min(
                coarse(table, name), key=lambda value: one.points({**row, name: value})[place] or 0
            )
    return {name: row.get(name, coarse(table, name)[0]) for name in needed(table)}


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_the_true_total_lies_inside_and_both_ends_are_reached(table: Table) -> None:
    """Whatever the missing inputs turn out to be, bounds hold, and every end and level occurs."""
    one = ENGINES[table.name]
    for row, missing in product(whole_rows(table), subsets(needed(table), 3)):
        values = {name: value for name, value in row.items() if name not in missing}
        found = bounds(one, values)
        assert (found.least, found.most, found.ranks) == truth(one, values, missing), missing
        assert found.missing == tuple(name for name in table.inputs if name in missing)


@settings(max_examples=300)
@given(invented.tables_and_rows)
def test_what_somebody_has_lies_inside_on_any_table(said: tuple[Table, tuple[Row, Row]]) -> None:
    """Whatever is measured later, the total and its outcome were among those told before.

    So it is if what can only raise was seen long ago. Only with nothing missing there is a total.
    """
    table, (known, whole) = said
    ready = engine(table)
    for faded in (NONE, ready.raising - known.keys()):
        found = bounds(ready, known, faded)
        later = {n: v for n, v in whole.items() if n in known or n in {*found.missing, *faded}}
        score, now = ready.score(later), ready.score(known)
        assert found.least <= found.most
        if score.total is not None:
            assert found.least <= score.total <= found.most
            assert score.rank in found.ranks
        if now.total is None:
            assert found.missing
        if not found.missing:
            assert (found.least, found.most, found.ranks) == (now.total, now.total, (now.rank,))


@pytest.mark.parametrize("name", ["news2", "news", "mews", "qsofa", "sirs", "cart", "hotel"])
def test_with_nothing_known_everything_is_possible(name: str) -> None:
    """With all inputs missing, bounds are those of the whole chart."""
    one = ENGINES[name]
    found = bounds(one, {})
    assert (found.least, found.most) == (0, one.table.highest)
    assert (found.least, found.most, found.ranks) == truth(one, {}, needed(one.table))


@given(tables_and_partial_rows)
def test_bounds_close_in_as_inputs_arrive(said: tuple[Table, Row]) -> None:
    """Measuring a missing input never widens the bounds and never brings back a level."""
    table, values = said
    known: Row = {}
    before = bounds(ENGINES[table.name], known)
    for name in [one for one in values if one in before.missing]:
        known[name] = values[name]
        after = bounds(ENGINES[table.name], known)
        assert before.least <= after.least <= after.most <= before.most
        assert set(after.ranks) <= set(before.ranks)
        before = after


@given(tables_and_partial_rows)
def test_with_nothing_missing_the_bounds_are_the_total(said: tuple[Table, Row]) -> None:
    """No input missing means one total and one level; else there is one to obtain next."""
    table, values = said
    found = bounds(ENGINES[table.name], values)
    score = ENGINES[table.name].score(values)
    if found.missing:
        assert found.next in found.missing
    else:
        assert (score.total, score.total, (score.rank,)) == (found.least, found.most, found.ranks)
        assert found.next is None


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_next_is_the_input_whose_worst_result_raises_the_certain_level_highest(
    table: Table,
) -> None:
    """Of all missing inputs, none could show a higher certain level, or more points, by itself."""
    one = ENGINES[table.name]
    for row, missing in product(whole_rows(table), subsets(needed(table), 2)):
        values = {name: value for name, value in row.items() if name not in missing}
        found = bounds(one, values)
        reach = {name: _reach(one, values, name) for name in found.missing}
        assert found.next == max(found.missing, key=lambda name: reach[name])


def _reach(
    one: Engine, values: Row, name: Input, faded: frozenset[Input] = NONE
) -> tuple[int, int]:
    after = [
        bounds(one, {**values, name: value}, faded - {name}) for value in thinned(one.table, name)
    ]
    return max((found.ranks[0], found.least) for found in after)


RAISING = {
    "pews_england": {Input.DEVICE, Input.SEPSIS, Input.PUPILS, Input.CONCERN},
    "sirs": {Input.PACO2, Input.BANDS},
}


@pytest.mark.parametrize("name", ENGINES)
def test_what_can_only_raise_is_known_of_every_chart(name: str) -> None:
    """The inputs without which there is a total, although they can raise it."""
    assert ENGINES[name].raising == RAISING.get(name, set())


@pytest.mark.parametrize("name", RAISING)
def test_what_is_too_old_may_still_raise_what_it_did(name: str) -> None:
    """Whatever it turns out to be, bounds hold, every end and level occurs, and it is asked for."""
    one, table = ENGINES[name], ENGINES[name].table
    raising = tuple(name for name in table.inputs if name in RAISING[table.name])
    some = [(), *subsets(needed(table), 1)]
    for row, missing, faded in product(whole_rows(table), some, subsets(raising, 2)):
        values = {name: value for name, value in row.items() if name not in missing}
        found = bounds(one, values, frozenset(faded))
        whole = truth(one, values, (*missing, *faded))
        assert (found.least, found.most, found.ranks) == whole, (values, missing, faded)
        asked = tuple(name for name in (*missing, *faded) if name in found.missing)
        assert set(missing) <= set(found.missing) <= {*missing, *faded}
        assert whole == truth(one, values, asked), (values, missing, faded)
        reach = {name: _reach(one, values, name, frozenset(faded)) for name in found.missing}
        assert found.next == max(found.missing, key=lambda name: reach[name], default=None)


@pytest.mark.parametrize(
    ("known", "most", "missing"),
    [
        ({Input.RR: Decimal(25), Input.ACVPU: "A"}, 3, ()),
        ({Input.RR: Decimal(5), Input.ACVPU: "A"}, 2, (Input.HR,)),
        ({Input.RR: Decimal(25), Input.ACVPU: "U"}, 4, (Input.HR,)),
        ({Input.RR: Decimal(25)}, 4, (Input.HR, Input.ACVPU)),
        ({Input.ACVPU: "A"}, 3, (Input.RR, Input.HR)),
    ],
)
def test_only_what_can_add_here_is_asked_for_again(
    known: Row, most: int, missing: tuple[Input, ...]
) -> None:
    """A pulse of long ago may give 2, or 4 if not alert: beside a rate's 3 only the 4 counts."""
    raises = charted(
        Input.HR,
        bands(("<90", 0), (">=90", 4), when=(among(Input.ACVPU, *"CVPU"),)),
        bands(("<90", 0), (">=90", 2), when=(among(Input.ACVPU, "A"),)),
        decides=False,
    )
    rates = line("rates", charted(Input.RR, bands(("<20", 0), (">=20", 3))), raises)
    table = evolve(
        NEWS2,
        parameters=(rates,),
        outcomes=(evolve(NEWS2.outcomes[0], total=span("0-4")),),
    )
    found = bounds(engine(sound(table).unwrap()), known, frozenset({Input.HR}))
    assert (found.most, found.missing) == (most, missing)


def test_oxygen_and_saturation_are_counted_together_on_scale_2() -> None:
    """At 97 % on Scale 2 the oxygen decides twice: 0 points on air, 5 on oxygen."""
    found = bounds(
        ENGINES["news2"],
        {
            Input.SCALE: "2",
            Input.SPO2: Decimal(97),
            Input.RR: Decimal(16),
            Input.SBP: Decimal(120),
            Input.HR: Decimal(70),
            Input.ACVPU: "A",
            Input.BT: Decimal(37),
        },
    )
    assert (found.least, found.most, found.missing, found.next) == (0, 5, (Input.O2,), Input.O2)
    assert [ENGINES["news2"].table.outcomes[rank].label for rank in found.ranks] == [
        "low",
        "medium",
    ]


@pytest.mark.parametrize(("pressure", "least"), [("31", 1), ("40", 0)])
def test_what_can_only_add_raises_the_lower_bound(pressure: str, least: int) -> None:
    """A low carbon dioxide is a certain point of SIRS; a normal one excludes nothing."""
    found = bounds(ENGINES["sirs"], {Input.PACO2: Decimal(pressure)})
    assert (found.least, found.most) == (least, 4)


def test_an_unknown_age_leaves_every_age_open() -> None:
    """A pulse of 75 is 4 points in a baby and none at 13: without an age both are possible."""
    known: Row = {
        Input.HR: Decimal(75),
        Input.DISTRESS: "none",
        Input.SPO2: Decimal(98),
        Input.O2: Decimal(0),
        Input.RR: Decimal(25),
        Input.BP_CODE: "NCO",
        Input.CRT: Decimal(1),
        Input.ACVPU: "A",
    }
    found = bounds(ENGINES["pews_england"], known)
    assert (found.least, found.most, found.missing) == (1, 5, (Input.AGE,))


def test_a_single_point_may_be_a_class_of_its_own() -> None:
    """Where one point in a parameter leads to another outcome, having none is told apart."""
    none, single = NEWS2.outcomes[0], NEWS2.outcomes[2]
    table = evolve(
        NEWS2,
        parameters=NEWS2.parameters[:1],
        outcomes=(evolve(none, total=span("0-3")), evolve(single, total=span("0-3"), single=1)),
    )
    found = bounds(engine(sound(table).unwrap()), {})
    assert (found.least, found.most, found.ranks) == (0, 3, (0, 1))


def test_what_chooses_a_chart_and_may_raise_the_level_is_missing_once() -> None:
    """An alertness that decides how the breaths are read, and may be an emergency, is asked for."""
    table = evolve(
        NEWS2,
        parameters=(
            line(
                "breaths",
                charted(
                    Input.RR,
                    bands(("<20", 0), (">=20", 1), when=(among(Input.ACVPU, "A"),)),
                    bands(("<20", 2), (">=20", 3), when=(among(Input.ACVPU, *"CVPU"),)),
                ),
            ),
        ),
        outcomes=(
            evolve(NEWS2.outcomes[0], total=span("0-2")),
            evolve(NEWS2.outcomes[4], total=span(">=3")),
        ),
        overrides=(Override(when=among(Input.ACVPU, "U"), level=Level.HIGH, needed=True),),
    )
    found = bounds(engine(sound(table).unwrap()), {Input.RR: Decimal(15)})
    assert (found.least, found.most, found.ranks) == (0, 2, (0, 1))
    assert (found.missing, found.next) == ((Input.ACVPU,), Input.ACVPU)


@pytest.mark.parametrize(
    ("known", "least", "most"),
    [
        ({}, 0, 3),
        ({Input.HR: Decimal(100)}, 1, 3),
        ({Input.HR: Decimal(50)}, 0, 3),
        ({Input.HR: Decimal(100), Input.RR: Decimal(5)}, 1, 1),
        ({Input.RR: Decimal(5)}, 0, 0),
        ({Input.RR: Decimal(25), Input.HR: Decimal(100)}, 3, 3),
    ],
)
def test_what_can_only_add_counts_where_it_is_known(known: Row, least: int, most: int) -> None:
    """A pulse that can add one point to a rate of 0 or 3 raises the least, and decides nothing."""
    table = evolve(
        NEWS2,
        parameters=(
            line(
                "rates",
                charted(Input.RR, bands(("<20", 0), (">=20", 3))),
                charted(Input.HR, bands(("<90", 0), (">=90", 1)), decides=False),
            ),
        ),
        outcomes=(evolve(NEWS2.outcomes[0], total=span("0-3")),),
    )
    found = bounds(engine(sound(table).unwrap()), known)
    assert (found.least, found.most) == (least, most)


CONCERNED = line(
    "breaths",
    charted(Input.RR, bands(("<30", 0), (">=30", 3))),
    Gauge(
        input=Input.CONCERN,
        charts=(Chart(codes=(Code("none", 2), Code("high", 3), Code("emergency", 3))),),
        decides=False,
        unscored=("medium",),
    ),
)


def test_what_has_no_points_may_be_what_it_is_now() -> None:
    """A concern of long ago may be one that the chart does not score, and so raise nothing."""
    table = evolve(
        NEWS2,
        parameters=(CONCERNED,),
        outcomes=(evolve(NEWS2.outcomes[0], total=span("0-3")),),
    )
    found = bounds(
        engine(sound(table).unwrap()), {Input.RR: Decimal(20)}, frozenset({Input.CONCERN})
    )
    assert (found.least, found.most, found.missing) == (0, 3, (Input.CONCERN,))


@pytest.mark.parametrize("rate", [20, 30])
def test_what_can_add_nothing_may_still_raise_the_level(rate: int) -> None:
    """Beside a rate of the most points a concern of long ago may be an emergency all the same."""
    emergency = Override(when=among(Input.CONCERN, "emergency"), level=Level.HIGH)
    table = evolve(
        NEWS2,
        parameters=(CONCERNED,),
        outcomes=(
            evolve(NEWS2.outcomes[0], total=span("0-3")),
            evolve(NEWS2.outcomes[-1], total=span("4")),
        ),
        overrides=(emergency,),
    )
    found = bounds(engine(table), {Input.RR: Decimal(rate)}, frozenset({Input.CONCERN}))
    assert (found.most, found.missing, found.ranks) == (3, (Input.CONCERN,), (0, 1))


def test_a_value_stands_for_every_stretch_up_to_the_limits() -> None:
    """Each edge inside the limits has a value at or just after it, the limits included."""
    ranges = [Range(high=Decimal(0)), Range(low=Decimal(5), above=True), Range(low=Decimal(100))]
    beyond = [Range(high=Decimal(-1)), Range(low=Decimal(101))]
    found = firsts(edges(ranges + beyond), Decimal(0), Decimal(100))
    assert found == tuple(map(Decimal, ("0", "0.001", "5.001", "100")))


@pytest.mark.parametrize(
    ("grid", "values"),
    [
        (None, ("0", "0.001", "2", "5.001", "10")),
        (Decimal(1), ("0", "0.001", "1.5", "5.5", "10")),
    ],
)
def test_what_is_scored_and_chooses_a_chart_is_tried_in_each_band(
    grid: Decimal | None, values: tuple[str, ...]
) -> None:
    """Oxygen may choose the chart at any flow, and score otherwise at another."""
    edged = bands(("<2", 0), ("2-5", 1), (">5", 3))
    asked = (within(Input.O2, "0"), within(Input.O2, ">0"), within(Input.O2, ">=10"))
    found = representatives(Input.O2, asked, Gauge(input=Input.O2, charts=(edged,), grid=grid))
    assert found == tuple(map(Decimal, values))


def test_flows_that_score_otherwise_are_not_left_out() -> None:
    """At 95 % without a flow the oxygen may give 3 points, not only those of the least flow."""
    flow = charted(Input.O2, bands(("0", 0), (">0-<5", 1), (">=5", 3)))
    air, given = within(Input.O2, "0"), within(Input.O2, ">0")
    spo2 = charted(
        Input.SPO2,
        bands(("<92", 1), (">=92", 0), when=(air,)),
        bands(("<96", 0), (">=96", 1), when=(given,)),
    )
    table = evolve(
        NEWS2,
        parameters=(line("oxygen", flow), line("spo2", spo2)),
        outcomes=(evolve(NEWS2.outcomes[0], total=span("0-4")),),
    )
    found = bounds(engine(sound(table).unwrap()), {Input.SPO2: Decimal(95)})
    assert (found.least, found.most, found.missing) == (0, 3, (Input.O2,))


def test_a_stretch_between_two_edges_has_a_value_of_its_own() -> None:
    """However near two edges are, something stands for what lies between them."""
    ranges = [Range(Decimal(0), Decimal(0)), Range(low=Decimal("0.001"))]
    found = firsts(edges(ranges), Decimal(0), Decimal(50))
    assert found == tuple(map(Decimal, ("0", "0.0005", "0.001")))
