"""Which device may add whose readings."""

from datetime import datetime

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Forbidden, Unknown
from vitalcore.identity import bucket
from vitalcore.reading import NewVital
from vitalweb.store import sql
from vitalweb.store.desk import Desk
from vitalweb.store.rows.staff import Assignment

#: Told alike whether there is no such patient or no such assignment.
_NOT_ASSIGNED = Forbidden("this device is not assigned to such a patient at that time")


async def assign(
    desk: Desk, wanted: Assignment, by: str, at: datetime
) -> Result[Assignment, Fault]:
    """Let a device add a patient's readings for a time; the same start again moves the end.

    Whatever end it had before stays in the history, with who set it.
    """
    given = {
        "patient_id": wanted.patient_id,
        "bucket": bucket(wanted.patient_id),
        "account_id": wanted.device,
        "starts_at": wanted.starts_at,
        "ends_at": wanted.ends_at,
        "by": by,
        "at": at,
    }
    row = await desk.row(sql.ASSIGN, **given)
    if row is None:
        row = await desk.row(sql.REASSIGN, **given)
    return Success(row) if row else Failure(Unknown("patient or device"))


async def covered(desk: Desk, device: str, new: NewVital) -> Result[NewVital, Fault]:
    """Refuse a reading of a patient to whom the device was not assigned at that moment."""
    row = await desk.row(
        sql.COVERING,
        patient_id=new.patient_id,
        bucket=bucket(new.patient_id),
        account_id=device,
        recorded_at=new.recorded_at,
    )
    return Success(new) if row else Failure(_NOT_ASSIGNED)
