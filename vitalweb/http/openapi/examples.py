"""One of each, as the documentation shows them: made of the classes, so that none can be wrong."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from attrs import asdict

from vitalcore import fault as f
from vitalcore.account import (
    Account,
    Invitation,
    Invited,
    KnownAccount,
    Login,
    Registration,
    Renewal,
)
from vitalcore.audit import Entry
from vitalcore.background import Pregnancy
from vitalcore.fault import Fault
from vitalcore.identity import vital_id
from vitalcore.kinds import Kind
from vitalcore.patient import Expecting, Gender, NewPatient, Patient, Revision, Targeting
from vitalcore.reading import Correction, NewVital, Reading, Vital, Why
from vitalcore.risk.history import Moved, Movement
from vitalcore.risk.inputs import Input
from vitalcore.risk.simple import RuleBased
from vitalcore.role import Role
from vitalcore.snapshot import snapshot
from vitalweb.http.batch.outgoing import ExportFormat
from vitalweb.http.words.accounts import (
    AccountList,
    AccountPage,
    AuditPage,
    OneAccount,
    Refreshed,
    Tokens,
    Trail,
)
from vitalweb.http.words.batches import BatchTaken, BatchWay, ExportOf
from vitalweb.http.words.patients import (
    Assigning,
    KnownPatient,
    OnePatient,
    PatientList,
    PatientPage,
    Versioned,
)
from vitalweb.http.words.risk import (
    Record,
    Risk,
    RiskHistory,
    RiskOfPatient,
    RiskOverTime,
    RiskQuestion,
)
from vitalweb.http.words.service import Health
from vitalweb.http.words.strategies import OneStrategy, StrategyFacts, StrategyList, StrategyPage
from vitalweb.http.words.vitals import (
    KnownVital,
    OneVital,
    Striking,
    StrikingBatch,
    VitalHistory,
    VitalsList,
    VitalsPage,
)
from vitalweb.store.rows.batches import Struck
from vitalweb.store.rows.readings import Item, VitalVersion
from vitalweb.store.rows.staff import Assignment

_AT = datetime(2026, 1, 31, 8, 30, tzinfo=UTC)
_LATER = datetime(2026, 1, 31, 9, tzinfo=UTC)
_NUMBER = "p-1001"
_ID = vital_id(_NUMBER, _AT, 0x0F21_6D1C_9E0B_4A57)
_PASSWORD = "correct horse battery staple"  # noqa: S105 -- nobody's
_ACCESS = "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"
_BEARER = "Bearer"
_REFRESH = "3f0c7c0e8c5b4f5c9d0a3b1e2f4a5b6c.bm90LWEtdG9rZW4"
_PAT: Mapping[str, Any] = {
    "name": "Pat Doe",
    "gender": Gender.FEMALE,
    "birth_date": date(1970, 1, 1),
}
_PULSE: Mapping[str, Any] = {"recorded_at": _AT, "vital_type": Kind.HR, "value": Decimal(130)}
_PATIENT = Patient(patient_id=_NUMBER, version=1, created_at=_AT, updated_at=_AT, **_PAT)
_ITEM = Item(vital_id=_ID, version=1, **_PULSE)
_VERSION = VitalVersion(
    version=1,
    patient_id=_NUMBER,
    struck=False,
    written_by="dr-ann",
    written_at=_AT,
    superseded_by=None,
    superseded_at=None,
    change=None,
    reason_code=None,
    reason=None,
    **_PULSE,
)
_REFUSED = f.RefusedRow(17, "/value", "must be a number from 0 to 300 (/min) for HR")
_RULES = RuleBased()
_STRATEGY = StrategyFacts(
    name=_RULES.name,
    version=_RULES.version,
    hash=_RULES.hash,
    title=_RULES.title,
    source=_RULES.source,
    inputs=_RULES.inputs,
)
_KNOWN = KnownAccount(id="n-bob", name="Bob Roe", role=Role.NURSE, created_at=_AT, disabled_at=None)
_TARGET: Mapping[str, Any] = {
    "low": 88,
    "high": 92,
    "prescriber": "Dr Ann Doe",
    "reason": "hypercapnic respiratory failure",
    "prescribed_on": date(2026, 1, 31),
    "review_on": date(2026, 2, 28),
}
_ENTRY = Entry(
    audit_id=17,
    created_at=_AT,
    at=_AT,
    account_id="dr-ann",
    role=Role.DOCTOR,
    action="patients_find",
    patient_id=_NUMBER,
    subject=None,
    old_version=1,
    new_version=None,
    request_id="5f3c0a6e",
    address="127.0.0.1",
    outcome=200,
)
_MOVED = Movement(since=_AT, at=_LATER, before=None, after=None, moved=(Moved(Input.HR, None, 1),))
_READING = Reading(kind=Kind.HR, value=Decimal(130), recorded_at=_AT, source=_ID, version=1)
_ASSESSED = _RULES.assess(snapshot((_READING,), _LATER)).unwrap()

EXAMPLES: tuple[Any, ...] = (
    Registration(id="dr-ann", password=_PASSWORD, name="Ann Doe"),
    Account(id="dr-ann", name="Ann Doe", role=Role.DOCTOR, created_at=_AT),
    Login(id="dr-ann", password=_PASSWORD),
    Renewal(refresh_token=_REFRESH),
    Tokens(access_token=_ACCESS, refresh_token=_REFRESH, token_type=_BEARER, expires_at=_LATER),
    Refreshed(access_token=_ACCESS, token_type=_BEARER, expires_at=_LATER),
    NewPatient(patient_id=_NUMBER, **_PAT),
    _PATIENT,
    Revision(version=1, **_PAT),
    OnePatient(patient_id=_NUMBER),
    PatientPage(limit=100),
    PatientList(items=(_PATIENT,), next_cursor=None),
    NewVital(patient_id=_NUMBER, **_PULSE),
    Vital(vital_id=_ID, patient_id=_NUMBER, version=1, created_at=_AT, updated_at=_AT, **_PULSE),
    OneVital(vital_id=_ID),
    Correction(value=Decimal(103), version=1, reason_code=Why.WRONG_VALUE, reason="misread"),
    Striking(vital_id=_ID, version=1, reason="another patient's"),
    VitalsPage(patient_id=_NUMBER, from_=_AT, to=_LATER, vital_type=Kind.HR, limit=100),
    VitalsList(patient_id=_NUMBER, vital_type=Kind.HR, items=(_ITEM,), next_cursor=None),
    VitalHistory(vital_id=_ID, patient_id=_NUMBER, items=(_VERSION,)),
    RiskQuestion(
        patient_id=_NUMBER,
        records=(Record(recorded_at=_AT, vitals={Kind.HR: Decimal(130), Kind.SBP: Decimal(85)}),),
    ),
    RiskOfPatient(patient_id=_NUMBER, at=_LATER),
    Risk(patient_id=_NUMBER, **asdict(_ASSESSED, recurse=False)),
    Invitation(role=Role.NURSE),
    Invited(code="c29tZWJvZHkgaXMgaW52aXRlZA", role=Role.NURSE, expires_at=_LATER),
    _KNOWN,
    OneAccount(id="n-bob"),
    AccountPage(limit=100),
    AccountList(items=(_KNOWN,), next_cursor=None),
    KnownPatient(patient_id=_NUMBER, as_of=_LATER),
    Versioned(patient_id=_NUMBER, version=1),
    Targeting(version=1, **_TARGET),
    Expecting(status=Pregnancy.PREGNANT, since=date(2026, 1, 2), version=1),
    Assigning(device="monitor-7", starts_at=_AT, ends_at=_LATER),
    Assignment(patient_id=_NUMBER, device="monitor-7", starts_at=_AT, ends_at=_LATER),
    KnownVital(vital_id=_ID, as_of=_LATER),
    BatchWay(),
    ExportOf(patient_id=_NUMBER, format=ExportFormat.CSV),
    BatchTaken(
        batch_id=_ID,
        dry_run=False,
        rows=480,
        readings=476,
        known=3,
        struck=1,
        refused=1,
        refusals=(_REFUSED,),
    ),
    StrikingBatch(batch_id=_ID, reason_code=Why.DEVICE_FAULT),
    Struck(batch_id=_ID, struck=48),
    AuditPage(from_=_AT, to=_LATER, patient_id=_NUMBER),
    Trail(items=(_ENTRY,), next_cursor=None),
    RiskOverTime(patient_id=_NUMBER, from_=_AT, to=_LATER),
    RiskHistory(
        patient_id=_NUMBER,
        strategy=_RULES.name,
        items=(_ASSESSED,),
        movements=(_MOVED,),
        unassessed=(),
    ),
    StrategyPage(**asdict(_STRATEGY), table=None, page=None),
    OneStrategy(name=_RULES.name),
    _STRATEGY,
    StrategyList(items=(_STRATEGY,), default=_RULES.name),
    Health("alive"),
)

FAULTS: tuple[Fault, ...] = (
    f.Unreadable("the body is not JSON: at character 17"),
    f.Unauthenticated("the access token is not valid; log in or refresh it"),
    f.Forbidden("registration is closed here"),
    f.Unknown("patient"),
    f.Taken("patient"),
    f.StaleVersion("vital", 2, 1),
    f.StaleMatch("vital", 2),
    f.StillRunning(retry_after=1),
    f.TooLarge(limit=262_144),
    f.WrongMedia("application/json in UTF-8, not encoded"),
    f.flawed("/value", "must be a number from 0 to 300 (/min) for HR"),
    f.RowsRefused(rows=480, refused=1, refusals=(_REFUSED,)),
    f.KeyReused(),
    f.UnknownStrategy(known=(_RULES.name,)),
    f.NothingToAssess(needs=_RULES.inputs),
    f.NotApplicable("news2", "it is not made for patients under 16 years"),
    f.Throttled(retry_after=600),
    f.Busy(retry_after=1),
)


def of(kind: type) -> Any:
    """Show one of *kind*."""
    return next(one for one in EXAMPLES if type(one) is kind)
