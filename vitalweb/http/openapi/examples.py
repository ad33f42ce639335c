"""One of each, as the documentation shows them: made of the classes, so that none can be wrong."""

from datetime import date
from decimal import Decimal
from typing import Any

from attrs import asdict

from vitalcore import fault as f
from vitalcore.account import (
    Account,
    Invitation,
    Invited,
    Login,
    Registration,
    Renewal,
)
from vitalcore.background import Pregnancy
from vitalcore.fault import Fault
from vitalcore.kinds import Kind
from vitalcore.patient import Expecting, NewPatient, Revision, Targeting
from vitalcore.reading import Correction, NewVital, Vital, Why
from vitalcore.role import Role
from vitalweb.http.batch.outgoing import ExportFormat
from vitalweb.http.openapi import ward
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
from vitalweb.http.words.strategies import OneStrategy, StrategyList, StrategyPage
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
from vitalweb.store.rows.staff import Assignment

EXAMPLES: tuple[Any, ...] = (
    Registration(id="dr-ann", password=ward.PASSWORD, name="Ann Doe"),
    Account(id="dr-ann", name="Ann Doe", role=Role.DOCTOR, created_at=ward.AT),
    Login(id="dr-ann", password=ward.PASSWORD),
    Renewal(refresh_token=ward.REFRESH),
    Tokens(
        access_token=ward.ACCESS,
        refresh_token=ward.REFRESH,
        token_type=ward.BEARER,
        expires_at=ward.LATER,
    ),
    Refreshed(access_token=ward.ACCESS, token_type=ward.BEARER, expires_at=ward.LATER),
    NewPatient(patient_id=ward.NUMBER, **ward.PAT),
    ward.PATIENT,
    Revision(version=1, **ward.PAT),
    OnePatient(patient_id=ward.NUMBER),
    PatientPage(limit=100),
    PatientList(items=(ward.PATIENT,), next_cursor=None),
    NewVital(patient_id=ward.NUMBER, **ward.PULSE),
    Vital(
        vital_id=ward.ID,
        patient_id=ward.NUMBER,
        version=1,
        created_at=ward.AT,
        updated_at=ward.AT,
        **ward.PULSE,
    ),
    OneVital(vital_id=ward.ID),
    Correction(value=Decimal(103), version=1, reason_code=Why.WRONG_VALUE, reason="misread"),
    Striking(vital_id=ward.ID, version=1, reason="another patient's"),
    VitalsPage(patient_id=ward.NUMBER, from_=ward.AT, to=ward.LATER, vital_type=Kind.HR, limit=100),
    VitalsList(patient_id=ward.NUMBER, vital_type=Kind.HR, items=(ward.ITEM,), next_cursor=None),
    VitalHistory(vital_id=ward.ID, patient_id=ward.NUMBER, items=(ward.VERSION,)),
    RiskQuestion(
        patient_id=ward.NUMBER,
        records=(
            Record(recorded_at=ward.AT, vitals={Kind.HR: Decimal(130), Kind.SBP: Decimal(85)}),
        ),
    ),
    RiskOfPatient(patient_id=ward.NUMBER, at=ward.LATER),
    Risk(patient_id=ward.NUMBER, **asdict(ward.ASSESSED, recurse=False)),
    Invitation(role=Role.NURSE),
    Invited(code="c29tZWJvZHkgaXMgaW52aXRlZA", role=Role.NURSE, expires_at=ward.LATER),
    ward.KNOWN,
    OneAccount(id="n-bob"),
    AccountPage(limit=100),
    AccountList(items=(ward.KNOWN,), next_cursor=None),
    KnownPatient(patient_id=ward.NUMBER, as_of=ward.LATER),
    Versioned(patient_id=ward.NUMBER, version=1),
    Targeting(version=1, **ward.TARGET),
    Expecting(status=Pregnancy.PREGNANT, since=date(2026, 1, 2), version=1),
    Assigning(device="monitor-7", starts_at=ward.AT, ends_at=ward.LATER),
    Assignment(patient_id=ward.NUMBER, device="monitor-7", starts_at=ward.AT, ends_at=ward.LATER),
    KnownVital(vital_id=ward.ID, as_of=ward.LATER),
    BatchWay(),
    ExportOf(patient_id=ward.NUMBER, format=ExportFormat.CSV),
    BatchTaken(
        batch_id=ward.ID,
        dry_run=False,
        rows=480,
        readings=476,
        known=3,
        struck=1,
        refused=1,
        refusals=(ward.REFUSED,),
    ),
    StrikingBatch(batch_id=ward.ID, reason_code=Why.DEVICE_FAULT),
    Struck(batch_id=ward.ID, struck=48),
    AuditPage(from_=ward.AT, to=ward.LATER, patient_id=ward.NUMBER),
    Trail(items=(ward.ENTRY,), next_cursor=None),
    RiskOverTime(patient_id=ward.NUMBER, from_=ward.AT, to=ward.LATER),
    RiskHistory(
        patient_id=ward.NUMBER,
        strategy=ward.RULES.name,
        items=(ward.ASSESSED,),
        movements=(ward.MOVED,),
        unassessed=(),
    ),
    StrategyPage(**asdict(ward.STRATEGY), table=None, page=None),
    OneStrategy(name=ward.RULES.name),
    ward.STRATEGY,
    StrategyList(items=(ward.STRATEGY,), default=ward.RULES.name),
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
    f.RowsRefused(rows=480, refused=1, refusals=(ward.REFUSED,)),
    f.KeyReused(),
    f.UnknownStrategy(known=(ward.RULES.name,)),
    f.NothingToAssess(needs=ward.RULES.inputs),
    f.NotApplicable("news2", "it is not made for patients under 16 years"),
    f.Throttled(retry_after=600),
    f.Busy(retry_after=1),
)


def of(kind: type) -> Any:
    """Show one of *kind*."""
    return next(one for one in EXAMPLES if type(one) is kind)
