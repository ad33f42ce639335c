"""The statements of sql/, each with the class its rows fill."""

from collections.abc import Callable
from typing import Any

import attrs
from attrs import frozen

from vitalcore.account import Account, KnownAccount
from vitalcore.audit import Entry, Seal
from vitalcore.patient import NewPatient
from vitalcore.reading import Vital
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


ADD_ACCOUNT = _load("accounts/add", Account, rows.account)
ADD_INVITED = _load("accounts/add-invited", Account, rows.account)
DISABLE_ACCOUNT = _load("accounts/disable", KnownAccount, rows.known_account)
PAGE_ACCOUNTS = _load("accounts/page", KnownAccount, rows.known_account)
CREDENTIALS = _plain("accounts/credentials", rows.Credentials)
REHASH = _plain("accounts/rehash", rows.Credentials)

OPEN_SESSION = _plain("sessions/open", rows.Stamp)
LIVE_SESSION = _plain("sessions/live", rows.SealedSession)
FIND_SESSION = _plain("sessions/find", rows.SealedSession)
CURRENT_SESSIONS = _plain("sessions/current", rows.Stamp)
RENEW_SESSION = _plain("sessions/renew", rows.Stamp)
END_SESSION = _plain("sessions/end", rows.Stamp)
AGED_SESSIONS = _plain("sessions/aged", rows.SealedSession)
RESEAL_SESSION = _plain("sessions/reseal", rows.Stamp)

COUNT_ATTEMPTS = _plain("attempts/count", rows.Attempts)
FORGIVE_ATTEMPTS = _plain("attempts/forgive", rows.Attempts)
SWEEP_ATTEMPTS = _plain("attempts/sweep", rows.Attempts)

CLAIM_RETRY = _plain("retries/claim", rows.Kept)
RECALL_RETRY = _plain("retries/recall", rows.Kept)
KEEP_RETRY = _plain("retries/keep", rows.Kept)
AGED_RETRIES = _plain("retries/aged", rows.SealedAnswer)
RESEAL_RETRY = _plain("retries/reseal", rows.SealedAnswer)
SWEEP_RETRIES = _plain("retries/sweep", rows.Kept)

ISSUE_INVITE = _plain("invites/issue", rows.Invite)
VALID_INVITE = _plain("invites/valid", rows.Invite)

ADD_PATIENT = _load("patients/add", rows.PatientRow, rows.patient)
FIND_PATIENT = _load("patients/find", rows.PatientRow, rows.patient)
FIND_PATIENT_AS_OF = _load("patients/find-as-of", rows.PatientRow, rows.patient)
PAGE_PATIENTS = _load("patients/page", rows.PatientRow, rows.patient)
PAGE_PATIENTS_AS_OF = _load("patients/page-as-of", rows.PatientRow, rows.patient)
REVISE_PATIENT = _load("patients/revise", rows.PatientRow, rows.patient)
REVISE_PATIENTS_TOGETHER = _load("patients/revise-together", rows.PatientRow, rows.patient)
INFORM_PATIENT = _load("patients/inform", rows.PatientRow, rows.patient)
EXPORT_PATIENTS = _load("patients/export", NewPatient, rows.new_patient)

ADD_VITAL = _load("vitals/add", Vital, rows.vital)
ADD_VITALS_TOGETHER = _load("vitals/add-together", Vital, rows.vital)
FIND_VITAL = _load("vitals/find", Vital, rows.vital)
FIND_VITAL_AS_OF = _load("vitals/find-as-of", Vital, rows.vital)
CORRECT_VITAL = _load("vitals/correct", Vital, rows.vital)
CORRECT_VITALS_TOGETHER = _load("vitals/correct-together", Vital, rows.vital)
STRIKE_VITAL = _load("vitals/strike", Vital, rows.vital)
STRIKE_BATCH = _plain("batches/strike", rows.Struck)
VITAL_HISTORY = _load("vitals/history", rows.VitalVersion, rows.vital_version)
WINDOW = _load("vitals/window", rows.Item, rows.item)
WINDOW_AS_OF = _load("vitals/window-as-of", rows.Item, rows.item)
WINDOW_OF_KIND = _load("vitals/window-of-kind", rows.Item, rows.item)
WINDOW_OF_KIND_AS_OF = _load("vitals/window-of-kind-as-of", rows.Item, rows.item)
WRITTEN = _plain("vitals/written", rows.Written)
WRITTEN_TOGETHER = _plain("vitals/written-together", rows.Placed)
LATEST = _load("vitals/latest", rows.Item, rows.item)
LATEST_AS_OF = _load("vitals/latest-as-of", rows.Item, rows.item)
EXPORT_VITALS = _load("vitals/export", rows.Exported, rows.exported)

LAY_OUT_PATIENTS = _plain("imports/lay-out-patients", rows.Nothing)
LAY_OUT_VITALS = _plain("imports/lay-out-vitals", rows.Nothing)
LAY_OUT_WAITING = _plain("imports/lay-out-waiting", rows.Nothing)
LAY_PATIENTS = _plain("imports/lay-patients", rows.Nothing)
LAY_VITALS = _plain("imports/lay-vitals", rows.Nothing)
COPY_VITALS = _plain("imports/copy-vitals", rows.Nothing)
ADD_PATIENTS = _plain("imports/add-patients", rows.Tally)
MISFIT_PATIENTS = _plain("imports/misfit-patients", rows.Misfit)
UNASSIGNED = _plain("imports/unassigned", rows.Misfit)
DROP_VITALS = _plain("imports/drop-vitals", rows.Tally)
SET_ASIDE = _plain("imports/set-aside", rows.Tally)
TAKE_UP = _plain("imports/take-up", rows.Tally)
ADD_VITALS = _plain("imports/add-vitals", rows.Tally)
MISFIT_VITALS = _plain("imports/misfit-vitals", rows.Misfit)
CLEAR = _plain("imports/clear", rows.Nothing)

ASSIGN = _plain("assignments/assign", rows.Assignment)
COVERING = _plain("assignments/covering", rows.Assignment)

ADD_AUDIT = _plain("audit/add", rows.Added)
PAGE_AUDIT = _plain("audit/page", Entry)
AUDIT_MINUTE = _plain("audit/minute", Entry)
UNSEALED = _plain("audit/unsealed", rows.Minute)
LAST_SEAL = _plain("audit/last-seal", Seal)
SEAL = _plain("audit/seal", Seal)
SEALS = _plain("audit/seals", Seal)
STRAYS = _plain("audit/strays", Entry)

LOGGED = _plain("replica/logged", rows.Position)
REPLAYED = _plain("replica/replayed", rows.Position)

FIRST_PARTITION = _plain("partitions/first", rows.Bound)
PARTITIONS = _plain("partitions/standing", rows.Partition)
NEWEST_VITAL = _plain("partitions/newest", rows.Newest)
FENCE = _plain("partitions/fence", rows.Step)
TURN = _plain("partitions/turn", rows.Step)
CHECK_LINKS = _plain("partitions/check-links", rows.Step)
PARTITION = _plain("partitions/make", rows.Step)
PARTITION_GRANTS = _plain("partitions/grants", rows.Step)

CITUS = _plain("distribution/citus", rows.Release)
DISTRIBUTION = _plain("distribution/recipe", rows.Step)

APPLIED_MIGRATIONS = _plain("migrations/applied", rows.Applied)

STATEMENTS: tuple[Statement[Any], ...] = (
    ADD_ACCOUNT,
    ADD_INVITED,
    DISABLE_ACCOUNT,
    PAGE_ACCOUNTS,
    CREDENTIALS,
    REHASH,
    OPEN_SESSION,
    LIVE_SESSION,
    FIND_SESSION,
    CURRENT_SESSIONS,
    RENEW_SESSION,
    END_SESSION,
    AGED_SESSIONS,
    RESEAL_SESSION,
    COUNT_ATTEMPTS,
    FORGIVE_ATTEMPTS,
    SWEEP_ATTEMPTS,
    CLAIM_RETRY,
    RECALL_RETRY,
    KEEP_RETRY,
    AGED_RETRIES,
    RESEAL_RETRY,
    SWEEP_RETRIES,
    ISSUE_INVITE,
    VALID_INVITE,
    ADD_PATIENT,
    FIND_PATIENT,
    FIND_PATIENT_AS_OF,
    PAGE_PATIENTS,
    PAGE_PATIENTS_AS_OF,
    REVISE_PATIENT,
    REVISE_PATIENTS_TOGETHER,
    INFORM_PATIENT,
    EXPORT_PATIENTS,
    ADD_VITAL,
    ADD_VITALS_TOGETHER,
    FIND_VITAL,
    FIND_VITAL_AS_OF,
    CORRECT_VITAL,
    CORRECT_VITALS_TOGETHER,
    STRIKE_VITAL,
    STRIKE_BATCH,
    VITAL_HISTORY,
    WINDOW,
    WINDOW_AS_OF,
    WINDOW_OF_KIND,
    WINDOW_OF_KIND_AS_OF,
    WRITTEN,
    WRITTEN_TOGETHER,
    LATEST,
    LATEST_AS_OF,
    EXPORT_VITALS,
    LAY_OUT_PATIENTS,
    LAY_OUT_VITALS,
    LAY_OUT_WAITING,
    LAY_PATIENTS,
    LAY_VITALS,
    COPY_VITALS,
    ADD_PATIENTS,
    MISFIT_PATIENTS,
    UNASSIGNED,
    DROP_VITALS,
    SET_ASIDE,
    TAKE_UP,
    ADD_VITALS,
    MISFIT_VITALS,
    CLEAR,
    ASSIGN,
    COVERING,
    ADD_AUDIT,
    PAGE_AUDIT,
    AUDIT_MINUTE,
    UNSEALED,
    LAST_SEAL,
    SEAL,
    SEALS,
    STRAYS,
    LOGGED,
    REPLAYED,
    FIRST_PARTITION,
    PARTITIONS,
    NEWEST_VITAL,
    FENCE,
    TURN,
    CHECK_LINKS,
    PARTITION,
    PARTITION_GRANTS,
    CITUS,
    DISTRIBUTION,
    APPLIED_MIGRATIONS,
)
