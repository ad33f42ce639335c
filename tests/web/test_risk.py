"""Scores in the service: what is known of the patient is heeded, and all of it explained."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from attrs import define
from returns.result import Success

from tests.conftest import Doctor
from vitalweb.http.endpoints import inference
from vitalweb.http.route import NOBODY, Ask
from vitalweb.http.serve import HOUSE
from vitalweb.http.words.risk import RiskOfPatient

AT = "2026-01-01T08:00:00Z"
#: RR 21 2, SpO2 93 2, air 0, SBP 120 0, pulse 95 1, alert 0, 38.5 degC 1: a published example of 6.
MR_SMITH = {"RR": 21, "SpO2": 93, "O2": 0, "SBP": 120, "HR": 95, "ACVPU": "A", "BT": 38.5}


async def _charted(ann: Doctor, patient: str, vitals: dict[str, Any], at: str = AT) -> list[str]:
    made = [
        await ann.ask(
            "POST",
            "/vitals",
            json={"patient_id": patient, "recorded_at": at, "vital_type": kind, "value": value},
        )
        for kind, value in vitals.items()
    ]
    return [(await one.json())["vital_id"] for one in made]


async def _risk(ann: Doctor, patient: str, **more: str) -> dict[str, Any]:
    wanted = {"strategy": "news2", "at": "2026-01-01T09:00:00Z", **more}
    answer = await ann.ask("GET", f"/patients/{patient}/risk", params=wanted)
    return {"status": answer.status, **await answer.json()}


async def test_sent_and_stored_records_are_scored_alike(ann: Doctor, patient: str) -> None:
    """NEWS2 of a published example is 6, medium, whether its readings are sent or stored."""
    body = {
        "patient_id": patient,
        "strategy": "news2",
        "records": [{"recorded_at": AT, "vitals": MR_SMITH}],
        "patient": {"birth_date": "1970-01-01"},
    }
    sent = await (await ann.ask("POST", "/inference/vital-risk", json=body)).json()
    await _charted(ann, patient, MR_SMITH)
    stored = await _risk(ann, patient)
    told = ("total", "risk_level", "strategy_hash", "response", "every")
    assert [sent[name] for name in told] == [stored[name] for name in told]
    assert (sent["total"], sent["risk_level"]) == (6, "MEDIUM")


async def test_a_missing_input_leaves_bounds_and_no_total(ann: Doctor, patient: str) -> None:
    """Without consciousness NEWS2 is told as least and most, and names what to obtain next."""
    await _charted(ann, patient, {k: v for k, v in MR_SMITH.items() if k != "ACVPU"})
    found = await _risk(ann, patient)
    told = ("total", "least", "most", "missing", "next", "risk_level", "possible")
    assert [found[name] for name in told] == [
        None,
        6,
        9,
        ["ACVPU"],
        "ACVPU",
        None,
        ["MEDIUM", "HIGH"],
    ]


async def test_an_index_says_which_of_its_inputs_are_too_old(ann: Doctor, patient: str) -> None:
    """A pressure of yesterday is on the record, and does not count."""
    await _charted(ann, patient, {"DBP": 80}, "2025-12-31T08:00:00Z")
    await _charted(ann, patient, {"SBP": 120})
    found = await _risk(ann, patient, strategy="map")
    assert (found["status"], found["missing"], found["stale"]) == (422, ["DBP"], ["DBP"])
    told = "all of SBP, DBP are needed; missing: DBP, of which too old to count: DBP"
    assert found["detail"] == told


async def test_scale_2_is_used_while_it_is_prescribed(ann: Doctor, patient: str) -> None:
    """SpO2 90 on air scores 3 on Scale 1 and 0 on Scale 2, which takes a valid target of 88-92."""
    await _charted(ann, patient, {**MR_SMITH, "SpO2": 90})
    place = f"/patients/{patient}/spo2-target"
    target = {"low": 88, "high": 92, "prescriber": "Dr Ann", "reason": "hypercapnic failure"}
    days = {"prescribed_on": "2025-12-01", "review_on": "2026-02-01"}
    before = await _risk(ann, patient)
    made = await ann.ask("PUT", place, json={**target, **days, "version": 1})
    stale = await ann.ask("PUT", place, json={**target, **days, "version": 1})
    under = await _risk(ann, patient)
    gone = await ann.ask("DELETE", place, headers={"If-Match": '"2"'})
    after = await _risk(ann, patient)
    assert [one.status for one in (made, stale, gone)] == [200, 409, 200]
    assert (await made.json())["spo2_target"]["prescriber"] == "Dr Ann"
    assert [one["total"] for one in (before, under, after)] == [7, 4, 7]
    assert "Scale 2 is used" in " ".join(under["notes"])


async def test_a_score_is_refused_to_whom_it_was_not_made_for(ann: Doctor, patient: str) -> None:
    """NEWS2 is not told of a pregnant patient, nor PEWS of an adult, and the answer says why."""
    await _charted(ann, patient, MR_SMITH)
    status = {"status": "pregnant", "since": "2025-10-01", "version": 1}
    await ann.ask("PUT", f"/patients/{patient}/pregnancy", json=status)
    expecting = await _risk(ann, patient)
    grown_up = await _risk(ann, patient, strategy="pews_england")
    await ann.ask("DELETE", f"/patients/{patient}/pregnancy", params={"version": "2"})
    assert [one["status"] for one in (expecting, grown_up)] == [422, 422]
    assert "pregnancy" in expecting["detail"]
    assert "16 years and over" in grown_up["detail"]
    assert (await _risk(ann, patient))["total"] == 6


async def test_an_answer_can_be_recomputed_to_the_byte(ann: Doctor, patient: str) -> None:
    """What was answered once is answered again from the record as it was known, whatever came."""
    ids = await _charted(ann, patient, MR_SMITH)
    known_at = datetime.now(UTC).isoformat()
    wanted = {"strategy": "news2", "at": "2026-01-01T09:00:00Z", "known_at": known_at}
    first = await ann.ask("GET", f"/patients/{patient}/risk", params=wanted)
    await ann.ask("PUT", f"/vitals/{ids[0]}", json={"value": 12, "version": 1})
    again = await ann.ask("GET", f"/patients/{patient}/risk", params=wanted)
    now = await _risk(ann, patient)
    assert await first.text() == await again.text()
    sources = {(one["source"], one["version"]) for one in (await first.json())["findings"]}
    assert sources == {(vital_id, 1) for vital_id in ids}
    assert (now["total"], {one["version"] for one in now["findings"]}) == (4, {1, 2})


@pytest.mark.parametrize("at", [None, "2026-01-01T09:00:00Z"])
async def test_an_answer_says_how_to_ask_for_it_again(
    ann: Doctor, patient: str, at: str | None
) -> None:
    """By its own two moments, after the readings behind it have changed."""
    ids = await _charted(ann, patient, MR_SMITH, datetime.now(UTC).isoformat())
    ids += await _charted(ann, patient, MR_SMITH)
    asked = {"strategy": "news2"} | ({"at": at} if at else {})
    first = await ann.ask("GET", f"/patients/{patient}/risk", params=asked)
    told = await first.json()
    for one in ids:
        await ann.ask("DELETE", f"/vitals/{one}?version=1&reason_code=other")
    moments = {"at": told["evaluated_at"], "known_at": told["known_at"]}
    again = await ann.ask("GET", f"/patients/{patient}/risk", params=asked | moments)
    now = await ann.ask("GET", f"/patients/{patient}/risk", params=asked)
    assert (first.status, now.status) == (200, 422)
    assert await again.text() == await first.text()


async def test_one_moment_has_one_name_at_a_time(ann: Doctor, patient: str) -> None:
    """Two names with two moments are refused; with one they are the same."""
    await _charted(ann, patient, MR_SMITH)
    known = {"known_at": "2100-01-01T00:00:00Z", "as_of": "2100-01-01T00:00:00Z"}
    path, wanted = f"/patients/{patient}/risk", {"at": "2026-01-01T09:00:00Z"}
    same = await ann.ask("GET", path, params=wanted | known)
    other = {"as_of": "2099-01-01T00:00:00Z"}
    differing = await ann.ask("GET", path, params=wanted | known | other)
    assert (same.status, differing.status) == (200, 422)
    assert (await differing.json())["errors"][0]["pointer"] == "/as_of"


async def test_risk_over_time_tells_what_moved_it(ann: Doctor, patient: str) -> None:
    """Each moment is assessed with what was fresh then, and what moved it named."""
    await _charted(ann, patient, MR_SMITH, "2026-01-01T08:00:00Z")
    await _charted(ann, patient, {"SpO2": 98}, "2026-01-01T09:00:00Z")
    span = {"from": "2026-01-01T08:00:00Z", "to": "2026-01-01T09:00:00Z", "strategy": "news2"}
    found = await (await ann.ask("GET", f"/patients/{patient}/risk/history", params=span)).json()
    assert [one["total"] for one in found["items"]] == [6, 4]
    assert found["movements"][0]["moved"] == [{"input": "SpO2", "before": 2, "after": 0}]
    backwards = {**span, "from": span["to"], "to": span["from"]}
    refused = await ann.ask("GET", f"/patients/{patient}/risk/history", params=backwards)
    assert refused.status == 422


@define
class _Counting:
    desk: Any
    asked: list[str]

    async def row(self, statement: Any, **given: Any) -> Any:
        self.asked.append(statement.name)
        return await self.desk.row(statement, **given)

    async def rows(self, statement: Any, **given: Any) -> Any:
        self.asked.append(statement.name)
        return await self.desk.rows(statement, **given)


@pytest.mark.parametrize("charted", [True, False])
@pytest.mark.parametrize("known_at", [None, datetime(2100, 1, 1, tzinfo=UTC)])
async def test_a_risk_takes_two_statements(
    service_app: Any, ann: Doctor, patient: str, known_at: datetime | None, *, charted: bool
) -> None:
    """A stored patient's risk costs two statements at most, also as known at another moment."""
    if charted:
        await _charted(ann, patient, MR_SMITH)
    house = service_app[HOUSE]
    desk = _Counting(house.database, [])
    where = RiskOfPatient(
        patient_id=patient,
        strategy="news2",
        at=datetime(2026, 1, 1, 9, tzinfo=UTC),
        known_at=known_at,
    )
    ask = Ask(
        caller=NOBODY,
        where=where,
        body=None,
        at=house.now(),
        request_id="",
        address="",
        if_match=None,
    )
    found = await inference.risk(house, desk, ask)
    assert isinstance(found, Success) is charted
    assert len(desk.asked) == 2


async def test_a_strategy_shows_its_table(ann: Doctor) -> None:
    """Every strategy is named with its hash, and shows its table as data and as a page."""
    listed = await (await ann.ask("GET", "/inference/strategies")).json()
    assert {"rule_based", "news2", "mews", "qsofa"} <= {one["name"] for one in listed["items"]}
    news2 = await (await ann.ask("GET", "/inference/strategies/news2")).json()
    assert news2["table"]["name"] == "news2"
    assert news2["page"].startswith("# National Early Warning Score")
    unknown = await ann.ask("GET", f"/inference/strategies/x{uuid4().hex}")
    assert unknown.status == 404
