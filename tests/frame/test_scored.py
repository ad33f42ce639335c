"""Scores over columns say what the scalar evaluator says, whatever the columns are made of."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from returns.result import Failure

from tests.core.risk import invented
from tests.frame.wards import judged, rows
from vitalcore.fault import Flaw, Invalid, NothingToAssess, flawed
from vitalcore.frame import PREGNANT, UNITS, scored
from vitalcore.frame.evaluate import CHUNK
from vitalcore.frame.levels import rising
from vitalcore.risk.engine import engine
from vitalcore.risk.inputs import NATURE, Coding, Input
from vitalcore.risk.level import Level
from vitalcore.risk.notation import bands, charted, coded, line, span, within
from vitalcore.risk.shipped import TABLES
from vitalcore.risk.table import Applicability, Gauge, Outcome, Override, Table
from vitalcore.risk.tables.news2 import NEWS2
from vitalcore.risk.tables.pews import PEWS_ENGLAND
from vitalcore.risk.tables.qsofa import QSOFA

WELL: Mapping[Input, Any] = {
    Input.RR: 16.0,
    Input.SPO2: 97.0,
    Input.O2: 0.0,
    Input.SBP: 120.0,
    Input.HR: 80.0,
    Input.ACVPU: "A",
    Input.BT: 37.0,
}


def columns(ward: Iterable[Mapping[Input, Any]]) -> pa.Table:
    read = list(ward)
    kinds = {n: pa.string() if isinstance(NATURE[n], Coding) else pa.float64() for n in read[0]}
    return pa.table({n.value: pa.array([row[n] for row in read], kinds[n]) for n in read[0]})


def answers(table: Table, data: Any, units: Mapping[str, str] = UNITS) -> list[dict[str, Any]]:
    found: pa.Table = scored(table, data, units=units).unwrap()
    found.validate(full=True)
    said: list[dict[str, Any]] = found.to_pylist()
    return said


def well(**others: pa.Array) -> pa.Table:
    """One well patient in as many rows as the other columns have."""
    count = len(next(iter(others.values())))
    rest = {n.value: pa.array([v] * count) for n, v in WELL.items() if n.value not in others}
    return pa.table({**rest, **others})


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_columns_say_what_the_scalar_evaluator_says(table: Table, data: st.DataObject) -> None:
    """Row for row: bands, edges on both sides, off the grid, missing and impossible values."""
    ward = data.draw(rows(table))
    assert answers(table, columns(ward)) == [judged(table, row) for row in ward]


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_columns_say_so_of_any_table(data: st.DataObject) -> None:
    """With alternatives, charts that anything chooses, overrides: whatever a hospital may write."""
    table = data.draw(invented.tables())
    ward = data.draw(rows(table))
    assume(rising(engine(table)))
    assert answers(table, columns(ward)) == [judged(table, row) for row in ward]


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_a_column_that_is_not_there_is_missing_in_every_row(
    table: Table, data: st.DataObject
) -> None:
    """Whichever columns are left out; without one for the scale, Scale 1 is used."""
    ward = data.draw(rows(table))
    measured = [name for name in table.inputs if name not in (Input.AGE, Input.SCALE)]
    kept = {data.draw(st.sampled_from(measured)), *data.draw(st.sets(st.sampled_from(list(Input))))}
    less = [{name: value for name, value in row.items() if name in kept} for row in ward]
    found = answers(table, columns(less))
    expected = [judged(table, row) for row in less]
    for row in [] if Input.SCALE in kept else expected:
        for said in (row["missing"], row["refused"]):
            said.pop(Input.SCALE.value, None)
    assert found == expected


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(tenths=st.lists(st.integers(1000, 4999), min_size=1, max_size=50))
@settings(max_examples=30, deadline=None)
def test_a_float_is_the_decimal_that_a_person_wrote(
    dtype: type[np.floating[Any]], tenths: list[int]
) -> None:
    """38.05 degC is 38.1 in a column of 32 bits as in one of 64."""
    values = [Decimal(one) / 100 for one in tenths]
    found = answers(NEWS2, well(BT=pa.array(np.array(values, dtype))))
    expected = [judged(NEWS2, {**WELL, Input.BT: float(value)}) for value in values]
    assert [row["total"] for row in found] == [row["total"] for row in expected]


@pytest.mark.parametrize(
    "kind",
    [
        pa.uint8(),
        pa.int16(),
        pa.uint16(),
        pa.int32(),
        pa.int64(),
        pa.uint64(),
        pa.decimal128(22, 1),
    ],
    ids=str,
)
def test_whole_numbers_and_decimals_are_read_as_they_are(kind: pa.DataType) -> None:
    """Every rate from 0 to 120, be it in 8 bits or in 64."""
    rates = list(range(121))
    ward = well(RR=pa.array(rates, pa.int64()).cast(kind), SpO2_scale=pa.array(["1"] * 121))
    found = answers(NEWS2, ward)
    assert found == [judged(NEWS2, {**WELL, Input.RR: float(rate)}) for rate in rates]


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.string_view(),
        pa.dictionary(pa.int8(), pa.string()),
        pa.dictionary(pa.int32(), pa.large_string()),
    ],
    ids=str,
)
def test_codes_may_be_texts_or_a_dictionary_in_any_order(kind: pa.DataType) -> None:
    """What is no code is refused, and never alert."""
    codes = ["U", "A", "X", None, "V", "C", "P", "a"]
    found = answers(NEWS2, well(ACVPU=pa.array(codes).cast(kind)))
    assert [row["points"]["consciousness"] for row in found] == [3, 0, None, None, 3, 3, 3, None]
    assert [row["refused"]["ACVPU"] for row in found] == [code in ("X", "a") for code in codes]


@pytest.mark.parametrize("kind", [pa.int8(), pa.string(), pa.dictionary(pa.int8(), pa.string())])
def test_scale_2_is_used_only_where_it_is_said(kind: pa.DataType) -> None:
    """Null is Scale 1: a target of 88-92 % is prescribed or it is not."""
    scales = pa.array([1, 2, None], pa.int8()).cast(pa.string()).cast(kind)
    found = answers(NEWS2, well(SpO2_scale=scales, SpO2=pa.array([90, 90, 90])))
    assert [row["points"]["spo2"] for row in found] == [3, 0, 3]


def test_pieces_and_stretches_leave_no_seam() -> None:
    """A column in several pieces, beginning inside a byte of its nulls, over several stretches."""
    rates = [5, None, 16, 300, 25, 22, 11]
    count = 2 * CHUNK + 4_099
    long = pa.array((rates * (count // len(rates) + 2))[: count + 3])
    pieces = pa.chunked_array([long[3:50_000], long[50_000:50_001], long[50_001:]])
    found = scored(NEWS2, well(RR=pieces), units=UNITS).unwrap()
    found.validate(full=True)
    of = dict(zip(rates, answers(NEWS2, well(RR=pa.array(rates))), strict=True))
    assert found.to_pylist() == [of[rate.as_py()] for rate in long[3:]]


def test_no_rows_are_no_scores() -> None:
    """An empty table gives an empty one with the same columns."""
    empty = scored(NEWS2, well(RR=pa.array([], pa.float64())), units=UNITS).unwrap()
    full = scored(NEWS2, well(RR=pa.array([16.0])), units=UNITS).unwrap()
    assert (empty.num_rows, empty.schema) == (0, full.schema)


def test_a_column_of_nothing_is_missing() -> None:
    """Arrow's type for it has no values at all."""
    found = answers(NEWS2, well(RR=pa.nulls(1)))
    assert (found[0]["missing"]["RR"], found[0]["total"]) == (True, None)


def test_arrays_by_name_are_columns() -> None:
    """NaN is missing; names that no score reads are left alone."""
    data = {n.value: np.array([v, v]) for n, v in WELL.items()} | {"ward": np.zeros((2, 2))}
    data["HR"] = np.array([131.0, np.nan])
    assert [row["total"] for row in answers(NEWS2, data)] == [3, None]


def test_a_record_batch_is_a_table() -> None:
    """One batch is taken as it is."""
    batch = pa.RecordBatch.from_pylist([{n.value: v for n, v in WELL.items()}])
    assert answers(NEWS2, batch)[0]["total"] == 0


def test_no_value_is_copied_on_its_way_in() -> None:
    """A stretch of a column is looked at where it lies."""
    from vitalcore.frame.columns import source  # noqa: PLC0415 -- the one look inside

    rates = np.arange(20.0)
    read = source(Input.RR, pa.chunked_array([pa.array(rates)]), "/min")
    assert not isinstance(read, Flaw)
    assert np.shares_memory(read.values(slice(8, 12)).column, rates)


@given(tenths=st.lists(st.integers(500, 1220), min_size=1, max_size=50))
@settings(max_examples=30, deadline=None)
def test_units_are_converted_before_rounding(tenths: list[int]) -> None:
    """100.5 degF is 38.06 degC, scored as 38.1."""
    degrees = [Decimal(one) / 10 for one in tenths]
    field = pa.field("BT", pa.float64(), metadata={"unit": "[degF]"})
    ward = well(BT=pa.array([float(one) for one in degrees]))
    stated = ward.set_column(ward.column_names.index("BT"), field, ward["BT"])
    celsius = [(one - 32) * 5 / 9 for one in degrees]
    expected = [judged(NEWS2, {**WELL, Input.BT: str_float(one)}) for one in celsius]
    assert [row["total"] for row in answers(NEWS2, stated)] == [row["total"] for row in expected]


def str_float(value: Decimal) -> float:
    return float(round(value, 6))


def test_a_score_is_given_only_to_those_it_was_made_for() -> None:
    """Under 16, or pregnant, there is no NEWS2, not even a part of it; an unknown age is told."""
    ward = well(
        age=pa.array([15.9, 16.0, None, 40.0]), pregnant=pa.array([None, False, False, True])
    )
    found = answers(NEWS2, ward)
    assert [row["applies"] for row in found] == [False, True, None, False]
    assert [row["total"] for row in found] == [None, 0, 0, None]
    assert set(found[3]["points"].values()) == {None}
    assert (found[0]["most"], found[0]["level"], found[0]["level_most"]) == (None, None, None)


def test_a_score_made_for_pregnancy_as_well_does_not_ask() -> None:
    """qSOFA is the same for everybody."""
    found = answers(QSOFA, well(pregnant=pa.array([True])))
    assert (found[0]["applies"], found[0]["total"]) == (True, 0)


@pytest.mark.parametrize(
    ("name", "column", "rule"),
    [
        ("RR", pa.array([True]), "must hold whole numbers, decimals or floats of 32 or 64 bits"),
        ("RR", pa.array(["16"]), "must hold whole numbers, decimals or floats of 32 or 64 bits"),
        (
            "RR",
            pa.array([16], pa.float16()),
            "must hold whole numbers, decimals or floats of 32 or",
        ),
        ("ACVPU", pa.array([1]), "must hold codes: A, C, V, P, U"),
        ("SpO2_scale", pa.array([1.0]), "must hold codes: 1, 2"),
        (PREGNANT, pa.array([1]), "must hold true and false"),
    ],
)
def test_a_column_of_another_kind_is_refused(name: str, column: pa.Array, rule: str) -> None:
    """A boolean is no number, and a text is not read as one."""
    refused = scored(NEWS2, well(**{name: column}), units=UNITS).failure()
    assert isinstance(refused, Invalid)
    assert [(flaw.pointer, flaw.detail[: len(rule)]) for flaw in refused.flaws] == [
        (f"/{name}", rule)
    ]


def test_every_unit_must_be_stated() -> None:
    """All that is wrong is told at once."""
    refused = scored(NEWS2, columns([WELL]), units={**UNITS, "BT": "degF", "RR": ""}).failure()
    assert refused == Invalid(
        (
            Flaw("/RR", "must state its unit: one of /min, {beats}/min, {Breaths}/min"),
            Flaw("/BT", "must state its unit: one of Cel, [degF]"),
        )
    )


@pytest.mark.parametrize("name", ["sbp", "SBP ", "ACVPU", "pregnant"])
def test_a_unit_of_what_has_none_is_refused(name: str) -> None:
    """A name that is written wrong would leave 16 kPa to be scored as 16 mmHg."""
    refused = scored(NEWS2, columns([WELL]), units={**UNITS, name: "kPa"}).failure()
    assert isinstance(refused, Invalid)
    (flaw,) = refused.flaws
    assert (flaw.pointer, flaw.detail[:24]) == (f"/{name}", "must be one of HR, RR, S")


def test_a_unit_that_is_no_text_is_refused() -> None:
    """Metadata is bytes, and need not be UTF-8."""
    field = pa.field("BT", pa.float64(), metadata={b"unit": b"\xb0C"})
    refused = scored(NEWS2, pa.table([pa.array([37.0])], pa.schema([field]))).failure()
    assert refused == flawed("/BT", "must state its unit: one of Cel, [degF]")


@pytest.mark.parametrize(("kind", "codes"), [(pa.int8(), 128), (pa.int8(), 127), (pa.uint8(), 256)])
def test_a_dictionary_may_be_as_long_as_its_indices_reach(kind: pa.DataType, codes: int) -> None:
    """The last code is read as well: V scores 3, and what is no code is refused."""
    order = ["A", *(f"x{place}" for place in range(codes - 2)), "V"]
    places = pa.array([0, 1, codes - 1], kind)
    found = answers(NEWS2, well(ACVPU=pa.DictionaryArray.from_arrays(places, order)))
    assert [row["total"] for row in found] == [0, None, 3]
    assert [row["refused"]["ACVPU"] for row in found] == [False, True, False]


@pytest.mark.parametrize("pieces", [1, 2])
@pytest.mark.parametrize("name", ["ACVPU", "SpO2_scale"])
def test_a_dictionary_may_hold_null_as_a_value(name: str, pieces: int) -> None:
    """It is missing like any other, and nothing is refused; without a scale there is Scale 1."""
    order = pa.array([None, "V", "?"] if name == "ACVPU" else [None, "2", "?"])
    piece = pa.DictionaryArray.from_arrays(pa.array([0, None, 1, 2], pa.int8()), order)
    found = answers(NEWS2, well(**{name: pa.chunked_array([piece] * pieces)}))
    assert [row["refused"][name] for row in found] == [False, False, False, True] * pieces
    scaled = name == "SpO2_scale"
    assert [row["missing"][name] for row in found] == [not scaled, not scaled, False, True] * pieces
    assert [row["total"] for row in found][:3] == ([0, 0, 0] if scaled else [None, None, 3])


@pytest.mark.parametrize("age", [-1.0, 151.0, 200.0, 1510.0, np.inf, -np.inf])
@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_an_age_that_cannot_be_is_refused(table: Table, age: float) -> None:
    """Also where a score asks for it only to know whether the patient is one it was made for."""
    well_ = {**WELL, Input.SCALE: "1"}
    ward = [{**well_, Input.AGE: one} for one in (age, None, float("nan"), 40.0)]
    found = answers(table, columns(ward))
    assert found == [judged(table, row) for row in ward]
    applies = (table.applies.youngest, table.applies.below)
    if Input.AGE in table.inputs or applies != (None, None):
        assert [row["refused"]["age"] for row in found] == [True, False, False, False]
    else:
        assert [row["applies"] for row in found] == [True] * 4


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
@pytest.mark.parametrize("kind", [pa.int8(), pa.string(), pa.dictionary(pa.int8(), pa.string())])
def test_a_pregnancy_that_is_neither_true_nor_false_is_refused(
    table: Table, kind: pa.DataType
) -> None:
    """Whether the score asks for it or not; a null is unknown, and no refusal."""
    ward = columns([WELL])
    told = pa.array([1]).cast(pa.int8() if pa.types.is_integer(kind) else pa.string()).cast(kind)
    refused = scored(table, ward.append_column(PREGNANT, told), units=UNITS)
    assert refused == Failure(flawed(f"/{PREGNANT}", "must hold true and false"))
    unknown = ward.append_column(PREGNANT, pa.array([None], pa.bool_()))
    assert answers(table, unknown) == answers(table, ward)


def test_a_name_must_be_there_once() -> None:
    """Which of two columns counts is not for this library to choose."""
    twice = pa.table([pa.array([16.0]), pa.array([30.0])], ["RR", "RR"])
    assert scored(NEWS2, twice, units=UNITS) == Failure(flawed("/RR", "must be there once"))


def test_without_a_measurement_there_is_nothing_to_assess() -> None:
    """An age is none, and neither is a name in another spelling."""
    refused = scored(NEWS2, {"age": np.array([40]), "hr": np.array([80])}, units=UNITS).failure()
    assert refused == NothingToAssess(tuple(n for n in NEWS2.inputs if n is not Input.SCALE))


@pytest.mark.parametrize(
    "data",
    [
        3,
        [1, 2],
        "RR",
        {"RR": np.zeros(2), "HR": np.zeros(3)},
        {"RR": object()},
        {"RR": [2**70]},
        {"ACVPU": ["\ud800"]},
    ],
    ids=range(7),
)
def test_what_is_no_table_is_refused(data: object) -> None:
    """Neither a number or a list, nor columns of unequal length or of what Arrow cannot hold."""
    rule = "must be an Arrow table, or columns of equal length that Arrow can hold"
    assert scored(NEWS2, data, units=UNITS) == Failure(flawed("", rule))


def outcome(total: str, level: Level, single: int | None = None) -> Outcome:
    return Outcome(
        total=span(total), level=level, label="", response="", monitoring="", single=single
    )


def test_a_score_whose_levels_fall_is_refused() -> None:
    """Where more points can mean a lower level, the ends of a total say nothing of the levels."""
    odd = evolve(
        NEWS2,
        outcomes=(
            outcome("0-4", Level.LOW),
            outcome(">=5", Level.MEDIUM),
            outcome("0-4", Level.HIGH, single=3),
        ),
    )
    rule = "must not fall as points rise, to be read in columns"
    assert scored(odd, columns([WELL]), units=UNITS) == Failure(flawed("/outcomes", rule))


def test_many_points_need_more_room() -> None:
    """A hospital's own score may give hundreds of points, and ask for more than there are."""
    heavy = Table(
        name="heavy",
        version="1",
        title="Heavy",
        source="A test",
        year=2026,
        applies=Applicability(youngest=16),
        parameters=(
            line("pulse", charted(Input.HR, bands(("<=100", 0), (">100", 200)))),
            line("rate", charted(Input.RR, bands(("<=20", 1), (">20", 100)))),
        ),
        outcomes=(
            outcome("0-199", Level.LOW),
            outcome("0-199", Level.MEDIUM, single=100),
            outcome("0-199", Level.MEDIUM, single=5000),
            outcome(">=200", Level.HIGH),
        ),
        overrides=(Override(when=within(Input.BT, ">=40"), level=Level.HIGH),),
    )
    ward = [
        {**WELL, Input.AGE: 40.0, Input.HR: hr, Input.RR: rr, Input.BT: bt}
        for hr in (90.0, 120.0, None)
        for rr in (12.0, 30.0, None)
        for bt in (37.0, 40.0, None)
    ]
    assert answers(heavy, columns(ward)) == [judged(heavy, row) for row in ward]


def test_what_can_only_add_counts_where_it_is_known() -> None:
    """A device may give more points than any flow; not knowing the device adds none."""
    supported = Table(
        name="supported",
        version="1",
        title="Supported",
        source="A test",
        year=2026,
        parameters=(
            line(
                "oxygen",
                charted(Input.O2, bands(("0", 0), (">0", 2))),
                coded(
                    Input.DEVICE,
                    *(("NP", 1), ("FM", 1), ("HB", 1), ("NRB", 3)),
                    *(("HF", 4), ("BIPAP", 4), ("CPAP", 4)),
                    decides=False,
                ),
            ),
        ),
        outcomes=(outcome("0-1", Level.LOW), outcome(">=2", Level.HIGH)),
    )
    ward = [
        {Input.O2: flow, Input.DEVICE: device}
        for flow in (0.0, 2.0, None)
        for device in ("NP", "NRB", "HF", None)
    ]
    assert answers(supported, columns(ward)) == [judged(supported, row) for row in ward]


def test_the_age_bands_of_children_meet_without_a_gap() -> None:
    """On either side of each birthday on which the chart changes."""
    ward = [
        {**WELL, Input.CRT: 1.0, Input.DISTRESS: "none", Input.AGE: age, Input.HR: rate}
        for age in (0.0, 0.99, 1.0, 4.9, 5.0, 12.9, 13.0, 15.9, 16.0, None)
        for rate in (49.0, 50.0, 85.0, 139.9, 140.0, 180.0, None)
    ]
    assert answers(PEWS_ENGLAND, columns(ward)) == [judged(PEWS_ENGLAND, row) for row in ward]


def test_gauges_of_the_tables_name_an_input_once() -> None:
    """What the columnar evaluator relies on when it tells a known input by its points."""
    gauges: list[tuple[str, Gauge]] = [(one.name, g) for one in TABLES for g in one.gauges]
    assert len({(name, gauge.input) for name, gauge in gauges}) == len(gauges)
