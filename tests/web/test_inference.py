"""Risk over the wire: the three thresholds, what is missing, and never normal from absence."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Doctor
from tests.strategies import values_of
from tests.web.exact import NOON, flaws, sent, taken, told
from vitalcore.kinds import Kind, Value

QUESTION = {"patient_id": "P1", "strategy": "rule_based"}
SICK = {"HR": 130, "SBP": 85, "SpO2": 89}
WELL = {"HR": 80, "SBP": 120, "SpO2": 97}
LATE = "2199-01-01T00:00:00Z"
RULES = ["HR > 120", "SBP < 90", "SpO2 < 90"]

measured = st.fixed_dictionaries({}, optional={kind: values_of(kind) for kind in Kind})


def record(lapse: int = 0, /, **vitals: Any) -> dict[str, Any]:
    """What was measured so many minutes after noon."""
    return {"recorded_at": NOON + timedelta(minutes=lapse), "vitals": vitals}


async def assessed(ann: Doctor, *records: dict[str, Any]) -> Any:
    """The risk that is answered for records as they are sent."""
    asked = await ann.ask("POST", "/inference/vital-risk", **sent(**QUESTION, records=records))
    assert asked.status == 200, await asked.text()
    return await told(asked)


async def test_the_contract_of_the_first_specification(ann: Doctor) -> None:
    """HR 130, SBP 85 and SpO2 89 fire the three rules: HIGH, 0.9, nothing missing."""
    answer = await assessed(ann, record(**SICK))
    assert answer["checked_rules"] == RULES
    assert (answer["patient_id"], answer["risk_level"], str(answer["risk_score"])) == (
        "P1",
        "HIGH",
        "0.9",
    )
    assert (answer["missing"], answer["stale"]) == ([], [])
    assert (answer["strategy"], bool(answer["strategy_version"])) == ("rule_based", True)
    assert datetime.fromisoformat(answer["evaluated_at"]) <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("sick", "level", "score"),
    [
        ((), "LOW", 0.2),
        *[((name,), "MEDIUM", 0.5) for name in SICK],
        *[(tuple(set(SICK) - {name}), "MEDIUM", 0.7) for name in SICK],
        (tuple(SICK), "HIGH", 0.9),
    ],
)
async def test_level_and_score_follow_from_how_many_rules_fire(
    ann: Doctor, sick: tuple[str, ...], level: str, score: float
) -> None:
    """None LOW 0.2, one MEDIUM 0.5, two MEDIUM 0.7, three HIGH 0.9, the rules in their order."""
    vitals = WELL | {name: SICK[name] for name in sick}
    answer = await assessed(ann, record(**vitals))
    assert (answer["risk_level"], float(answer["risk_score"])) == (level, score)
    assert answer["checked_rules"] == [rule for rule in RULES if rule.split()[0] in sick]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("HR", {120: False, 120.001: True, 121: True, 0: False}),
        ("SBP", {90: False, 89.999: True, 89: True, 0: True}),
        ("SpO2", {90: False, 89.999: True, 89: True, 0: True}),
    ],
)
async def test_a_threshold_is_strict(ann: Doctor, name: str, values: dict[float, bool]) -> None:
    """120, 90 and 90 themselves do not fire; a thousandth beyond does, and 0 is a reading."""
    found = [await assessed(ann, record(**{name: value})) for value in values]
    assert [bool(answer["checked_rules"]) for answer in found] == list(values.values())


@given(measured)
async def test_absence_is_never_normal(ann: Doctor, vitals: dict[Kind, Value]) -> None:
    """For all readings: what is missing is listed and bounds the score; with nothing no answer."""
    body = sent(**QUESTION, records=[record(**vitals)])
    asked = await ann.ask("POST", "/inference/vital-risk", **body)
    missing = [name for name in SICK if name not in vitals]
    if len(missing) == len(SICK):
        problem = await asked.json()
        assert (asked.status, problem["title"]) == (422, "Nothing to assess")
        assert problem["needs"] == list(SICK)
    else:
        answer = await told(asked)
        assert answer["missing"] == missing
        assert answer["score_min"] <= answer["risk_score"] <= answer["score_max"]
        assert (answer["score_min"] == answer["score_max"]) == (missing == [])


@given(st.lists(measured.filter(lambda one: set(one) & set(SICK)), min_size=1, max_size=5))
async def test_the_highest_risk_counts_the_latest_of_equals(
    ann: Doctor, moments: list[dict[Kind, Value]]
) -> None:
    """Of several records each is assessed by itself, in whatever order they are sent."""
    records = [record(lapse, **vitals) for lapse, vitals in enumerate(moments)]
    alone = [await assessed(ann, one) for one in records]
    worst = max(alone, key=lambda one: (one["risk_score"], one["recorded_at"]))
    together = await assessed(ann, *reversed(records))
    names = ("risk_score", "risk_level", "checked_rules", "findings", "missing", "recorded_at")
    assert {name: together[name] for name in names} == {name: worst[name] for name in names}
    assert together["score_max"] == max(one["score_max"] for one in alone)


@given(measured.filter(lambda one: set(one) & set(SICK)))
async def test_stored_readings_are_assessed_like_sent_ones(
    ann: Doctor, vitals: dict[Kind, Value]
) -> None:
    """The same readings give the same risk; stored ones lead back to their record and version."""
    patient = uuid4().hex[:20]
    born = {"patient_id": patient, "name": "Pat", "gender": "F", "birth_date": "1970-01-01"}
    await ann.ask("POST", "/patients", json=born)
    for kind, value in vitals.items():
        await taken(ann, patient, vital_type=kind, value=value)
    params = {"at": NOON.isoformat()}
    stored = await told(await ann.ask("GET", f"/patients/{patient}/risk", params=params))
    sent_ones = await assessed(ann, record(**vitals))
    for name in ("risk_level", "risk_score", "score_min", "score_max", "checked_rules", "missing"):
        assert stored[name] == sent_ones[name]
    assert set(stored["surprising"]) == set(sent_ones["surprising"])
    assert {finding["version"] for finding in stored["findings"]} == {1}


async def test_only_what_was_known_at_the_moment_counts(ann: Doctor, patient: str) -> None:
    """A later reading is not yet there, a corrected one counts as corrected, a struck one never."""
    await taken(ann, patient, vital_type="HR", value=80)
    late = await taken(ann, patient, value=130, recorded_at=NOON + timedelta(minutes=1))
    place = f"/patients/{patient}/risk"
    before = await ann.ask("GET", place, params={"at": NOON.isoformat()})
    after = {"at": (NOON + timedelta(minutes=1)).isoformat()}
    fired = await ann.ask("GET", place, params=after)
    await ann.ask("PUT", f"/vitals/{late['vital_id']}", json={"value": 110, "version": 1})
    corrected = await ann.ask("GET", place, params=after)
    await ann.ask("DELETE", f"/vitals/{late['vital_id']}", params={"version": 2})
    struck = await ann.ask("GET", place, params=after)
    values = [
        (await one.json())["findings"][0]["value"] for one in (before, fired, corrected, struck)
    ]
    assert values == [80, 130, 110, 80]


async def test_a_stale_reading_is_shown_and_counts_as_missing(ann: Doctor, patient: str) -> None:
    """An old heart rate beside a fresh pressure neither fires nor passes."""
    await taken(ann, patient, value=130)
    await taken(ann, patient, vital_type="SBP", value=120, recorded_at=NOON + timedelta(hours=14))
    params = {"at": (NOON + timedelta(hours=14)).isoformat()}
    answer = await told(await ann.ask("GET", f"/patients/{patient}/risk", params=params))
    assert (answer["stale"], answer["missing"]) == (["HR"], ["HR", "SpO2"])
    assert answer["checked_rules"] == []


async def test_a_patient_without_readings_has_no_risk(ann: Doctor, patient: str) -> None:
    """Nothing to assess is 422, and says what is needed; nobody at all is 404."""
    nothing = await ann.ask("GET", f"/patients/{patient}/risk")
    nobody = await ann.ask("GET", "/patients/nobody/risk")
    assert ((await nothing.json())["needs"], nothing.status, nobody.status) == (
        list(SICK),
        422,
        404,
    )


async def test_an_unknown_strategy_is_told_the_known_ones(ann: Doctor, patient: str) -> None:
    """Wherever a strategy is named; the register itself says 404."""
    register = await (await ann.ask("GET", "/inference/strategies")).json()
    known = [one["name"] for one in register["items"]]
    body = sent(patient_id="P1", strategy="NEWS3", records=[record(**SICK)])
    refused = [
        await ann.ask("POST", "/inference/vital-risk", **body),
        await ann.ask("GET", f"/patients/{patient}/risk", params={"strategy": "NEWS3"}),
    ]
    assert [one.status for one in refused] == [422, 422]
    for one in refused:
        problem = await one.json()
        assert (problem["title"], problem["known"]) == ("Unknown strategy", known)
    assert (await ann.ask("GET", "/inference/strategies/NEWS3")).status == 404


async def test_the_register_shows_every_strategy(ann: Doctor) -> None:
    """Its name, version, source and inputs; the default is among them."""
    register = await (await ann.ask("GET", "/inference/strategies")).json()
    shown = {one["name"]: one for one in register["items"]}
    alone = await (await ann.ask("GET", "/inference/strategies/rule_based")).json()
    assert register["default"] in shown
    assert (alone["inputs"], alone["version"]) == (list(SICK), shown["rule_based"]["version"])
    assert all(one["source"] and one["title"] for one in register["items"])


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"records": []}, "/records"),
        ({"records": [record(**SICK)] * 1001}, "/records"),
        ({"records": None}, "/records"),
        ({"records": [record(pulse=80)]}, "/records/0/vitals"),
        ({"records": [record(HR=301)]}, "/records/0/vitals/HR"),
        ({"records": [record(HR="80")]}, "/records/0/vitals/HR"),
        ({"records": [record(HR=True)]}, "/records/0/vitals/HR"),
        ({"records": [record(HR=None)]}, "/records/0/vitals/HR"),
        ({"records": [record(), record(ACVPU=1)]}, "/records/1/vitals/ACVPU"),
        ({"records": [{"vitals": SICK}]}, "/records/0/recorded_at"),
        ({"records": [{"recorded_at": NOON}]}, "/records/0/vitals"),
        ({"records": [record(**SICK) | {"ward": 7}]}, "/records/0"),
        ({"records": [{"vitals": SICK, "recorded_at": LATE}]}, "/records/0/recorded_at"),
        ({"patient_id": "-"}, "/patient_id"),
        ({"strategy": ""}, "/strategy"),
        ({"ward": 7}, ""),
    ],
    ids=lambda one: str(one)[:60],
)
async def test_what_breaks_a_rule_is_refused_where_it_stands(
    ann: Doctor, wrong: dict[str, Any], pointer: str
) -> None:
    """A pointer leads into the very record and kind."""
    body = sent(**{**QUESTION, "records": [record(**SICK)], **wrong})
    refused = await ann.ask("POST", "/inference/vital-risk", **body)
    assert (refused.status, await flaws(refused)) == (422, [pointer])


async def test_a_thousand_records_are_assessed(ann: Doctor) -> None:
    """In one question; the latest of equals counts."""
    answer = await assessed(ann, *(record(lapse, **SICK) for lapse in range(1000)))
    at = datetime.fromisoformat(answer["recorded_at"])
    assert at == NOON + timedelta(minutes=999)


@pytest.mark.parametrize("query", ["at=2026-01-01T12:00:00", "at=now", "strategy=", "when=2026"])
async def test_a_stored_risk_takes_what_it_knows(ann: Doctor, patient: str, query: str) -> None:
    """A moment with an offset, and a strategy."""
    assert (await ann.ask("GET", f"/patients/{patient}/risk?{query}")).status == 422
