"""The published scores over a real socket."""

import pytest

from tests.conftest import Doctor

WELL = {"RR": 16, "SpO2": 97, "O2": 0, "SBP": 120, "HR": 70, "ACVPU": "A", "BT": 37}
AT = "2026-01-01T08:00:00Z"


async def asked(ann: Doctor, strategy: str, *vitals: dict[str, object]) -> dict[str, object]:
    """The answer to records as they are sent."""
    body = {
        "patient_id": "p-1",
        "strategy": strategy,
        "records": [{"recorded_at": AT, "vitals": one} for one in vitals],
    }
    answer = await ann.ask("POST", "/inference/vital-risk", json=body)
    return {"status": answer.status, **await answer.json()}


async def test_news2_is_answered_with_its_total_and_level(ann: Doctor) -> None:
    """All seven inputs give a total, a level, a response and the table's hash."""
    found = await asked(ann, "news2", {**WELL, "HR": 131})
    assert (found["total"], found["risk_level"], found["every"]) == (3, "LOW-MEDIUM", 60)
    assert len(str(found["strategy_hash"])) == 64


async def test_a_missing_input_is_answered_with_bounds(ann: Doctor) -> None:
    """Without the consciousness the answer has no level, and names what to measure."""
    found = await asked(ann, "news2", {k: v for k, v in WELL.items() if k != "ACVPU"})
    assert (found["risk_level"], found["missing"], found["next"]) == (None, ["ACVPU"], "ACVPU")
    assert found["possible"] == ["LOW", "LOW-MEDIUM"]


@pytest.mark.parametrize(
    ("strategy", "vitals", "title"),
    [
        ("news2", {"DBP": 80}, "Nothing to assess"),
        ("shock_index", {"HR": 80, "SBP": 0}, "Not applicable"),
        ("shock_index", {"HR": 80}, "Nothing to assess"),
    ],
)
async def test_what_cannot_be_assessed_is_refused(
    ann: Doctor, strategy: str, vitals: dict[str, object], title: str
) -> None:
    """A score without inputs, and an index that means nothing, are told apart."""
    found = await asked(ann, strategy, vitals)
    assert (found["status"], found["title"]) == (422, title)


@pytest.mark.parametrize(
    ("strategy", "vitals", "needs", "missing"),
    [
        ("map", {"SBP": 120}, ["SBP", "DBP"], ["DBP"]),
        ("rox", {"SpO2": 95, "RR": 20}, ["SpO2", "FiO2", "RR"], ["FiO2"]),
        ("rox", {"HR": 80}, ["SpO2", "FiO2", "RR"], ["SpO2", "FiO2", "RR"]),
    ],
)
async def test_an_index_says_which_of_its_inputs_are_missing(
    ann: Doctor, strategy: str, vitals: dict[str, object], needs: list[str], missing: list[str]
) -> None:
    """It needs all of them, so what is there is not asked for again."""
    found = await asked(ann, strategy, vitals)
    assert (found["needs"], found["missing"], found["stale"]) == (needs, missing, [])
    told = f"all of {', '.join(needs)} are needed; missing: {', '.join(missing)}"
    assert found["detail"] == told


async def test_a_score_says_that_one_input_is_enough(ann: Doctor) -> None:
    """Nothing that it needs in whole is missing."""
    found = await asked(ann, "mews", {"DBP": 80})
    assert found[
        "detail"
    ] == "none of the inputs is present; send one of SBP, HR, RR, BT, ACVPU" + (" at least")
    assert not {"missing", "stale"} & found.keys()


async def test_an_index_is_answered_with_its_value(ann: Doctor) -> None:
    """The shock index is a number without a level."""
    found = await asked(ann, "shock_index", {"HR": 120, "SBP": 80})
    assert (found["value"], found["risk_level"]) == (1.5, None)
