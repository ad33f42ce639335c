"""Roles: who may do what, and nothing besides."""

import pytest

from vitalcore.role import RIGHTS, Right, Role, may

#: The hospital's table, by the right's word.
MAY = {
    Role.DOCTOR: {"SESSION", "PATIENTS", "READINGS", "RISK", "STRATEGIES"},
    Role.NURSE: {"SESSION", "PATIENTS", "READINGS", "RISK", "STRATEGIES"},
    Role.DEVICE: {"SESSION", "READINGS"},
    Role.AUDITOR: {"SESSION", "AUDIT"},
    Role.ADMIN: {"SESSION", "ACCOUNTS"},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says(role: Role) -> None:
    """Whatever the table does not grant is refused."""
    assert {right.name for right in Right if may(role, right)} == MAY[role]


def test_every_role_has_its_rights() -> None:
    """A role that was left out could do nothing, not even log out."""
    assert RIGHTS.keys() == set(Role)
