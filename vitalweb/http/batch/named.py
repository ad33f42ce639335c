"""A reading of a file under an id of its own, so that the same line is never taken in twice."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from attrs import frozen
from returns.result import Failure, Result, Success

from vitalcore import identity
from vitalcore.fault import Fault, Flaw, Invalid, flawed
from vitalcore.kinds import Kind, Value
from vitalcore.reading import NewVital, kept, refusal, timely
from vitalweb.http import codec
from vitalweb.http.shapes import JSON


@frozen
class Named:
    """A reading under the id that it has or will have."""

    vital_id: UUID
    vital: NewVital


@frozen
class _Known:
    vital_id: UUID


def entropy(patient_id: str, recorded_at: str, kind: str, value: Value | str) -> int:
    """Make of what a reading says, its value as it is kept, what tells its id from others."""
    said = f"{patient_id}\n{recorded_at}\n{kind}\n{value}"
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest())


def read(sent: Mapping[str, Any], at: datetime, place: str = "/value") -> Result[Named, Fault]:
    """Read a reading as a request would be read; flaws of the value are told at *place*."""
    said = {name: value for name, value in sent.items() if name != "vital_id"}
    new: Result[NewVital, Fault] = codec.built(NewVital, said, JSON)
    timed = new.bind(lambda vital: timely(vital, at)).alt(lambda fault: _told(fault, said, place))
    return timed.bind(lambda vital: _named(vital, sent))


def _named(vital: NewVital, sent: Mapping[str, Any]) -> Result[Named, Fault]:
    if "vital_id" not in sent:
        moment, value = vital.recorded_at.isoformat(), kept(vital.value)
        dice = entropy(vital.patient_id, moment, vital.vital_type, value)
        return Success(Named(_id(vital, dice), vital))
    known: Result[_Known, Fault] = codec.built(_Known, {"vital_id": sent["vital_id"]}, JSON)
    return known.bind(lambda one: _fitting(one.vital_id, vital))


def _fitting(vital_id: UUID, vital: NewVital) -> Result[Named, Fault]:
    if vital_id == _id(vital, vital_id.int):
        return Success(Named(vital_id, vital))
    return Failure(flawed("/vital_id", "must be the id of a reading of this patient and time"))


def _id(vital: NewVital, dice: int) -> UUID:
    return identity.vital_id(vital.patient_id, vital.recorded_at, dice)


def _told(fault: Fault, said: Mapping[str, Any], place: str) -> Fault:
    kind = next((one for one in Kind if one == said.get("vital_type")), None)
    if not isinstance(fault, Invalid) or kind is None or "value" not in said:
        return fault
    rule = refusal(kind, None) or ""
    return Invalid(
        tuple(Flaw(place, rule) if one.pointer == "/value" else one for one in fault.flaws)
    )
