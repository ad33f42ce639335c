"""The corpus: large enough, answered by this library, and merciless with others."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from vitalcore.conformance.corpus import Case, Topic, corpus
from vitalcore.conformance.protocol import answer, difference
from vitalcore.conformance.report import corpus_report

CASES = corpus()
BY_ID = {case.id: case for case in CASES}


def test_there_are_enough_cases_and_each_has_an_id_of_its_own() -> None:
    """At least 1,500 questions, none twice."""
    assert len(BY_ID) == len(CASES) >= 1500


def test_every_topic_total_and_level_occurs() -> None:
    """Edges, values between them, every total from 0 to 17, every level, missing and hostile."""
    assert set(Topic) == {case.topic for case in CASES}
    answers = [answer(case.inputs) for case in CASES]
    totals = {one["total"] for one in answers if one.get("total") is not None}
    assert set(range(18)) <= totals
    assert {one["risk"] for one in answers if "risk" in one} == {
        "low",
        "low-medium",
        "medium",
        "high",
    }


def test_every_subset_of_the_seven_measurements_is_left_out() -> None:
    """All 127 missing patterns occur, for somebody well and somebody ill, on both scales."""
    missing = Counter(frozenset(case.inputs) for case in CASES if case.topic is Topic.MISSING)
    assert (len(missing), set(missing.values())) == (127, {4})


def test_every_number_that_can_be_0_is() -> None:
    """All but a temperature; to be on no oxygen is a 0 too."""
    zeros = {
        w for case in CASES if case.topic is Topic.ZERO for w, v in case.inputs.items() if v == 0
    }
    assert zeros == {"respiratory_rate", "spo2", "systolic_bp", "heart_rate", "on_oxygen"}


def test_every_measurement_is_null_once() -> None:
    """For somebody well and somebody ill, on both scales, one word at a time."""
    nulls = [case.inputs for case in CASES if case.topic is Topic.NULL]
    found = Counter(word for inputs in nulls for word, value in inputs.items() if value is None)
    assert (len(found), set(found.values())) == (7, {4})


def test_a_scale_that_is_not_told_is_scale_1() -> None:
    """Absent or null, at every edge of both scales; as in an assessment, and in columns."""
    unsaid = [case.inputs for case in CASES if case.topic is Topic.UNSCALED]
    assert {"spo2_scale" in inputs for inputs in unsaid} == {True, False}
    assert {inputs.get("spo2_scale") for inputs in unsaid} == {None}
    assert {83, 84, 92, 93, 96, 97} <= {inputs["spo2"] for inputs in unsaid}
    assert all(answer(one) == answer({**one, "spo2_scale": 1}) for one in unsaid)
    assert answer(unsaid[0])["total"] is not None


@pytest.mark.parametrize("inputs", [{}, {"heart_rate": None}, {"spo2_scale": 2}])
def test_where_nothing_was_measured_everything_is_possible(inputs: Mapping[str, Any]) -> None:
    """From no points to all 20; never a total, nor a level."""
    assert answer(inputs) == {"total": None, "least": 0, "most": 20}


def test_bounds_are_right_for_every_missing_pattern() -> None:
    """Also where all seven are missing; and to give none of them, or an error, is right too."""
    open_ = [case for case in CASES if case.topic in {Topic.MISSING, Topic.NULL}]
    for case in open_:
        right = answer(case.inputs)
        assert right.keys() == {"total", "least", "most"}
        for given in (right, {"total": None}, {"error": "incomplete"}):
            assert difference(case, given) is None
        assert difference(case, {**right, "most": right["most"] + 1}) == "wrong bounds"


def test_a_word_that_the_protocol_does_not_know_is_told() -> None:
    """A slip of the pen would be a missing input, and nobody would know."""
    assert answer({"heartrate": 131, "spo2": 90}) == {"error": "/heartrate is unknown"}


def test_this_library_answers_all_of_it() -> None:
    """Its own answers differ nowhere."""
    answers = {case.id: answer(case.inputs) for case in CASES}
    differing, lines = corpus_report(CASES, answers)
    assert differing == 0
    assert lines[-1].split() == ["all", str(len(CASES)), "0"]


def _filled(inputs: Mapping[str, Any]) -> dict[str, Any]:
    normal = {
        "respiratory_rate": 16, "spo2": 98, "on_oxygen": False, "systolic_bp": 120,
        "heart_rate": 70, "consciousness": "A", "temperature": 37.0,
    }  # fmt: skip
    return {**normal, **inputs}


def counts_missing_as_normal(case: Case) -> object:
    """An implementation that fills in what is missing."""
    return answer(_filled(case.inputs))


def loses_the_single_3(case: Case) -> object:
    """An implementation that knows three classes, by the total alone."""
    right = dict(answer(case.inputs))
    return {**right, "risk": "low"} if right.get("risk") == "low-medium" else right


def inflates_the_single_3(case: Case) -> object:
    """An implementation that makes a single 3 a medium."""
    right = dict(answer(case.inputs))
    return {**right, "risk": "Medium"} if right.get("risk") == "low-medium" else right


def scores_scale_2_on_air(case: Case) -> object:
    """An implementation that forgets that high saturations on air are fine."""
    on_air = case.inputs.get("on_oxygen") is False and case.inputs.get("spo2_scale") == 2
    right = dict(answer(case.inputs))
    if not on_air or right.get("total") is None:
        return right
    return {**right, "total": answer({**case.inputs, "on_oxygen": True})["total"] - 2}


def never_refuses(case: Case) -> object:
    """An implementation that gives 0 points for what it does not understand."""
    return {"total": 0} if case.topic is Topic.HOSTILE else answer(case.inputs)


def refuses_everything(_: Case) -> object:
    """An implementation that gives up."""
    return {"error": "no"}


def says_nothing(_: Case) -> object:
    """An implementation that answers something else."""
    return {"score": 3}


def demands_a_scale(case: Case) -> object:
    """An implementation that knows no default."""
    unsaid = case.inputs.get("spo2_scale") is None and case.topic is not Topic.HOSTILE
    return {"error": "which scale?"} if unsaid else answer(case.inputs)


def misjudges(case: Case) -> object:
    """An implementation that calls everybody high."""
    right = dict(answer(case.inputs))
    return {**right, "risk": "high"} if right.get("risk") == "low" else right


def misbounds(case: Case) -> object:
    """An implementation whose bounds ignore what is known."""
    right = dict(answer(case.inputs))
    return {**right, "least": 0, "most": 20} if "least" in right else right


def skips_a_reading_of_0(case: Case) -> object:
    """An implementation that takes 0 for nothing measured."""
    kept = {w: one for w, one in case.inputs.items() if one is False or one != 0}
    return answer(case.inputs if case.topic is Topic.HOSTILE else kept)


def takes_null_for_0(case: Case) -> object:
    """An implementation that makes a number of whatever is there."""
    nothing = {"consciousness": "A", "on_oxygen": False, "spo2_scale": 1}
    return answer({w: nothing.get(w, 37) if v is None else v for w, v in case.inputs.items()})


@pytest.mark.parametrize(
    ("other", "kind", "topic"),
    [
        (counts_missing_as_normal, "missing input counted as known", Topic.MISSING),
        (loses_the_single_3, "single 3 lost", Topic.EDGE),
        (inflates_the_single_3, "single 3 inflated", Topic.EDGE),
        (scores_scale_2_on_air, "wrong total", Topic.EDGE),
        (never_refuses, "impossible value accepted", Topic.HOSTILE),
        (refuses_everything, "refused", Topic.TOTAL),
        (says_nothing, "no answer", Topic.TOTAL),
        (skips_a_reading_of_0, "refused", Topic.ZERO),
        (takes_null_for_0, "missing input counted as known", Topic.NULL),
        (demands_a_scale, "refused", Topic.UNSCALED),
        (misjudges, "wrong level", Topic.EDGE),
        (misbounds, "wrong bounds", Topic.MISSING),
    ],
)
def test_each_fault_of_the_wild_is_found_and_named(other: Any, kind: str, topic: Topic) -> None:
    """An implementation with one typical fault differs, in that kind, and in no other way."""
    found = {(case.topic, said) for case in CASES if (said := difference(case, other(case)))}
    assert (topic, kind) in found
    assert {said for _, said in found} == {kind}
    differing, lines = corpus_report(CASES, {case.id: other(case) for case in CASES})
    assert differing > 0
    assert any(line.startswith(f"{kind}: ") for line in lines)


def test_levels_that_are_not_told_are_counted() -> None:
    """Nothing differs, but nobody can believe that the single 3 was looked at."""
    right = {case.id: answer(case.inputs) for case in CASES}
    levels = sum("risk" in one for one in right.values())
    silent = {name: {w: v for w, v in one.items() if w != "risk"} for name, one in right.items()}
    differing, lines = corpus_report(CASES, silent)
    assert (differing, lines[-1]) == (0, f"levels not told: {levels:,}")


def test_a_total_of_true_is_no_total() -> None:
    """JSON's true is not the number 1."""
    case = next(one for one in CASES if answer(one.inputs).get("total") == 1)
    assert difference(case, {"total": True}) == "wrong total"
    assert difference(case, {"total": 1}) is None
