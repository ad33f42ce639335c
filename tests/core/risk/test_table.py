"""Tables: shipped ones are sound, and unsound ones are told where."""

import json
import tomllib
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from tests.core.risk import invented
from tests.core.risk.scores import tables
from vitalcore.fault import Flaw, Invalid
from vitalcore.risk.inputs import Input
from vitalcore.risk.load import loaded
from vitalcore.risk.notation import span
from vitalcore.risk.plain import digest, plain
from vitalcore.risk.shipped import TABLES
from vitalcore.risk.sound import sound
from vitalcore.risk.table import Applicability, Condition, Gauge, Parameter, Table
from vitalcore.risk.tables.news2 import NEWS2

type Spoil = Callable[[dict[str, Any]], object]


def news2() -> dict[str, Any]:
    """NEWS2 as plain data that a test may spoil."""
    return json.loads(json.dumps(plain(NEWS2)))  # type: ignore[no-any-return]  # JSON is Any


def chart(content: dict[str, Any], parameter: int) -> dict[str, Any]:
    """The first chart of one parameter."""
    return content["parameters"][parameter]["gauges"][0]["charts"][0]  # type: ignore[no-any-return]  # as above


#: A gauge that stands beside another, and an override by it.
COMA = {"input": "GCS", "unit": "{score}", "bands": [["<9", 3], [">=9", 0]]}
DEEP = {"when": {"input": "GCS", "range": "3"}, "level": "HIGH"}


def worthless(content: dict[str, Any]) -> None:
    """Take away the points of everything."""
    for number in range(len(content["parameters"])):
        for one in content["parameters"][number]["gauges"][0]["charts"]:
            one.update(
                bands=[[printed, 0] for printed, _ in one["bands"]],
                codes=[[code, 0] for code, _ in one["codes"]],
            )


@given(tables)
def test_every_shipped_table_is_sound(table: Table) -> None:
    """No shipped table has a gap, an overlap or a missing source."""
    assert sound(table) == Success(table)


@given(tables)
def test_json_carries_a_table_without_loss(table: Table) -> None:
    """A table that went out as JSON and came in again is the same table under the same hash."""
    again = loaded(json.loads(json.dumps(plain(table)))).unwrap()
    assert (again, digest(plain(again))) == (table, digest(plain(table)))


@given(invented.tables())
def test_json_carries_any_table_without_loss(table: Table) -> None:
    """So it is with a hospital's own."""
    assert loaded(json.loads(json.dumps(plain(table)))).unwrap() == table


def test_what_is_told_at_the_highest_total_alone_is_told() -> None:
    """Of several that ask for so many points in one parameter the last that fits counts."""
    content, worst = news2(), news2()["outcomes"][-1]
    content["outcomes"] += [{**worst, "total": "20", "single": points} for points in (2, 3)]
    assert [one.single for one in loaded(content).unwrap().outcomes[-2:]] == [2, 3]
    content["outcomes"][-1]["total"] = "21"
    never = Flaw("/outcomes/6", "is never told: another counts, or none is reached, at each total")
    refused = loaded(content).failure()
    assert isinstance(refused, Invalid)
    assert never in refused.flaws


@given(st.randoms())
def test_the_hash_does_not_depend_on_the_order_of_keys(random: Any) -> None:
    """Plain data with its keys in another order has the same hash."""
    content = plain(NEWS2)
    keys = list(content)
    random.shuffle(keys)
    assert digest({key: content[key] for key in keys}) == digest(content)


def test_anybody_can_compute_the_hash() -> None:
    """It is the SHA-256 of the plain data as compact JSON in ASCII, the keys in their order."""
    written = b'{"a":[1,null],"b":"\\u00e9"}'
    assert digest({"b": "é", "a": [1, None]}) == sha256(written).hexdigest()


def test_the_hash_changes_with_any_number() -> None:
    """One band moved by one step gives another hash."""
    moved = news2()
    chart(moved, 0)["bands"][0][1] = 2
    assert digest(moved) != digest(plain(NEWS2))


def test_no_two_shipped_tables_share_a_name_or_a_hash() -> None:
    """Names and hashes tell the shipped tables apart."""
    assert (
        len({one.name for one in TABLES}) == len({digest(plain(t)) for t in TABLES}) == len(TABLES)
    )


BANDS = "/parameters/0/gauges/0/charts/0/bands"


@pytest.mark.parametrize(
    ("spoil", "pointer", "words"),
    [
        (lambda c: chart(c, 0)["bands"].pop(1), f"{BANDS}/1", "gap"),
        (lambda c: chart(c, 0)["bands"].pop(0), f"{BANDS}/0", "gap: it must reach down to 0"),
        (lambda c: chart(c, 0)["bands"].pop(), f"{BANDS}/3", "gap: it must reach up to 100"),
        (
            lambda c: chart(c, 0)["bands"][4].__setitem__(0, "25-99"),
            f"{BANDS}/4",
            "gap: it must reach up to 100",
        ),
        (
            lambda c: chart(c, 2)["bands"].pop(0),
            "/parameters/2/gauges/0/charts/0/bands/0",
            "gap: it must reach down to 0",
        ),
        (lambda c: chart(c, 0)["bands"].reverse(), f"{BANDS}/1", "unsorted"),
        (lambda c: chart(c, 0)["bands"][2].__setitem__(0, "9-20"), f"{BANDS}/2", "unsorted"),
        (lambda c: chart(c, 0)["bands"][1].__setitem__(0, "9-<9"), f"{BANDS}/1", "is empty"),
        (lambda c: chart(c, 0)["bands"][1].__setitem__(0, "8-11"), f"{BANDS}/1", "overlaps"),
        (lambda c: chart(c, 0)["bands"][1].__setitem__(0, "11-9"), f"{BANDS}/1", "is empty"),
        (lambda c: chart(c, 0)["bands"][1].__setitem__(0, "9-11.5"), f"{BANDS}/1", "on the grid"),
        (lambda c: chart(c, 0)["bands"].clear(), BANDS, "must not be empty"),
        (
            lambda c: chart(c, 5)["codes"].pop(),
            "/parameters/5/gauges/0/charts/0/codes",
            "each of A, C, V, P, U",
        ),
        (
            lambda c: chart(c, 5)["codes"].append(["A", 1]),
            "/parameters/5/gauges/0/charts/0/codes",
            "once",
        ),
        (
            lambda c: c["parameters"][1]["gauges"][0]["charts"].pop(),
            "/parameters/1/gauges/0/charts",
            "and are 0 where SpO2_scale 2, O2 0.001",
        ),
        (
            lambda c: chart(c, 1)["when"].clear(),
            "/parameters/1/gauges/0/charts",
            "and are 2 where SpO2_scale 2, O2 0",
        ),
        (
            lambda c: c["parameters"][1]["gauges"][0]["charts"][2]["when"][1].update(
                range=">=0.001"
            ),
            "/parameters/1/gauges/0/charts",
            "and are 0 where SpO2_scale 2, O2 0.0005",
        ),
        (
            lambda c: chart(c, 1)["when"][0].update(codes=["3"]),
            "/parameters/1/gauges/0/charts/0/when/0",
            "codes of 1, 2",
        ),
        (lambda c: c.update(source=" "), "/source", "must be given"),
        (lambda c: c.update(title=""), "/title", "must be given"),
        (lambda c: c.update(version=""), "/version", "must be given"),
        (lambda c: c.update(name="My Score"), "/name", "a-z 0-9 _"),
        (lambda c: c.update(year=1899), "/year", "from 1900"),
        (lambda c: c.update(year=2200), "/year", "to before 2200"),
        (lambda c: c.update(year=20170), "/year", "from 1900"),
        (lambda c: c.update(parameters=[]), "/parameters", "must not be empty"),
        (
            lambda c: c["parameters"][0]["gauges"][0].update(unit="Hz"),
            "/parameters/0/gauges/0/unit",
            "must be /min",
        ),
        (
            lambda c: c["parameters"][0]["gauges"][0].update(unit="%"),
            "/parameters/0/gauges/0/unit",
            "must be /min",
        ),
        (
            lambda c: c["parameters"][5]["gauges"][0].update(unit="/min"),
            "/parameters/5/gauges/0/unit",
            "left out",
        ),
        (
            lambda c: c["parameters"][0]["gauges"][0].update(grid="0"),
            "/parameters/0/gauges/0/grid",
            "above 0",
        ),
        (
            lambda c: c["parameters"][0]["gauges"][0].update(grid="-1"),
            "/parameters/0/gauges/0/grid",
            "above 0",
        ),
        (
            lambda c: c["parameters"][0]["gauges"][0].update(grid="1e-40"),
            "/parameters/0/gauges/0/grid",
            "not be finer than 0.001",
        ),
        (
            lambda c: c["parameters"][0]["gauges"][0].update(decides=False),
            "/parameters/0/gauges",
            "one that decides",
        ),
        (lambda c: c["parameters"].append(c["parameters"][0]), "/parameters", "names that differ"),
        (
            lambda c: c["parameters"].append({**c["parameters"][0], "name": "twice"}),
            "/parameters",
            "must score RR once",
        ),
        (
            lambda c: c["parameters"][5]["gauges"][0].update(unscored=[*"ACVPU"], charts=[{}]),
            "/parameters/5/gauges/0/charts/0/codes",
            "must give points to a code",
        ),
        (worthless, "/parameters", "must give points for something"),
        (
            lambda c: c["parameters"][2]["gauges"].append(COMA),
            "/parameters/2/gauges/0/input",
            "must not be O2, by which a chart is chosen, beside another",
        ),
        (
            lambda c: (
                c["parameters"][5]["gauges"].append(COMA),
                c.update(overrides=[DEEP]),
            ),
            "/overrides/0/when/input",
            "scored beside another that may stand for it",
        ),
        (
            lambda c: (
                c["parameters"][5]["gauges"].append({**COMA, "decides": False}),
                c.update(overrides=[{**DEEP, "needed": True}]),
            ),
            "/overrides/0/when/input",
            "scored beside another that may stand for it",
        ),
        (lambda c: c["outcomes"].pop(), "/outcomes/3", "reach up to 20"),
        (lambda c: c["outcomes"].pop(1), "/outcomes/2", "gap"),
        (lambda c: c["outcomes"].clear(), "/outcomes", "must not be empty"),
        (lambda c: c["outcomes"][4].update(level="LOW"), "/outcomes/4", "below the level"),
        (
            lambda c: c.update(
                overrides=[{"when": {"input": "ACVPU", "codes": ["U"]}, "level": "EMERGENCY"}]
            ),
            "/overrides/0/level",
            "level of an outcome",
        ),
        (
            lambda c: c.update(overrides=[{"when": {"input": "ACVPU"}, "level": "HIGH"}]),
            "/overrides/0/when",
            "codes of A, C, V, P, U",
        ),
        (lambda c: c.update(colour="red"), "/colour", "is unknown"),
        (lambda c: c.update(name=7), "/name", "must be a text"),
        (lambda c: c.update(source="x" * 2001), "/source", "up to 2000"),
        (lambda c: c.pop("year"), "/year", "must be given"),
        (lambda c: c.update(year="2017"), "/year", "whole number"),
        (lambda c: c.update(year=True), "/year", "whole number"),
        (lambda c: c["outcomes"][0].update(every=100_001), "/outcomes/0/every", "0 to 100000"),
        (lambda c: c.update(parameters={}), "/parameters", "must be a list"),
        (lambda c: c["parameters"].append("x"), "/parameters/7", "table of names and values"),
        (
            lambda c: c["parameters"][0]["gauges"][0].update(input="MOOD"),
            "/parameters/0/gauges/0/input",
            "must be one of HR, RR",
        ),
        (
            lambda c: c["parameters"][0]["gauges"][0].update(grid="one"),
            "/parameters/0/gauges/0/grid",
            "must be a number",
        ),
        (
            lambda c: c["parameters"][0]["gauges"][0].update(grid=True),
            "/parameters/0/gauges/0/grid",
            "must be a number",
        ),
        (
            lambda c: c["parameters"][0]["gauges"][0].update(grid="NaN"),
            "/parameters/0/gauges/0/grid",
            "must be a number",
        ),
        (
            lambda c: c["parameters"][0]["gauges"][0].update(decides="yes"),
            "/parameters/0/gauges/0/decides",
            "true or false",
        ),
        (
            lambda c: c["parameters"][0]["gauges"][0].pop("unit"),
            "/parameters/0/gauges/0/unit",
            "must be /min",
        ),
        (
            lambda c: c["parameters"][0]["gauges"][0].update(bands=[]),
            "/parameters/0/gauges/0/bands",
            "is unknown",
        ),
        (
            lambda c: chart(c, 0).update(colour=1),
            "/parameters/0/gauges/0/charts/0/colour",
            "unknown",
        ),
        (lambda c: chart(c, 0)["bands"][0].append(1), f"{BANDS}/0", "must be a pair"),
        (lambda c: chart(c, 0)["bands"][0].pop(), f"{BANDS}/0", "must be a pair"),
        (lambda c: chart(c, 0)["bands"][0].__setitem__(0, 8), f"{BANDS}/0/0", "must be a range"),
        (lambda c: chart(c, 0)["bands"][0].__setitem__(1, -1), f"{BANDS}/0/1", "whole number"),
        (
            lambda c: c["outcomes"][0].update(level="GREEN"),
            "/outcomes/0/level",
            "must be one of LOW",
        ),
        (lambda c: c.update(applies=[16]), "/applies", "table of names and values"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_place(
    spoil: Spoil, pointer: str, words: str
) -> None:
    """Loading refuses gaps, overlaps, unsorted and empty bands, and says where they are."""
    content = news2()
    spoil(content)
    match loaded(content):
        case Failure(Invalid(flaws)):
            assert any(one.pointer == pointer and words in one.detail for one in flaws), flaws
        case accepted:
            pytest.fail(f"accepted {accepted}")


def test_all_that_is_wrong_is_told_at_once() -> None:
    """A hospital that mends one fault is not shown the next one at the next start."""
    content = news2()
    chart(content, 0)["bands"].pop(1)
    chart(content, 3)["bands"].pop(1)
    content["source"] = ""
    assert loaded(content) == Failure(
        Invalid(
            (
                Flaw("/source", "must be given"),
                Flaw(f"{BANDS}/1", "leaves a gap to the one before it"),
                Flaw(
                    "/parameters/3/gauges/0/charts/0/bands/1", "leaves a gap to the one before it"
                ),
            )
        )
    )


OWN = """
name = "river_ward"
version = "2026-1"
title = "River Ward's own score"
source = "River Ward, protocol 12"
year = 2026
applies = { youngest = 18 }

[[parameters]]
name = "pulse"
input = "HR"
unit = "/min"
grid = 1
bands = [["<=120", 0], [">120", 2]]

[[parameters]]
name = "consciousness"
input = "ACVPU"
codes = [["A", 0], ["C", 1], ["V", 1], ["P", 2], ["U", 2]]

[[outcomes]]
total = "0-1"
level = "LOW"
label = "green"

[[outcomes]]
total = ">=2"
level = "HIGH"
label = "red"
response = "Call the outreach team"
monitoring = "continuous"
every = 0
"""


def flaws(content: dict[str, Any]) -> list[tuple[str, str]]:
    """What is told of a table that is refused."""
    refused = loaded(content).failure()
    assert isinstance(refused, Invalid)
    return [(one.pointer, one.detail) for one in refused.flaws]


def test_what_could_be_read_is_searched_beside_what_could_not() -> None:
    """A name that is misspelt hides neither a wrong unit nor a gap, each told where it stands."""
    content = tomllib.loads(OWN.replace("source", "sauce").replace("/min", "Hz"))
    content["parameters"][0]["bands"][1][0] = ">=130"
    assert flaws(content) == [
        ("/sauce", "is unknown"),
        ("/source", "must be a text of up to 2000 characters"),
        ("/parameters/0/unit", "must be /min"),
        ("/parameters/0/bands/1", "leaves a gap to the one before it"),
    ]


def test_what_could_not_be_read_is_told_once() -> None:
    """Nothing is concluded from a stand-in for an input, a band, a level or a list."""
    content = tomllib.loads(OWN)
    content["parameters"][0].update(input="pulse")
    content["parameters"][1]["codes"][0] = ["A"]
    content["outcomes"][1].update(level="RED")
    content["overrides"] = [{"when": {"input": "ACVPU", "codes": "U"}, "level": "HIGH"}]
    assert [pointer for pointer, _ in flaws(content)] == [
        "/parameters/0/input",
        "/parameters/1/codes/0",
        "/outcomes/1/level",
        "/overrides/0/when/codes",
    ]


@pytest.mark.parametrize("grid", [0, -1, "none", "1e-40"])
def test_a_wrong_grid_hides_no_gap(grid: object) -> None:
    """Bands are searched on the step that they are printed in while their grid must be mended."""
    content = tomllib.loads(OWN)
    content["parameters"][0].update(grid=grid, bands=[["<=39", 1], ["40-120", 0], [">=122", 2]])
    assert [pointer for pointer, _ in flaws(content)] == [
        "/parameters/0/grid",
        "/parameters/0/bands/2",
    ]


@pytest.mark.parametrize(
    ("place", "alien"),
    [
        (0, {"codes": [["A", 50]]}),
        (0, {"unscored": ["A"]}),
        (1, {"bands": [["<=89", 2], [">=90", 0]]}),
        (1, {"grid": 1}),
    ],
)
def test_what_does_not_fit_the_input_is_refused(place: int, alien: dict[str, Any]) -> None:
    """A number has neither codes nor codes that go unscored, a code neither bands nor a grid."""
    content = tomllib.loads(OWN)
    content["parameters"][place].update(alien)
    ((pointer, detail),) = flaws(content)
    assert pointer == f"/parameters/{place}/{next(iter(alien))}"
    assert detail == f"must be left out: {('HR is a number', 'ACVPU is coded')[place]}"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"input": "HR", "range": ">120", "codes": ["A"]}, "must be a range"),
        ({"input": "HR", "codes": ["A"]}, "must be a range"),
        ({"input": "ACVPU", "range": ">120", "codes": ["A"]}, "must name codes of A, C, V, P, U"),
    ],
)
def test_a_condition_fits_its_input(when: dict[str, Any], words: str) -> None:
    """A number is asked for its range alone, and a code for codes alone."""
    raising = [{"when": when, "level": "HIGH"}]
    assert flaws(tomllib.loads(OWN) | {"overrides": raising}) == [("/overrides/0/when", words)]


NEVER = "is never told: another counts, or none is reached, at each total"


@pytest.mark.parametrize(
    ("single", "told"),
    [
        ({"total": "4-0"}, ("/outcomes/2", "is empty")),
        ({"total": "0-3.5"}, ("/outcomes/2", "must have its bounds on the grid of 1")),
        ({"single": 4}, ("/outcomes/2/single", "must be from 1 to 3, the most of one parameter")),
        ({"single": 0}, ("/outcomes/2/single", "must be from 1 to 3, the most of one parameter")),
        ({"total": "0-2"}, ("/outcomes/2", NEVER)),
        ({"total": ">=21"}, ("/outcomes/2", NEVER)),
        ({"total": ">=5"}, ("/outcomes/2", NEVER)),
    ],
)
def test_no_single_3_is_lost(single: dict[str, Any], told: tuple[str, str]) -> None:
    """An outcome for points in one parameter is refused if no patient could be told it."""
    content = news2()
    content["outcomes"][2].update(single)
    assert flaws(content) == [told]


@pytest.mark.parametrize("single", [{"single": 1}, {"total": "3"}, {"total": "0-5"}])
def test_a_single_3_may_be_rare(single: dict[str, Any]) -> None:
    """It is enough that one total leads to it."""
    content = news2()
    content["outcomes"][2].update(single)
    assert isinstance(loaded(content), Success)


@pytest.mark.parametrize("asked", ["41-39", ">50", "<10", "50.001-60"])
def test_a_condition_that_no_value_meets_is_refused(asked: str) -> None:
    """A range must hold something that its input can be."""
    raising = [{"when": {"input": "BT", "range": asked}, "level": "HIGH"}]
    told = ("/overrides/0/when", "must hold a value from 10 to 50")
    assert flaws(news2() | {"overrides": raising}) == [told]


@pytest.mark.parametrize("asked", ["<=10", ">=50", "10", "49.999-60"])
def test_a_condition_may_ask_for_a_limit(asked: str) -> None:
    """The limits of an input are values that it can have."""
    raising = [{"when": {"input": "BT", "range": asked}, "level": "HIGH"}]
    assert isinstance(loaded(news2() | {"overrides": raising}), Success)


@pytest.mark.parametrize(
    "whom", [{"youngest": 16, "below": 10}, {"below": 0}, {"youngest": 16, "below": 16}]
)
def test_a_score_is_for_somebody(whom: dict[str, int]) -> None:
    """Ages of which nobody can be are refused."""
    told = ("/applies", "must be for somebody: from youngest to before below")
    assert flaws(news2() | {"applies": whom}) == [told]


@pytest.mark.parametrize("whom", [{"youngest": 150}, {"below": 1}, {"youngest": 16, "below": 17}])
def test_a_score_may_be_for_one_year(whom: dict[str, int]) -> None:
    """One year of age is enough."""
    assert isinstance(loaded(news2() | {"applies": whom}), Success)


JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    7,
    10**9,
    0.5,
    "",
    "x",
    "9-5",
    "1e-40",
    [],
    [[]],
    ["x", 1],
    {},
    {"x": 1},
)


@given(st.data())
def test_whatever_stands_in_a_table_is_taken_or_told(data: st.DataObject) -> None:
    """Junk at any place of it breaks nothing: the table is loaded, or refused with reasons."""
    content = data.draw(st.sampled_from((news2(), tomllib.loads(OWN))))
    inside: Any = content
    while True:
        key = data.draw(
            st.sampled_from(list(inside if isinstance(inside, dict) else range(len(inside))))
        )
        if not isinstance(inside[key], dict | list) or not inside[key] or data.draw(st.booleans()):
            break
        inside = inside[key]
    inside[key] = data.draw(st.sampled_from(JUNK))
    match loaded(content):
        case Failure(Invalid(told)):
            assert told
        case accepted:
            assert sound(accepted.unwrap()) == accepted


def test_a_hospital_writes_its_own_score_in_toml() -> None:
    """A short TOML file, with one chart a parameter, is a whole score."""
    table = loaded(tomllib.loads(OWN)).unwrap()
    assert (table.name, table.highest, [str(one.total) for one in table.outcomes]) == (
        "river_ward",
        4,
        ["0-1", ">=2"],
    )


def test_a_gauge_decides_unless_it_says_otherwise() -> None:
    """An input that can only add has to say so, for most of them settle their parameter."""
    assert Gauge(input=Input.HR, charts=()).decides


def test_a_score_for_everybody_need_not_say_so() -> None:
    """Without a word about whom it is for, a score applies to everybody."""
    everybody = tomllib.loads(OWN.replace("applies = { youngest = 18 }", ""))
    assert loaded(everybody).unwrap().applies == Applicability()


def test_what_raises_a_level_is_needed_only_if_that_is_said() -> None:
    """An override without a word about it leaves nothing open while its input is missing."""
    raising = {"when": {"input": "ACVPU", "codes": ["U"]}, "level": "HIGH"}
    told = [
        loaded({**news2(), "overrides": [{**raising, **more}]}) for more in ({}, {"needed": True})
    ]
    assert [one.unwrap().overrides[0].needed for one in told] == [False, True]


def test_a_condition_on_a_number_asks_for_a_range() -> None:
    """A table built in Python is checked like one that was read."""
    chart = evolve(NEWS2.parameters[0].gauges[0].charts[0], when=(Condition(Input.AGE),))
    gauge = evolve(NEWS2.parameters[0].gauges[0], charts=(chart,))
    spoiled = evolve(NEWS2, parameters=(Parameter("respiration_rate", (gauge,)),))
    place = "/parameters/0/gauges/0/charts/0/when/0"
    assert Flaw(place, "must be a range") in sound(spoiled).failure().flaws  # type: ignore[union-attr]  # Invalid


def test_a_slip_in_the_source_code_of_a_table_is_a_bug() -> None:
    """A range that cannot be read stops the import of the table that wrote it."""
    with pytest.raises(ValueError, match="9 to 11 is no range"):
        span("9 to 11")


def test_points_have_a_bound() -> None:
    """A slip of the pen in a score's points is refused, and does not stall whoever loads it."""
    content = plain(NEWS2)
    content["parameters"][0]["gauges"][0]["charts"][0]["bands"][0][1] = 101
    refused = loaded(content).failure()
    assert isinstance(refused, Invalid)
    assert [flaw.detail for flaw in refused.flaws] == ["must be a whole number from 0 to 100"]


@pytest.mark.parametrize(
    "allow",
    [
        lambda c: c.update(year=1900),
        lambda c: c.update(year=2199),
        lambda c: c.update(source="x" * 2000),
        lambda c: chart(c, 0)["bands"][0].__setitem__(1, 100),
        lambda c: c["outcomes"][0].update(every=100_000),
        lambda c: chart(c, 0).update(when=[{"input": "ACVPU", "codes": list("ACVPU")}]),
    ],
)
def test_what_lies_on_a_limit_is_allowed(allow: Spoil) -> None:
    """The first and the last year, the longest text, the most points, every code as a condition."""
    content = news2()
    allow(content)
    assert isinstance(loaded(content), Success)
