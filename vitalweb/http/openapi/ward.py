"""The ward that the documentation shows: a patient, a reading, a nurse, and what comes of them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from vitalcore import fault as f
from vitalcore.account import KnownAccount
from vitalcore.audit import Entry
from vitalcore.identity import vital_id
from vitalcore.kinds import Kind
from vitalcore.patient import Gender, Patient
from vitalcore.reading import Reading
from vitalcore.risk.history import Moved, Movement
from vitalcore.risk.inputs import Input
from vitalcore.risk.simple import RuleBased
from vitalcore.role import Role
from vitalcore.snapshot import snapshot
from vitalweb.http.words.strategies import StrategyFacts
from vitalweb.store.rows.readings import Item, VitalVersion

AT = datetime(2026, 1, 31, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 1, 31, 9, tzinfo=UTC)
NUMBER = "p-1001"
ID = vital_id(NUMBER, AT, 0x0F21_6D1C_9E0B_4A57)
PASSWORD = "correct horse battery staple"  # noqa: S105 -- an example of the documentation's
ACCESS = "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"
BEARER = "Bearer"
REFRESH = "3f0c7c0e8c5b4f5c9d0a3b1e2f4a5b6c.bm90LWEtdG9rZW4"
PAT: Mapping[str, Any] = {
    "name": "Pat Doe",
    "gender": Gender.FEMALE,
    "birth_date": date(1970, 1, 1),
}
PULSE: Mapping[str, Any] = {"recorded_at": AT, "vital_type": Kind.HR, "value": Decimal(130)}
PATIENT = Patient(patient_id=NUMBER, version=1, created_at=AT, updated_at=AT, **PAT)
ITEM = Item(vital_id=ID, version=1, **PULSE)
VERSION = VitalVersion(
    version=1,
    patient_id=NUMBER,
    struck=False,
    written_by="dr-ann",
    written_at=AT,
    superseded_by=None,
    superseded_at=None,
    change=None,
    reason_code=None,
    reason=None,
    **PULSE,
)
REFUSED = f.RefusedRow(17, "/value", "must be a number from 0 to 300 (/min) for HR")
RULES = RuleBased()
STRATEGY = StrategyFacts(
    name=RULES.name,
    version=RULES.version,
    hash=RULES.hash,
    title=RULES.title,
    source=RULES.source,
    inputs=RULES.inputs,
)
KNOWN = KnownAccount(id="n-bob", name="Bob Roe", role=Role.NURSE, created_at=AT, disabled_at=None)
TARGET: Mapping[str, Any] = {
    "low": 88,
    "high": 92,
    "prescriber": "Dr Ann Doe",
    "reason": "hypercapnic respiratory failure",
    "prescribed_on": date(2026, 1, 31),
    "review_on": date(2026, 2, 28),
}
ENTRY = Entry(
    audit_id=17,
    created_at=AT,
    at=AT,
    account_id="dr-ann",
    role=Role.DOCTOR,
    action="patients_find",
    patient_id=NUMBER,
    subject=None,
    old_version=1,
    new_version=None,
    request_id="5f3c0a6e",
    address="127.0.0.1",
    outcome=200,
)
MOVED = Movement(since=AT, at=LATER, before=None, after=None, moved=(Moved(Input.HR, None, 1),))
READING = Reading(kind=Kind.HR, value=Decimal(130), recorded_at=AT, source=ID, version=1)
ASSESSED = RULES.assess(snapshot((READING,), LATER)).unwrap()
