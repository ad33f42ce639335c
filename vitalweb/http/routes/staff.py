"""What administrators, auditors and devices need."""

from vitalcore import fault as f
from vitalcore.account import (
    Invitation,
    Invited,
    KnownAccount,
)
from vitalcore.role import Right
from vitalweb.http.endpoints import (
    admin,
    audit,
    devices,
)
from vitalweb.http.route import Route
from vitalweb.http.words.accounts import (
    AccountList,
    AccountPage,
    AuditPage,
    OneAccount,
    Trail,
)
from vitalweb.http.words.patients import (
    Assigning,
    OnePatient,
)
from vitalweb.store.rows.staff import Assignment

ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path="/patients/{patient_id}/devices",
        deed=devices.assign,
        summary="Let a device add a patient's readings for a time",
        tag="devices",
        where=OnePatient,
        body=Assigning,
        answer=Assignment,
        status=201,
        faults=(f.Unknown, f.KeyReused, f.StillRunning),
        right=Right.PATIENTS,
        writes=True,
    ),
    Route(
        method="GET",
        path="/accounts",
        deed=admin.page,
        summary="List accounts in the order of their ids",
        tag="accounts",
        where=AccountPage,
        answer=AccountList,
        right=Right.ACCOUNTS,
    ),
    Route(
        method="POST",
        path="/accounts/invitations",
        deed=admin.invite,
        summary="Invite somebody to open an account",
        tag="accounts",
        body=Invitation,
        answer=Invited,
        status=201,
        faults=(f.KeyReused, f.StillRunning),
        right=Right.ACCOUNTS,
        writes=True,
    ),
    Route(
        method="POST",
        path="/accounts/{id}/disable",
        deed=admin.disable,
        summary="Disable an account, which ends its sessions at once",
        tag="accounts",
        where=OneAccount,
        answer=KnownAccount,
        faults=(f.Unknown, f.KeyReused, f.StillRunning),
        right=Right.ACCOUNTS,
        ends=True,
        writes=True,
    ),
    Route(
        method="GET",
        path="/audit",
        deed=audit.page,
        summary="List who did what",
        tag="audit",
        where=AuditPage,
        answer=Trail,
        right=Right.AUDIT,
    ),
)
