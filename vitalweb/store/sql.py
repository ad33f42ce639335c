"""The statements of sql/, each with the class its rows fill."""

from collections.abc import Callable
from typing import Any

import attrs
from attrs import frozen

from vitalcore.account import Account, KnownAccount
from vitalcore.audit import Entry, Mark, Seal
from vitalcore.patient import NewPatient
from vitalcore.reading import Vital
from vitalweb.files import folder
from vitalweb.store.rows import answers, batches, patients, readings, staff, upkeep


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


ADD_ACCOUNT = _load("accounts/add", Account, staff.account)
ADD_INVITED = _load("accounts/add-invited", Account, staff.account)
DISABLE_ACCOUNT = _load("accounts/disable", KnownAccount, staff.known_account)
PAGE_ACCOUNTS = _load("accounts/page", KnownAccount, staff.known_account)
CREDENTIALS = _plain("accounts/credentials", staff.Credentials)
REHASH = _plain("accounts/rehash", staff.Credentials)

OPEN_SESSION = _plain("sessions/open", staff.Stamp)
LIVE_SESSION = _plain("sessions/live", staff.SealedSession)
FIND_SESSION = _plain("sessions/find", staff.SealedSession)
CURRENT_SESSIONS = _plain("sessions/current", staff.Stamp)
STANDING_SESSION = _plain("sessions/stands", staff.Stamp)
RENEW_SESSION = _plain("sessions/renew", staff.Stamp)
END_SESSION = _plain("sessions/end", staff.Stamp)
AGED_SESSIONS = _plain("sessions/aged", staff.SealedSession)
RESEAL_SESSION = _plain("sessions/reseal", staff.Stamp)

COUNT_ATTEMPTS = _plain("attempts/count", staff.Attempts)
FORGIVE_ATTEMPTS = _plain("attempts/forgive", staff.Attempts)
SWEEP_ATTEMPTS = _plain("attempts/sweep", staff.Attempts)

CLAIM_RETRY = _plain("retries/claim", answers.Kept)
RECALL_RETRY = _plain("retries/recall", answers.Kept)
KEEP_RETRY = _plain("retries/keep", answers.Kept)
AGED_RETRIES = _plain("retries/aged", answers.SealedAnswer)
RESEAL_RETRY = _plain("retries/reseal", answers.SealedAnswer)
SWEEP_RETRIES = _plain("retries/sweep", answers.Kept)

ISSUE_INVITE = _plain("invites/issue", staff.Invite)
VALID_INVITE = _plain("invites/valid", staff.Invite)

ADD_PATIENT = _load("patients/add", patients.PatientRow, patients.patient)
FIND_PATIENT = _load("patients/find", patients.PatientRow, patients.patient)
FIND_PATIENT_AS_OF = _load("patients/find-as-of", patients.PatientRow, patients.patient)
PAGE_PATIENTS = _load("patients/page", patients.PatientRow, patients.patient)
PAGE_PATIENTS_AS_OF = _load("patients/page-as-of", patients.PatientRow, patients.patient)
REVISE_PATIENT = _load("patients/revise", patients.PatientRow, patients.patient)
REVISE_PATIENTS_TOGETHER = _load("patients/revise-together", patients.PatientRow, patients.patient)
INFORM_PATIENT = _load("patients/inform", patients.PatientRow, patients.patient)
EXPORT_PATIENTS = _load("patients/export", NewPatient, patients.new_patient)

ADD_VITAL = _load("vitals/add", Vital, readings.vital)
ADD_VITALS_TOGETHER = _load("vitals/add-together", Vital, readings.vital)
FIND_VITAL = _load("vitals/find", Vital, readings.vital)
FIND_VITAL_AS_OF = _load("vitals/find-as-of", Vital, readings.vital)
CORRECT_VITAL = _load("vitals/correct", Vital, readings.vital)
CORRECT_VITALS_TOGETHER = _load("vitals/correct-together", Vital, readings.vital)
STRIKE_VITAL = _load("vitals/strike", Vital, readings.vital)
STRIKE_BATCH = _plain("batches/strike", batches.Struck)
VITAL_HISTORY = _load("vitals/history", readings.VitalVersion, readings.vital_version)
WINDOW = _load("vitals/window", readings.Item, readings.item)
WINDOW_AS_OF = _load("vitals/window-as-of", readings.Item, readings.item)
WINDOW_OF_KIND = _load("vitals/window-of-kind", readings.Item, readings.item)
WINDOW_OF_KIND_AS_OF = _load("vitals/window-of-kind-as-of", readings.Item, readings.item)
WRITTEN = _plain("vitals/written", readings.Written)
WRITTEN_OF_KIND = _plain("vitals/written-of-kind", readings.Written)
WRITTEN_TOGETHER = _plain("vitals/written-together", readings.Placed)
LATEST = _load("vitals/latest", readings.Item, readings.item)
LATEST_AS_OF = _load("vitals/latest-as-of", readings.Item, readings.item)
EXPORT_VITALS = _load("vitals/export", readings.Exported, readings.exported)

LAY_OUT_PATIENTS = _plain("imports/lay-out-patients", batches.Nothing)
LAY_OUT_VITALS = _plain("imports/lay-out-vitals", batches.Nothing)
LAY_OUT_WAITING = _plain("imports/lay-out-waiting", batches.Nothing)
LAY_PATIENTS = _plain("imports/lay-patients", batches.Nothing)
LAY_VITALS = _plain("imports/lay-vitals", batches.Nothing)
COPY_VITALS = _plain("imports/copy-vitals", batches.Nothing)
ADD_PATIENTS = _plain("imports/add-patients", batches.Tally)
MISFIT_PATIENTS = _plain("imports/misfit-patients", batches.Misfit)
UNASSIGNED = _plain("imports/unassigned", batches.Misfit)
DROP_VITALS = _plain("imports/drop-vitals", batches.Tally)
SET_ASIDE = _plain("imports/set-aside", batches.Tally)
TAKE_UP = _plain("imports/take-up", batches.Tally)
ADD_VITALS = _plain("imports/add-vitals", batches.Tally)
MISFIT_VITALS = _plain("imports/misfit-vitals", batches.Misfit)
COUNT_STRUCK = _plain("imports/count-struck", batches.Tally)
CLEAR = _plain("imports/clear", batches.Nothing)

ASSIGN = _plain("assignments/assign", staff.Assignment)
REASSIGN = _plain("assignments/reassign", staff.Assignment)
COVERING = _plain("assignments/covering", staff.Assignment)

ADD_AUDIT = _plain("audit/add", upkeep.Added)
PAGE_AUDIT = _plain("audit/page", Entry)
AUDIT_MINUTE = _plain("audit/minute", Entry)
UNSEALED = _plain("audit/unsealed", upkeep.Minute)
MARKS = _plain("audit/marks", Mark)
SEAL = _plain("audit/seal", upkeep.Minute)
SEALS = _plain("audit/seals", Seal)
STRAYS = _plain("audit/strays", upkeep.Row)
MISDATED = _plain("audit/misdated", upkeep.Row)

LOGGED = _plain("replica/logged", upkeep.Position)
REPLAYED = _plain("replica/replayed", upkeep.Position)

FIRST_PARTITION = _plain("partitions/first", upkeep.Bound)
PARTITIONS = _plain("partitions/standing", upkeep.Partition)
NEWEST_VITAL = _plain("partitions/newest", upkeep.Newest)
FENCE = _plain("partitions/fence", upkeep.Step)
TURN = _plain("partitions/turn", upkeep.Step)
CHECK_LINKS = _plain("partitions/check-links", upkeep.Step)
PARTITION = _plain("partitions/make", upkeep.Step)
PARTITION_GRANTS = _plain("partitions/grants", upkeep.Step)

CITUS = _plain("distribution/citus", upkeep.Release)
DISTRIBUTION = _plain("distribution/recipe", upkeep.Step)

APPLIED_MIGRATIONS = _plain("migrations/applied", upkeep.Applied)

#: All of them.
STATEMENTS: tuple[Statement[Any], ...] = tuple(
    one for one in tuple(globals().values()) if isinstance(one, Statement)
)
