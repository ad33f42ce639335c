"""What became of a batch, and which of its lines were refused for which reason."""

from collections.abc import Callable, Mapping

from attrs import define, frozen

from vitalcore import fault as faults
from vitalcore.fault import Fault, Flaw, Invalid
from vitalweb.store.rows import Misfit

_DIFFERS = "differs from the record, or from the patient's first line; PUT /patients revises it"

#: Why a line does not go with the record, by the field that shows it.
RULES: Mapping[str, str] = {
    "patient_id": "is not in the record; name, gender and birth_date on any line take a patient in",
    "name": _DIFFERS,
    "gender": _DIFFERS,
    "birth_date": _DIFFERS,
    "vital_id": "is the id of another reading",
}


@frozen
class Refusal:
    """A line that was refused, and why."""

    line: int
    fault: Fault

    def __str__(self) -> str:
        """Say it in one line, without any value."""
        said = "; ".join(f"{flaw.pointer} {flaw.detail}".strip() for flaw in _flaws(self.fault))
        return f"line {self.line}: {said}"


@define
class Refusals:
    """Every refused line: told as it is found, and counted, so that none is held."""

    tell: Callable[[Refusal], object]
    total: int = 0

    def note(self, line: int, fault: Fault) -> None:
        """Note a line that cannot be read."""
        self.total += 1
        self.tell(Refusal(line, fault))

    def compare(self, found: Misfit) -> None:
        """Note a line that does not go with the record."""
        flaws = [Flaw(f"/{one}", rule) for one, rule in RULES.items() if one in found.fields]
        self.note(found.line, Invalid(tuple(flaws)))


@frozen(kw_only=True)
class Report:
    """How many lines, patients and readings, how many readings were there, and what was refused."""

    lines: int
    patients: int
    readings: int
    known: int
    refused: int


def _flaws(fault: Fault) -> tuple[Flaw, ...]:
    if isinstance(fault, Invalid):
        return fault.flaws
    detail = fault.detail if isinstance(fault, faults.Unreadable) else "cannot be taken"
    return (Flaw("", detail.removeprefix("the body ")),)
