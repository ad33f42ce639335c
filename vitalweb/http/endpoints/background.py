"""What scores must know of a patient: a prescribed target saturation, a pregnancy."""

from functools import partial

from attrs import evolve
from returns.result import Result

from vitalcore.background import PregnancyStatus
from vitalcore.fault import Fault
from vitalcore.patient import Expecting, Patient, Targeting, sensible
from vitalweb.house import House
from vitalweb.http import versions
from vitalweb.http.route import Ask
from vitalweb.http.words.patients import OnePatient, Versioned
from vitalweb.railway import then
from vitalweb.store import patients
from vitalweb.store.desk import Desk
from vitalweb.store.patients import Inform


async def prescribe(
    _: House, desk: Desk, ask: Ask[OnePatient, Targeting]
) -> Result[Patient, Fault]:
    """Prescribe a target saturation; 88-92 per cent authorises SpO2 Scale 2 until its review."""
    return await then(
        sensible(ask.body),
        lambda wanted: _informed(
            desk, ask, wanted.version, partial(evolve, spo2_target=wanted.target)
        ),
    )


async def unprescribe(_: House, desk: Desk, ask: Ask[Versioned, None]) -> Result[Patient, Fault]:
    """Take the target saturation back; from then on SpO2 Scale 1 is used."""
    return await _informed(desk, ask, ask.where.version, partial(evolve, spo2_target=None))


async def expect(_: House, desk: Desk, ask: Ask[OnePatient, Expecting]) -> Result[Patient, Fault]:
    """Record a pregnancy, its end, or that there is none."""
    status = PregnancyStatus(status=ask.body.status, since=ask.body.since)
    return await _informed(desk, ask, ask.body.version, partial(evolve, pregnancy=status))


async def forget(_: House, desk: Desk, ask: Ask[Versioned, None]) -> Result[Patient, Fault]:
    """Take a pregnancy status back: it is unknown again."""
    return await _informed(desk, ask, ask.where.version, partial(evolve, pregnancy=None))


async def _informed(
    desk: Desk,
    ask: Ask[OnePatient, Targeting] | Ask[OnePatient, Expecting] | Ask[Versioned, None],
    said: int | None,
    change: Inform,
) -> Result[Patient, Fault]:
    place, by = ask.where.patient_id, ask.caller.account_id
    done = await then(
        versions.seen(said, ask.if_match),
        lambda seen: patients.inform(desk, place, seen, change, by, ask.at),
    )
    return done.alt(lambda fault: versions.as_asked(fault, said))
