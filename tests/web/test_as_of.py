"""The record as it was known: corrections and strike-outs reach everything, and nothing is lost."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from psycopg import Connection

from tests.conftest import Doctor

AT = "2026-01-01T08:00:00Z"
RANGE = {"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"}


async def _reading(ann: Doctor, patient: str, value: float, **more: Any) -> dict[str, Any]:
    body = {"patient_id": patient, "recorded_at": AT, "vital_type": "HR", "value": value, **more}
    made = await ann.ask("POST", "/vitals", json=body)
    assert made.status == 201, await made.text()
    return dict(await made.json())


def _now() -> str:
    return datetime.now(UTC).isoformat()


async def test_every_look_tells_what_was_known_then(ann: Doctor, patient: str) -> None:
    """A vital, a list and a risk answer as the record stood before and after a correction."""
    before_all = _now()
    vital = await _reading(ann, patient, 130)
    place = f"/vitals/{vital['vital_id']}"
    first = _now()
    await ann.ask("PUT", place, json={"value": 80, "version": 1, "reason_code": "wrong-value"})
    second = _now()
    await ann.ask("DELETE", place, params={"version": "2", "reason_code": "wrong-patient"})
    found = [
        await _known(ann, patient, place, moment) for moment in (before_all, first, second, _now())
    ]
    assert found == [
        (404, [], 422, None),
        (200, [130], 200, "MEDIUM"),
        (200, [80], 200, "LOW"),
        (404, [], 422, None),
    ]


async def _known(ann: Doctor, patient: str, place: str, moment: str) -> tuple[Any, ...]:
    known = {"as_of": moment}
    one = await ann.ask("GET", place, params=known)
    listed = await ann.ask("GET", f"/patients/{patient}/vitals", params={**RANGE, **known})
    of_kind = await ann.ask(
        "GET", f"/patients/{patient}/vitals", params={**RANGE, **known, "vital_type": "HR"}
    )
    assert (await listed.json())["items"] == (await of_kind.json())["items"]
    risk = await ann.ask(
        "GET", f"/patients/{patient}/risk", params={"at": "2026-01-01T09:00:00Z", **known}
    )
    values = [item["value"] for item in (await listed.json())["items"]]
    return one.status, values, risk.status, (await risk.json()).get("risk_level")


async def test_a_patient_is_told_as_known_then(ann: Doctor, patient: str) -> None:
    """A patient's record and the list of patients answer as they stood before a revision."""
    then = _now()
    facts = {"name": "New Name", "gender": "F", "birth_date": "1970-01-01", "version": 1}
    await ann.ask("PUT", f"/patients/{patient}", json=facts)
    one = await (await ann.ask("GET", f"/patients/{patient}", params={"as_of": then})).json()
    page = await ann.ask("GET", "/patients", params={"as_of": then, "limit": "1000"})
    listed = {item["patient_id"]: item["name"] for item in (await page.json())["items"]}
    assert (one["name"], one["version"], listed[patient]) == ("Pat Doe", 1, "Pat Doe")


async def test_history_tells_who_when_and_why(ann: Doctor, patient: str) -> None:
    """Every version stands in the history with its author, its end and the reason."""
    vital = await _reading(ann, patient, 130)
    place = f"/vitals/{vital['vital_id']}"
    why = {"reason_code": "wrong-value", "reason": "typed 130 for 80"}
    await ann.ask("PUT", place, json={"value": 80, "version": 1, **why})
    await ann.ask("DELETE", place, params={"version": "2", "reason_code": "duplicate"})
    items = (await (await ann.ask("GET", place + "/history")).json())["items"]
    told = [
        (
            i["version"],
            i["value"],
            i["struck"],
            i["written_by"],
            i["change"],
            i["reason_code"],
            i["reason"],
        )
        for i in items
    ]
    assert told == [
        (1, 130, False, ann.id, "corrected", "wrong-value", "typed 130 for 80"),
        (2, 80, False, ann.id, "struck", "duplicate", None),
        (3, 80, True, ann.id, None, None, None),
    ]


async def test_a_batch_is_struck_out_as_one(ann: Doctor, patient: str, other: Connection) -> None:
    """All readings of a batch that stand are struck out together; history keeps them."""
    batch_id = str(uuid4())
    for value in (80, 81, 82):
        await _reading(ann, patient, value, batch_id=batch_id)
    kept = await _reading(ann, patient, 83)
    done = await ann.ask("DELETE", f"/batches/{batch_id}", params={"reason_code": "device-fault"})
    again = await ann.ask("DELETE", f"/batches/{batch_id}")
    listed = await (await ann.ask("GET", f"/patients/{patient}/vitals", params=RANGE)).json()
    assert (done.status, (await done.json())["struck"], again.status) == (200, 3, 404)
    assert [item["vital_id"] for item in listed["items"]] == [kept["vital_id"]]
    query = "SELECT value, reason_code FROM vital_history WHERE patient_id = %s ORDER BY value"
    rows = other.execute(query, [patient]).fetchall()
    assert rows == [(80, "device-fault"), (81, "device-fault"), (82, "device-fault")]


async def test_a_retried_correction_is_answered_the_same(ann: Doctor, patient: str) -> None:
    """PUT and DELETE under an Idempotency-Key are done once, and answered with the same bytes."""
    vital = await _reading(ann, patient, 130)
    place = f"/vitals/{vital['vital_id']}"
    key = {"Idempotency-Key": uuid4().hex}
    body = {"value": 80, "version": 1}
    first = await ann.ask("PUT", place, json=body, headers=key)
    second = await ann.ask("PUT", place, json=body, headers=key)
    other = await ann.ask("PUT", place, json={**body, "value": 81}, headers=key)
    assert (first.status, second.status, other.status) == (200, 200, 422)
    assert await first.text() == await second.text()
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
