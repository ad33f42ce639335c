"""What one line of an import says: a patient, readings of one moment, or both."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Flaw, Invalid, flawed
from vitalcore.kinds import Kind
from vitalcore.patient import NewPatient, born
from vitalweb.http import codec
from vitalweb.http.batch import named
from vitalweb.http.batch.named import Named
from vitalweb.http.shapes import JSON

_PATIENT = ("name", "gender", "birth_date")
_MOMENT = ("patient_id", "recorded_at")
_LONG = ("vital_type", "value", "vital_id")
_BOTH = "must have a reading, or a patient's name, gender and birth_date"

#: What a line may say of readings, and everything that it may say.
READINGS = ("patient_id", "recorded_at", *_LONG, *Kind)
FIELDS = ("patient_id", *_PATIENT, "recorded_at", *_LONG, *Kind)


@frozen(kw_only=True)
class Entry:
    """One line, read."""

    patient: NewPatient | None
    readings: tuple[Named, ...]


def read(found: object, at: datetime, fields: Sequence[str] = FIELDS) -> Result[Entry, Fault]:
    """Read what a line says at *at* as a request would be read, or tell every flaw.

    What is null or empty was not said, and not measured: it never stands for 0. A line has the one
    form or the other: vital_type and value, or values under the kinds' own names.
    """
    if not isinstance(found, dict):
        return Failure(flawed("", "must be an object"))
    said = {name: value for name, value in found.items() if value is not None}
    patient, readings = _patient(said, at), tuple(_readings(said, at))
    flaws = [
        *_known(found, fields),
        *_shape(said, fields),
        *_flaws(patient),
        *(flaw for one in readings for flaw in _flaws(one)),
    ]
    if flaws:
        return Failure(Invalid(tuple(dict.fromkeys(flaws))))
    return Success(Entry(patient=patient.unwrap(), readings=tuple(r.unwrap() for r in readings)))


def _known(found: Mapping[str, Any], fields: Sequence[str]) -> Iterator[Flaw]:
    if found.keys() - set(fields):
        yield Flaw("", f"has a field that is not known here; known are {', '.join(fields)}")


def _shape(said: Mapping[str, Any], fields: Sequence[str]) -> Iterator[Flaw]:
    if said.keys() & set(_LONG) and said.keys() & set(Kind):
        yield Flaw("", "must have vital_type and value, or kinds by their names, not both")
    if not said.keys() & {*_PATIENT, *_LONG, *Kind}:
        yield Flaw("", _BOTH if set(_PATIENT) <= set(fields) else "must have a reading")


def _patient(said: Mapping[str, Any], at: datetime) -> Result[NewPatient | None, Fault]:
    if not said.keys() & set(_PATIENT):
        return Success(None)
    new: Result[NewPatient, Fault] = codec.built(
        NewPatient, _part(said, "patient_id", *_PATIENT), JSON
    )
    return new.bind(lambda patient: born(patient, at.date()))


def _readings(said: Mapping[str, Any], at: datetime) -> Iterator[Result[Named, Fault]]:
    if said.keys() & set(_LONG):
        yield named.read(_part(said, *_MOMENT, *_LONG), at)
    for kind in Kind:
        if kind in said:
            moment = _part(said, *_MOMENT)
            yield named.read({**moment, "vital_type": kind, "value": said[kind]}, at, f"/{kind}")


def _part(said: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: said[name] for name in names if name in said}


def _flaws(part: Result[Any, Fault]) -> tuple[Flaw, ...]:
    fault = part.swap().value_or(None)
    return fault.flaws if isinstance(fault, Invalid) else ()
