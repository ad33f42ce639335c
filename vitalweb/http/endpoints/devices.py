"""Devices: whose readings they may add, and when."""

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, flawed
from vitalweb.house import House
from vitalweb.http.route import Ask
from vitalweb.http.words.patients import Assigning, OnePatient
from vitalweb.railway import then
from vitalweb.store import assignments
from vitalweb.store.desk import Desk
from vitalweb.store.rows.staff import Assignment


async def assign(
    _: House, desk: Desk, ask: Ask[OnePatient, Assigning]
) -> Result[Assignment, Fault]:
    """Let a device add this patient's readings from one moment to another."""
    return await then(
        _assignment(ask),
        lambda wanted: assignments.assign(desk, wanted, ask.caller.account_id, ask.at),
    )


def _assignment(ask: Ask[OnePatient, Assigning]) -> Result[Assignment, Fault]:
    if ask.body.ends_at <= ask.body.starts_at:
        return Failure(flawed("/ends_at", "must lie after starts_at"))
    return Success(
        Assignment(
            patient_id=ask.where.patient_id,
            device=ask.body.device,
            starts_at=ask.body.starts_at,
            ends_at=ask.body.ends_at,
        )
    )
