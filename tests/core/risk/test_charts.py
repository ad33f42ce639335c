"""The charts written down a second time, edge by edge: on both sides of every band."""

import json
from decimal import Decimal
from importlib.resources import files

import pytest

from vitalcore.risk.engine import engine
from vitalcore.risk.inputs import Input
from vitalcore.risk.shipped import TABLES

ENGINES = {table.name: engine(table) for table in TABLES}

#: A value and the points that it scores, as the publications have it.
CHARTS = {
    ("news2", Input.RR): "8=3 9=1 11=1 12=0 20=0 21=2 24=2 25=3",
    ("news2", Input.SBP): "90=3 91=2 100=2 101=1 110=1 111=0 219=0 220=3",
    ("news2", Input.HR): "40=3 41=1 50=1 51=0 90=0 91=1 110=1 111=2 130=2 131=3",
    ("news2", Input.BT): "35.0=3 35.1=1 36.0=1 36.1=0 38.0=0 38.1=1 39.0=1 39.1=2",
    ("news2", Input.O2): "0=0 0.001=2",
    ("news", Input.RR): "8=3 9=1 11=1 12=0 20=0 21=2 24=2 25=3",
    ("news", Input.SPO2): "91=3 92=2 93=2 94=1 95=1 96=0",
    ("news", Input.SBP): "90=3 91=2 100=2 101=1 110=1 111=0 219=0 220=3",
    ("news", Input.HR): "40=3 41=1 50=1 51=0 90=0 91=1 110=1 111=2 130=2 131=3",
    ("news", Input.BT): "35.0=3 35.1=1 36.0=1 36.1=0 38.0=0 38.1=1 39.0=1 39.1=2",
    ("news", Input.O2): "0=0 0.001=2",
    ("mews", Input.SBP): "70=3 71=2 80=2 81=1 100=1 101=0 199=0 200=2",
    ("mews", Input.HR): "40=2 41=1 50=1 51=0 100=0 101=1 110=1 111=2 129=2 130=3",
    ("mews", Input.RR): "8=2 9=0 14=0 15=1 20=1 21=2 29=2 30=3",
    ("mews", Input.BT): "34.9=2 35.0=0 38.4=0 38.5=2",
    ("qsofa", Input.RR): "21=0 22=1",
    ("qsofa", Input.SBP): "100=1 101=0",
    ("qsofa", Input.GCS): "14.999=1 15=0",
    ("sirs", Input.BT): "35.999=1 36=0 38=0 38.001=1",
    ("sirs", Input.HR): "90=0 90.001=1",
    ("sirs", Input.RR): "20=0 20.001=1",
    ("sirs", Input.WBC): "3.999=1 4=0 12=0 12.001=1",
    ("cart", Input.RR): "20=0 21=8 23=8 24=12 25=12 26=15 29=15 30=22",
    ("cart", Input.HR): "109=0 110=4 139=4 140=13",
    ("cart", Input.DBP): "34=13 35=6 39=6 40=4 49=4 50=0",
    ("cart", Input.AGE): "54.999=0 55=4 69.999=4 70=9",
    ("hotel", Input.SBP): "99=1 100=0",
    ("hotel", Input.SPO2): "89=1 90=0",
    ("hotel", Input.BT): "34.9=1 35.0=0",
    ("pews_england", Input.SPO2): "91=4 91.001=1 94.999=1 95=0",
    ("pews_england", Input.O2): "0=0 0.001=1 1.999=1 2=2 5.999=2 6=4",
    ("pews_england", Input.O2_PERCENT): "0=0 0.001=1 29.999=1 30=2 49.999=2 50=4",
    ("pews_england", Input.CRT): "2=0 2.001=2",
}

#: Codes and their points; a dash where the publication does not print the code.
CODES = {
    ("news2", Input.ACVPU): "A=0 C=3 V=3 P=3 U=3",
    ("news", Input.ACVPU): "A=0 C=- V=3 P=3 U=3",
    ("mews", Input.ACVPU): "A=0 C=- V=1 P=2 U=3",
    ("qsofa", Input.ACVPU): "A=0 C=1 V=1 P=1 U=1",
    ("hotel", Input.ECG): "normal=0 abnormal=1",
    ("hotel", Input.STANDING): "able=0 unable=1",
    ("pews_england", Input.DISTRESS): "none=0 mild=1 moderate=2 severe=4",
    ("pews_england", Input.BP_CODE): "NCO=0 U0=0 U4=4 O0=0 O4=4",
}

#: Scored by other tests: the two scales of SpO2, what can only add, and vectors on every edge.
ELSEWHERE = {
    ("news2", Input.SPO2),
    ("sirs", Input.PACO2),
    ("sirs", Input.BANDS),
    ("pews_england", Input.DEVICE),
    ("pews_england", Input.RR),
    ("pews_england", Input.HR),
    ("pews_england", Input.SBP),
}

FACTS = [
    (name, read, *fact.split("="))
    for charts in (CHARTS, CODES)
    for (name, read), facts in charts.items()
    for fact in facts.split()
]


@pytest.mark.parametrize(("name", "read", "value", "points"), FACTS)
def test_a_value_scores_what_the_publication_says(
    name: str, read: Input, value: str, points: str
) -> None:
    """Each value beside an edge, and each code, has the points of its publication."""
    told = value if (name, read) in CODES else Decimal(value)
    found = ENGINES[name].points({read: told})[ENGINES[name].places[read]]
    assert found == (None if points == "-" else int(points))


def test_every_gauge_is_written_down_or_tested_elsewhere() -> None:
    """No input of a shipped table is left without facts of its own."""
    scored = {(table.name, gauge.input) for table in TABLES for gauge in table.gauges}
    assert scored == CHARTS.keys() | CODES.keys() | ELSEWHERE


@pytest.mark.parametrize(("name", "read"), CHARTS)
def test_facts_stand_on_both_sides_of_every_edge(name: str, read: Input) -> None:
    """Moving any band of a chart by one step would contradict a fact that is written down."""
    gauge = ENGINES[name].gauges[read]
    step = gauge.grid if gauge.grid and read is not Input.O2 else Decimal("0.001")
    facts = {Decimal(fact.split("=")[0]) for fact in CHARTS[name, read].split()}
    for band in gauge.charts[0].bands[1:]:
        value, after = band.range.begins(gauge.grid)
        assert {value + step * after, value + step * after - step} <= facts


@pytest.mark.parametrize("read", [Input.RR, Input.HR, Input.SBP])
def test_vectors_stand_on_both_sides_of_every_edge_of_pews(read: Input) -> None:
    """The transcription of the four charts holds a vector below and at every edge."""
    words = {Input.RR: "respiratory_rate", Input.HR: "heart_rate", Input.SBP: "systolic_bp"}
    bands = ("0-11m", "1-4y", "5-12y", "13+y")
    source = files("vitalcore").joinpath("vectors", "PEWS_England_band_edges.json")
    vectors = [one["inputs"] for one in json.loads(source.read_text(encoding="utf-8"))]
    for age, chart in zip(bands, ENGINES["pews_england"].gauges[read].charts, strict=True):
        said = {one.get(words[read]) for one in vectors if one.get("age_band") == age}
        edges = {int(band.range.begins(None)[0]) for band in chart.bands[1:]}
        assert {edge - below for edge in edges for below in (0, 1)} <= said
