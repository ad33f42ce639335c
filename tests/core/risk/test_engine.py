"""Points from values: the fast way is the slow way."""

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from tests.core.risk import invented
from tests.core.risk.scores import plainly, tables_and_partial_rows, tables_and_rows
from vitalcore.risk.engine import engine
from vitalcore.risk.finder import Mark, Value
from vitalcore.risk.found import rounding
from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.notation import among, bands, coded, line, measured, span, within
from vitalcore.risk.scored import scored
from vitalcore.risk.shipped import TABLES
from vitalcore.risk.sound import sound
from vitalcore.risk.table import Override, Parameter, Table
from vitalcore.risk.tables.news2 import NEWS2
from vitalcore.risk.tables.sirs import SIRS

ENGINES = {table.name: engine(table) for table in TABLES}

type Row = dict[Input, Value]


def slowly(parameter: Parameter, values: Row) -> int | None:
    """The highest points given, if an input that decides gave some or no more are possible.

    One whose chart cannot be told, for want of what chooses it, may give more.
    """
    given = [(plainly(gauge, values), gauge) for gauge in parameter.gauges]
    known = [(points, gauge.decides) for points, gauge in given if points is not None]
    unread = any(
        points is None and gauge.input in values and values[gauge.input] not in gauge.unscored
        for points, gauge in given
    )
    best = max((points for points, _ in known), default=None)
    settled = any(decides for _, decides in known) and not unread
    return best if settled or best == max(parameter.points) else None


@given(tables_and_partial_rows)
def test_points_are_those_of_rounding_and_looking_up(said: tuple[Table, Row]) -> None:
    """Searching half a step before each band is rounding half-up and trying band after band."""
    table, values = said
    expected = tuple(slowly(parameter, values) for parameter in table.parameters)
    assert ENGINES[table.name].points(values) == expected


@given(invented.tables_and_rows)
def test_points_are_those_of_looking_up_on_any_table(said: tuple[Table, tuple[Row, Row]]) -> None:
    """So they are with alternatives, and charts chosen by anything."""
    table, (values, _) = said
    expected = tuple(slowly(parameter, values) for parameter in table.parameters)
    assert engine(table).points(values) == expected


@given(tables_and_rows)
def test_a_total_is_the_sum_of_the_points(said: tuple[Table, Row]) -> None:
    """With all inputs known, the total is what the parameters add up to."""
    table, values = said
    score = ENGINES[table.name].score(values)
    known = [points for points in score.points if points is not None]
    assert score.total == (sum(known) if len(known) == len(score.points) else None)


@given(tables_and_partial_rows)
def test_no_total_without_all_inputs(said: tuple[Table, Row]) -> None:
    """While one parameter is unknown there is neither a total nor a level."""
    table, values = said
    score = ENGINES[table.name].score(values)
    if None in score.points:
        assert (score.total, score.rank) == (None, None)


@given(st.decimals(0, 60, places=4), st.sampled_from([Decimal("0.1"), Decimal(1), Decimal(5)]))
@example(Decimal("38.05"), Decimal("0.1"))
@example(Decimal("8.5"), Decimal(1))
def test_quantised_values_are_on_the_grid_and_near(value: Decimal, grid: Decimal) -> None:
    """A quantised value is a step of the grid, at most half a step away, upwards if between two."""
    found = rounding(grid)(value)
    assert isinstance(found, Decimal)
    assert found % grid == 0
    assert -grid / 2 < value - found <= grid / 2 or found - value == grid / 2


def test_a_value_of_any_length_is_quantised_into_its_own_band() -> None:
    """Just below the middle of two steps is the lower one, however many digits say so."""
    value = Decimal("35.0499999999999999999999999999999999999999")
    assert rounding(Decimal("0.1"))(value) == Decimal("35.0")
    assert ENGINES["news2"].points({Input.BT: value})[6] == 3


@pytest.mark.parametrize(
    ("name", "value", "points"),
    [
        (Input.RR, "8", 3), (Input.RR, "8.4", 3), (Input.RR, "8.5", 1), (Input.RR, "9", 1),
        (Input.RR, "11", 1), (Input.RR, "12", 0), (Input.RR, "20", 0), (Input.RR, "20.5", 2),
        (Input.RR, "24", 2), (Input.RR, "24.4", 2), (Input.RR, "24.5", 3), (Input.RR, "25", 3),
        (Input.RR, "0", 3),
        (Input.SPO2, "91", 3), (Input.SPO2, "91.4", 3), (Input.SPO2, "91.5", 2),
        (Input.SPO2, "93", 2), (Input.SPO2, "94", 1), (Input.SPO2, "95", 1), (Input.SPO2, "96", 0),
        (Input.SBP, "90", 3), (Input.SBP, "91", 2), (Input.SBP, "100", 2), (Input.SBP, "101", 1),
        (Input.SBP, "110", 1), (Input.SBP, "111", 0), (Input.SBP, "219", 0), (Input.SBP, "220", 3),
        (Input.HR, "40", 3), (Input.HR, "41", 1), (Input.HR, "50", 1), (Input.HR, "51", 0),
        (Input.HR, "90", 0), (Input.HR, "91", 1), (Input.HR, "110", 1), (Input.HR, "111", 2),
        (Input.HR, "130", 2), (Input.HR, "131", 3), (Input.HR, "0", 3),
        (Input.BT, "35.0", 3), (Input.BT, "35.04", 3), (Input.BT, "35.05", 1),
        (Input.BT, "35.1", 1), (Input.BT, "36.0", 1), (Input.BT, "36.05", 0),
        (Input.BT, "36.1", 0), (Input.BT, "38.0", 0), (Input.BT, "38.04", 0),
        (Input.BT, "38.05", 1), (Input.BT, "39.0", 1), (Input.BT, "39.1", 2),
        (Input.O2, "0", 0), (Input.O2, "0.001", 2), (Input.O2, "15", 2),
    ],
)  # fmt: skip
def test_news2_on_both_sides_of_every_edge(name: Input, value: str, points: int) -> None:
    """Every cell of NEWS2's chart gives its points, on the grid and between its steps."""
    found = ENGINES["news2"].points({name: Decimal(value), Input.SCALE: "1"})
    assert found[ENGINES["news2"].places[name]] == points


@pytest.mark.parametrize(
    ("saturation", "on_air", "on_oxygen"),
    [
        (83, 3, 3), (84, 2, 2), (85, 2, 2), (86, 1, 1), (87, 1, 1), (88, 0, 0), (92, 0, 0),
        (93, 0, 1), (94, 0, 1), (95, 0, 2), (96, 0, 2), (97, 0, 3), (100, 0, 3),
    ],
)  # fmt: skip
def test_scale_2_on_air_and_on_oxygen(saturation: int, on_air: int, on_oxygen: int) -> None:
    """Scale 2 scores a high saturation on oxygen only."""
    values: Row = {Input.SPO2: Decimal(saturation), Input.SCALE: "2"}
    air = ENGINES["news2"].points({**values, Input.O2: Decimal(0)})
    oxygen = ENGINES["news2"].points({**values, Input.O2: Decimal(2)})
    assert (air[1], oxygen[1]) == (on_air, on_oxygen)


@pytest.mark.parametrize("letter", ["C", "V", "P", "U"])
def test_new_confusion_counts_like_voice_pain_and_unresponsive(letter: str) -> None:
    """Each of C, V, P and U scores 3."""
    assert ENGINES["news2"].points({Input.ACVPU: letter})[5] == 3


@pytest.mark.parametrize(
    ("name", "value", "points"),
    [
        (Input.BT, "38.0", 0), (Input.BT, "38.001", 1), (Input.BT, "36.0", 0),
        (Input.BT, "35.999", 1), (Input.HR, "90", 0), (Input.HR, "90.1", 1), (Input.RR, "20", 0),
        (Input.RR, "20.1", 1), (Input.WBC, "4.0", 0), (Input.WBC, "3.9", 1),
        (Input.WBC, "12.0", 0), (Input.WBC, "12.1", 1),
    ],
)  # fmt: skip
def test_sirs_compares_strictly_and_unrounded(name: Input, value: str, points: int) -> None:
    """SIRS holds on the value as given: 38.0 is no fever and 38.001 is."""
    found = ENGINES["sirs"].points({name: Decimal(value)})
    assert found[ENGINES["sirs"].places[name]] == points


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ({Input.RR: "16"}, 0),
        ({Input.RR: "16", Input.PACO2: "31"}, 1),
        ({Input.PACO2: "31"}, 1),
        ({Input.PACO2: "32"}, None),
        ({}, None),
    ],
)
def test_what_can_only_add_never_decides_that_all_is_well(
    values: dict[Input, str], points: int | None
) -> None:
    """A low carbon dioxide meets SIRS's criterion alone; a normal one leaves it open."""
    told = {name: Decimal(value) for name, value in values.items()}
    assert ENGINES["sirs"].points(told)[2] == points


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ({Input.BANDS: "10.001"}, 1),
        ({Input.BANDS: "10"}, None),
        ({Input.WBC: "8", Input.BANDS: "10.001"}, 1),
        ({Input.WBC: "8", Input.BANDS: "10"}, 0),
    ],
)
def test_more_than_a_tenth_of_immature_forms_meets_the_criterion(
    values: dict[Input, str], points: int | None
) -> None:
    """10 % are not more than 10 %, and without a count they decide nothing."""
    told = {name: Decimal(value) for name, value in values.items()}
    assert ENGINES["sirs"].points(told)[3] == points


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ({Input.O2: Decimal(0)}, 0),
        ({Input.O2: Decimal("0.01")}, 1),
        ({Input.O2_PERCENT: Decimal(10)}, 1),
        ({Input.O2_PERCENT: Decimal(30)}, 2),
        ({Input.O2: Decimal(1), Input.DEVICE: "CPAP"}, 4),
        *[({Input.DEVICE: device}, 4) for device in ("HF", "BIPAP", "CPAP")],
        *[({Input.O2: Decimal(0), Input.DEVICE: one}, 0) for one in ("NP", "FM", "HB", "NRB")],
        ({Input.DEVICE: "FM"}, None),
        ({Input.O2: Decimal(6), Input.DEVICE: "NP"}, 4),
    ],
)
def test_a_pressure_device_overrides_the_oxygen_level(values: Row, points: int | None) -> None:
    """High flow, BiPAP and CPAP score 4 whatever the level; another device says nothing alone."""
    assert ENGINES["pews_england"].points(values)[3] == points


def test_sirs_and_news2_disagree_on_a_temperature_between_two_steps() -> None:
    """One value may be rounded by one publication and compared as it is by another."""
    values: Row = {Input.BT: Decimal("38.04")}
    assert (engine(NEWS2).points(values)[6], engine(SIRS).points(values)[0]) == (0, 1)


def test_more_points_in_one_parameter_than_asked_for_are_enough() -> None:
    """Where a single 1 is a class of its own, a single 3 belongs to it as well."""
    plain, single = NEWS2.outcomes[0], NEWS2.outcomes[2]
    table = evolve(
        NEWS2,
        parameters=NEWS2.parameters[:1],
        outcomes=(evolve(plain, total=span("0-3")), evolve(single, total=span("0-3"), single=1)),
    )
    ready = engine(sound(table).unwrap())
    ranks = [ready.score({Input.RR: Decimal(rate)}).rank for rate in (15, 10, 22, 30)]
    assert ranks == [0, 1, 1, 1]


def test_what_may_raise_the_level_may_be_all_there_is() -> None:
    """A chart of the alertness alone has a total as soon as the alertness is known."""
    table = evolve(
        NEWS2,
        parameters=(NEWS2.parameters[5],),
        outcomes=(evolve(NEWS2.outcomes[0], total=span("0-3")),),
        overrides=(Override(when=among(Input.ACVPU, "U"), level=Level.LOW, needed=True),),
    )
    ready = engine(sound(table).unwrap())
    assert (ready.score({Input.ACVPU: "V"}).total, ready.score({}).total) == (3, None)


def test_a_table_made_ready_is_its_table() -> None:
    """Made ready twice it is equal, and its text tells the table and not what was worked out."""
    ready = engine(NEWS2)
    assert (ready, scored(NEWS2)) == (engine(NEWS2), scored(NEWS2))
    assert repr(ready) == f"Engine(table={NEWS2!r}, needed=frozenset())"
    assert repr(scored(NEWS2)).startswith(f"Scored(engine={ready!r}, hash=")
    assert "tellers" not in repr(scored(NEWS2))


@pytest.mark.parametrize(
    ("known", "points"),
    [
        ({Input.ACVPU: "A", Input.GCS: Decimal(3)}, None),
        ({Input.ACVPU: "C", Input.GCS: Decimal(3)}, 3),
        ({Input.ACVPU: "A", Input.GCS: Decimal(3), Input.AGE: Decimal(70)}, 2),
        ({Input.ACVPU: "A", Input.GCS: Decimal(3), Input.AGE: Decimal(60)}, 3),
        ({Input.ACVPU: "A"}, 0),
        ({Input.AGE: Decimal(70)}, None),
    ],
)
def test_what_was_measured_counts_also_where_its_chart_is_not_known(
    known: Row, points: int | None
) -> None:
    """A coma beside an alertness is not passed over because nobody knows the age."""
    young = bands(("<9", 3), (">=9", 0), when=(within(Input.AGE, "<65"),))
    old = bands(("<9", 2), (">=9", 0), when=(within(Input.AGE, ">=65"),))
    mind = line(
        "mind",
        coded(Input.ACVPU, ("A", 0), ("C", 3), ("V", 3), ("P", 3), ("U", 3)),
        measured(Input.GCS, young, old),
    )
    table = evolve(
        NEWS2,
        parameters=(mind,),
        outcomes=(evolve(NEWS2.outcomes[0], total=span("0-3")),),
    )
    assert engine(sound(table).unwrap()).points(known) == (points,)


def test_one_input_can_be_marked_by_itself() -> None:
    """Its band, its points and what is told of it; nothing of an input that is not read."""
    ready, values = ENGINES["news2"], {Input.RR: Decimal(25), Input.CRT: Decimal(9)}
    assert ready.mark(Input.RR, values) == Mark(3, ">=25", ("RR >=25",))
    assert (ready.mark(Input.HR, values), ready.mark(Input.CRT, values)) == (None, None)


@pytest.mark.parametrize("grid", [None, Decimal("0.1"), Decimal(5)])
def test_a_code_is_not_rounded(grid: Decimal | None) -> None:
    """Whatever the grid, a letter stays the letter."""
    assert rounding(grid)("A") == "A"
