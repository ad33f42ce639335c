"""The parts that lines are made of, each judged by the rules that a request meets, once."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from attrs import frozen

from vitalcore import identity
from vitalcore.guard import INSTANT, Refused
from vitalcore.kinds import Kind, Value
from vitalcore.patient import PATIENT_ID
from vitalcore.reading import AHEAD, kept, refusal
from vitalweb.http.shapes import JSON
from vitalweb.store.rows.values import stored

MOST = 20_000  # parts that are remembered of each sort

type Moment = tuple[datetime, int, str]
type Home = tuple[str, int]
type Kept = tuple[Decimal, str]


class Plain(Protocol):
    """How a format writes a value."""

    def value(self, name: str, token: Any) -> object:
        """Read a value."""


class Memory[K, V](dict[K, V]):
    """What was made before; the rest is made when it is asked for."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        made = self._make(key)
        if len(self) >= MOST:
            self.clear()
        self[key] = made
        return made


@frozen
class Parts:
    """Makes the parts of lines that arrive at a moment; what breaks a rule is Refused."""

    plain: Plain
    at: datetime

    def home(self, token: Any) -> Home:
        """Give a patient's id and bucket."""
        patient_id = self.plain.value("patient_id", token)
        _held(PATIENT_ID.refusal(patient_id))
        return str(patient_id), identity.bucket(str(patient_id))

    def moment(self, token: Any) -> Moment:
        """Give a time, its place in ids, and how it is spelled in UTC."""
        found = JSON.structure(self.plain.value("recorded_at", token), datetime)
        _held(INSTANT.refusal(found))
        _held("lies ahead" if found > self.at + AHEAD else None)
        return found, identity.millisecond(found), found.isoformat()

    def kind(self, token: Any) -> Kind:
        """Give a kind of vital sign."""
        return JSON.structure(self.plain.value("vital_type", token), Kind)

    def kept(self, said: tuple[Kind, Any, str]) -> Kept:
        """Give a value as it is stored, and as it is spelled; *said* names its kind and field."""
        kind, token, name = said
        value: Value = JSON.structure(self.plain.value(name, token), Value)  # type: ignore[arg-type]  # an alias is no class
        _held(refusal(kind, value))
        rounded = kept(value)
        return stored(rounded), str(rounded)

    def entropy(self, token: Any) -> int:
        """Give an id as the number that it is."""
        return JSON.structure(self.plain.value("vital_id", token), UUID).int


def _held(rule: str | None) -> None:
    if rule:
        raise Refused("", rule)
