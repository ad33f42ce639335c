"""Who may do what: roles, and the rights each of them has."""

from collections.abc import Mapping
from enum import StrEnum, unique
from types import MappingProxyType


@unique
class Role(StrEnum):
    """What somebody is at the hospital, as far as the record is concerned."""

    DOCTOR = "doctor"
    NURSE = "nurse"
    DEVICE = "device"
    AUDITOR = "auditor"
    ADMIN = "admin"


@unique
class Right(StrEnum):
    """What a request needs; every route names one."""

    SESSION = "use one's own session"
    PATIENTS = "read and change patients and their readings"
    READINGS = "add readings"
    RISK = "assess risk"
    STRATEGIES = "read the register of strategies"
    ACCOUNTS = "invite and disable accounts"
    AUDIT = "read the audit log"


_CLINICAL = frozenset({Right.SESSION, Right.PATIENTS, Right.READINGS, Right.RISK, Right.STRATEGIES})

#: A device adds readings of the patients it is assigned to, and nothing else.
RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.DOCTOR: _CLINICAL,
        Role.NURSE: _CLINICAL,
        Role.DEVICE: frozenset({Right.SESSION, Right.READINGS}),
        Role.AUDITOR: frozenset({Right.SESSION, Right.AUDIT}),
        Role.ADMIN: frozenset({Right.SESSION, Right.ACCOUNTS}),
    }
)


def may(role: Role, right: Right) -> bool:
    """Has *role* this right?"""
    return right in RIGHTS[role]
