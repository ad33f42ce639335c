"""The statements of sql/, each with the class its rows fill."""

from collections.abc import Callable
from typing import Any

import attrs
from attrs import frozen

from vitalcore.account import Account
from vitalcore.patient import NewPatient, Patient
from vitalcore.reading import NewVital, Vital
from vitalweb.files import folder
from vitalweb.store import rows


@frozen
class Statement[T]:
    """One file of sql/: its text, and how a row becomes a value."""

    name: str
    fills: type
    make: Callable[..., T]
    text: bytes

    @property
    def columns(self) -> tuple[str, ...]:
        """List the columns that the class asks for."""
        return tuple(one.name for one in attrs.fields(self.fills) if one.init)


def _load[T](name: str, fills: type, make: Callable[..., T]) -> Statement[T]:
    return Statement(name, fills, make, (folder("sql") / f"{name}.sql").read_bytes())


def _plain[T](name: str, fills: type[T]) -> Statement[T]:
    return _load(name, fills, fills)


ADD_ACCOUNT = _plain("accounts/add", Account)
CREDENTIALS = _plain("accounts/credentials", rows.Credentials)
REHASH = _plain("accounts/rehash", rows.Credentials)

OPEN_SESSION = _plain("sessions/open", rows.Stamp)
LIVE_SESSION = _plain("sessions/live", rows.SealedSession)
FIND_SESSION = _plain("sessions/find", rows.SealedSession)
RENEW_SESSION = _plain("sessions/renew", rows.Stamp)
END_SESSION = _plain("sessions/end", rows.Stamp)

COUNT_ATTEMPTS = _plain("attempts/count", rows.Attempts)
FORGIVE_ATTEMPTS = _plain("attempts/forgive", rows.Attempts)

CLAIM_RETRY = _plain("retries/claim", rows.Kept)
RECALL_RETRY = _plain("retries/recall", rows.Kept)
KEEP_RETRY = _plain("retries/keep", rows.Kept)
SWEEP_RETRIES = _plain("retries/sweep", rows.Kept)

ISSUE_INVITE = _plain("invites/issue", rows.Invite)
ADD_INVITED = _plain("accounts/add-invited", Account)

ADD_PATIENT = _load("patients/add", Patient, rows.patient)
FIND_PATIENT = _load("patients/find", Patient, rows.patient)
PAGE_PATIENTS = _load("patients/page", Patient, rows.patient)
REVISE_PATIENT = _load("patients/revise", Patient, rows.patient)
EXPORT_PATIENTS = _load("patients/export", NewPatient, rows.new_patient)

ADD_VITAL = _load("vitals/add", Vital, rows.vital)
FIND_VITAL = _load("vitals/find", Vital, rows.vital)
CORRECT_VITAL = _load("vitals/correct", Vital, rows.vital)
STRIKE_VITAL = _load("vitals/strike", Vital, rows.vital)
VITAL_HISTORY = _load("vitals/history", rows.VitalVersion, rows.vital_version)
WINDOW = _load("vitals/window", rows.Item, rows.item)
WINDOW_OF_KIND = _load("vitals/window-of-kind", rows.Item, rows.item)
LATEST = _load("vitals/latest", rows.Item, rows.item)
EXPORT_VITALS = _load("vitals/export", NewVital, rows.new_vital)

APPLIED_MIGRATIONS = _plain("migrations/applied", rows.Applied)

STATEMENTS: tuple[Statement[Any], ...] = (
    ADD_ACCOUNT,
    CREDENTIALS,
    REHASH,
    OPEN_SESSION,
    LIVE_SESSION,
    FIND_SESSION,
    RENEW_SESSION,
    END_SESSION,
    COUNT_ATTEMPTS,
    FORGIVE_ATTEMPTS,
    CLAIM_RETRY,
    RECALL_RETRY,
    KEEP_RETRY,
    SWEEP_RETRIES,
    ISSUE_INVITE,
    ADD_INVITED,
    ADD_PATIENT,
    FIND_PATIENT,
    PAGE_PATIENTS,
    REVISE_PATIENT,
    EXPORT_PATIENTS,
    ADD_VITAL,
    FIND_VITAL,
    CORRECT_VITAL,
    STRIKE_VITAL,
    VITAL_HISTORY,
    WINDOW,
    WINDOW_OF_KIND,
    LATEST,
    EXPORT_VITALS,
    APPLIED_MIGRATIONS,
)
