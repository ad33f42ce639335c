"""Readings: take in, show, list, correct, strike out."""

from collections.abc import Sequence
from uuid import UUID

from attrs import evolve
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, flawed
from vitalcore.reading import Correction, NewVital, Vital, coherent, timely
from vitalcore.role import Role
from vitalweb.house import House
from vitalweb.http import cursor, versions
from vitalweb.http.reply import Spliced
from vitalweb.http.route import Ask, Caller, Nothing
from vitalweb.http.words.vitals import (
    KnownVital,
    OneVital,
    Striking,
    StrikingBatch,
    VitalHistory,
    VitalsList,
    VitalsPage,
)
from vitalweb.railway import then
from vitalweb.store import assignments, vitals
from vitalweb.store.desk import Desk
from vitalweb.store.rows.batches import Struck
from vitalweb.store.rows.readings import Item, Written
from vitalweb.store.vitals import Reason, Window


async def add(house: House, desk: Desk, ask: Ask[Nothing, NewVital]) -> Result[Vital, Fault]:
    """Take a reading into its patient's record."""
    by = ask.caller.account_id
    allowed = await then(timely(ask.body, ask.at), lambda new: _allowed(desk, ask.caller, new))
    return await then(allowed, lambda new: vitals.add(desk, new, house.entropy(), by, ask.at))


async def find(_: House, desk: Desk, ask: Ask[KnownVital, None]) -> Result[Vital, Fault]:
    """Show a reading as it stands, or as it was known at a moment."""
    return await vitals.find(desk, ask.where.vital_id, ask.where.as_of)


async def history(_: House, desk: Desk, ask: Ask[OneVital, None]) -> Result[VitalHistory, Fault]:
    """Show every version of a reading, with who wrote it, when and why; struck out or not."""
    place = ask.where.vital_id
    found = await vitals.history(desk, place)
    return found.map(
        lambda items: VitalHistory(
            vital_id=place, patient_id=items[0].patient_id, items=tuple(items)
        )
    )


async def page(
    _: House, desk: Desk, ask: Ask[VitalsPage, None]
) -> Result[VitalsList | Spliced, Fault]:
    """List a patient's readings, the oldest first; both ends of the range belong to it.

    As they stand now PostgreSQL writes them, which takes half the time; a test holds that it
    writes what the codec would.
    """
    if ask.where.as_of:
        found = await then(_window(ask.where), lambda window: vitals.window(desk, window))
        return found.map(lambda items: _listed(ask.where, items))
    told = await then(_window(ask.where), lambda window: vitals.written(desk, window))
    return told.map(lambda page: _spliced(ask.where, page))


async def correct(_: House, desk: Desk, ask: Ask[OneVital, Correction]) -> Result[Vital, Fault]:
    """Swap a corrected value in, unless somebody wrote since its author looked."""
    said = ask.body.version
    seen = versions.seen(said, ask.if_match)
    wanted = seen.map(lambda version: evolve(ask.body, version=version)).bind(coherent)
    place, by = ask.where.vital_id, ask.caller.account_id
    done = await then(wanted, lambda new: vitals.correct(desk, place, new, by, ask.at))
    return done.alt(lambda fault: versions.as_asked(fault, said))


async def strike(_: House, desk: Desk, ask: Ask[Striking, None]) -> Result[Vital, Fault]:
    """Strike a reading out as entered in error; its history keeps it."""
    where, by = ask.where, ask.caller.account_id
    done = await then(
        versions.seen(where.version, ask.if_match),
        lambda seen: vitals.strike(
            desk, where.vital_id, seen, Reason(where.reason_code, where.reason), by, ask.at
        ),
    )
    return done.alt(lambda fault: versions.as_asked(fault, where.version))


async def _allowed(desk: Desk, caller: Caller, new: NewVital) -> Result[NewVital, Fault]:
    if caller.role is not Role.DEVICE:
        return Success(new)
    return await assignments.covered(desk, caller.account_id, new)


async def strike_batch(
    _: House, desk: Desk, ask: Ask[StrikingBatch, None]
) -> Result[Struck, Fault]:
    """Strike out every reading of a batch that stands, in one transaction."""
    where = ask.where
    reason = Reason(where.reason_code, where.reason)
    done = await vitals.strike_batch(desk, where.batch_id, reason, ask.caller.account_id, ask.at)
    return done.map(lambda struck: Struck(batch_id=where.batch_id, struck=struck))


def _window(where: VitalsPage) -> Result[Window, Fault]:
    if where.to < where.from_:
        return Failure(flawed("/to", "must not lie before from"))
    after_at, tie = cursor.read(where.cursor, where.from_)
    return Success(
        Window(
            patient_id=where.patient_id,
            since=where.from_,
            until=where.to,
            vital_type=where.vital_type,
            after_at=after_at,
            after_id=UUID(int=tie),
            limit=where.limit + 1,
            as_of=where.as_of,
        )
    )


def _spliced(where: VitalsPage, page: Written) -> Spliced:
    place = None
    if page.more and page.last_at and page.last_id:
        place = cursor.written(page.last_at, UUID(page.last_id).int)
    return Spliced(
        VitalsList(
            patient_id=where.patient_id,
            vital_type=where.vital_type,
            items=(),
            next_cursor=place,
        ),
        (page.items or "").encode(),
    )


def _listed(where: VitalsPage, found: Sequence[Item]) -> VitalsList:
    last = found[where.limit - 1] if len(found) > where.limit else None
    return VitalsList(
        patient_id=where.patient_id,
        vital_type=where.vital_type,
        items=tuple(found[: where.limit]),
        next_cursor=cursor.written(last.recorded_at, last.vital_id.int) if last else None,
    )
