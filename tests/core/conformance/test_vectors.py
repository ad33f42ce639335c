"""Published vectors: every assertion of every one holds, and the check can fail."""

import json
from importlib.resources import files
from typing import Any

import pytest

from vitalcore.conformance.report import NAMED, vectors_report
from vitalcore.conformance.verdict import verdict

FILES = sorted(files("vitalcore").joinpath("vectors").iterdir(), key=lambda one: one.name)
VECTORS = {one.name: json.loads(one.read_text(encoding="utf-8")) for one in FILES}
ALL = [vector for some in VECTORS.values() for vector in some]


@pytest.mark.parametrize("name", VECTORS)
def test_every_published_vector_holds(name: str) -> None:
    """No assertion of a published vector differs."""
    assert [found for one in VECTORS[name] if (found := verdict(one)).differences] == []


def test_every_vector_names_its_source_and_a_known_score() -> None:
    """Vectors are facts with their source, and none is left out."""
    assert len(ALL) == 595
    assert {one["score"] for one in ALL} <= set(NAMED)
    assert all(one["source"] for one in ALL)


OPPOSITES = {"<=0.3": ">=0.8", "0.4-0.7": "<=0.3", ">=0.8": "<=0.3"} | {
    said: "min 1-hourly" if said == "continuous" else "continuous"
    for said in ("continuous", "min 12-hourly", "min 4-6-hourly", "min 1-hourly")
}


def spoiled(value: Any) -> Any:
    """Something else than what was expected."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 100
        case dict():
            return {name: spoiled(one) for name, one in value.items()}
        case _:
            return OPPOSITES.get(value, f"not {value}")


@pytest.mark.parametrize(
    ("vector", "name"),
    [
        pytest.param(vector, name, id=f"{vector['score']}-{name}-{number}")
        for number, vector in enumerate(ALL[::7])
        for name in vector["expected"]
        if name not in {"decimals", "error"}
    ],
)
def test_a_vector_that_expects_something_else_differs(vector: dict[str, Any], name: str) -> None:
    """Whatever a vector asserts is really compared: the wrong expectation is found."""
    wrong = {**vector["expected"], name: spoiled(vector["expected"][name])}
    assert verdict({**vector, "expected": wrong}).differences != ()


def test_what_must_be_refused_must_not_be_scored() -> None:
    """A vector that expects a refusal differs where the inputs are possible, and the reverse."""
    refused, scored = VECTORS["news2_reject_inputs.json"][0], VECTORS["gdl2_NEWS2.json"][0]
    assert verdict({**scored, "expected": {"error": True}}).differences != ()
    assert verdict({**refused, "expected": {"total": 0}}).differences != ()


def test_the_report_lists_every_score_and_every_choice() -> None:
    """The report counts the vectors of each strategy and names what was chosen."""
    differing, lines = vectors_report(ALL)
    assert differing == 0
    assert any(line.split() == ["news2", "285", "0"] for line in lines)
    untold = [line.split()[0] for line in lines if "no published vectors are known" in line]
    assert untold == ["hotel", "pulse_pressure", "rox"]
    assert any("mews: Heart rate 40 scores 2" in line for line in lines)
    wrong = {**VECTORS["gdl2_NEWS2.json"][0], "expected": {"total": 19}}
    assert vectors_report([wrong])[0] == 1
