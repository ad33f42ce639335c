"""A doctor's first session, from an account to a patient's risk, over a real socket."""

from psycopg import Connection

from tests.conftest import Doctor


async def test_a_reading_is_kept_and_assessed(ann: Doctor, patient: str, other: Connection) -> None:
    """What was answered with 201 is seen through a second connection, and counts in the risk."""
    for kind, value in {"HR": 130, "SBP": 85, "SpO2": 89}.items():
        reading = {
            "patient_id": patient,
            "recorded_at": "2026-01-01T08:00:00Z",
            "vital_type": kind,
            "value": value,
        }
        made = await ann.ask("POST", "/vitals", json=reading)
        assert made.status == 201, await made.text()
    kept = other.execute(
        "SELECT vital_type, value FROM vitals WHERE patient_id = %s ORDER BY vital_type", [patient]
    ).fetchall()
    assert kept == [("HR", 130), ("SBP", 85), ("SpO2", 89)]
    asked = await ann.ask("GET", f"/patients/{patient}/risk", params={"at": "2026-01-01T09:00:00Z"})
    answer = await asked.json()
    assert answer["checked_rules"] == ["HR > 120", "SBP < 90", "SpO2 < 90"]
    assert (answer["risk_level"], answer["risk_score"]) == ("HIGH", 0.9)


async def test_a_surprising_value_is_kept_and_flagged(ann: Doctor, patient: str) -> None:
    """A value outside the soft limits of its kind is accepted and says so."""
    reading = {"patient_id": patient, "recorded_at": "2026-01-01T08:00:00Z", "vital_type": "HR"}
    odd = await ann.ask("POST", "/vitals", json={**reading, "value": 0})
    usual = await ann.ask("POST", "/vitals", json={**reading, "value": 80})
    assert ((await odd.json())["surprising"], (await usual.json())["surprising"]) == (True, False)
