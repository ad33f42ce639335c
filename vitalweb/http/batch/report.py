"""What became of a batch, and which of its lines were refused for which reason."""

from collections.abc import Callable, Mapping

from attrs import define, frozen

from vitalcore import fault as faults
from vitalcore.fault import Fault, Flaw, Invalid
from vitalweb.store.rows.batches import Misfit

_DIFFERS = "differs from the record, or from the patient's first line; PUT /patients revises it"

#: Why a line does not go with the record, by what shows it: the place, and the rule.
RULES: Mapping[str, Flaw] = {
    "patient": Flaw("/patient_id", "is not in the record; POST /patients takes a patient in"),
    "patient_id": Flaw(
        "/patient_id",
        "is not in the record; name, gender and birth_date on any line take a patient in",
    ),
    "device": Flaw("/patient_id", "is not of a patient this device is assigned to at that time"),
    "name": Flaw("/name", _DIFFERS),
    "gender": Flaw("/gender", _DIFFERS),
    "birth_date": Flaw("/birth_date", _DIFFERS),
    "vital_id": Flaw("/vital_id", "is the id of another reading"),
}


@frozen
class Refusal:
    """A line that was refused, and why."""

    line: int
    fault: Fault

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """Tell what is wrong with it, place by place."""
        if isinstance(self.fault, Invalid):
            return self.fault.flaws
        detail = self.fault.detail if isinstance(self.fault, faults.Unreadable) else "is refused"
        return (Flaw("", detail.removeprefix("the body ")),)

    def __str__(self) -> str:
        """Say it in one line, without any value."""
        said = "; ".join(f"{flaw.pointer} {flaw.detail}".strip() for flaw in self.flaws)
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
        self.note(found.line, Invalid(tuple(RULES[one] for one in RULES if one in found.fields)))


@define(kw_only=True)
class Report:
    """How many lines, patients and readings, how many readings were there, and were refused.

    Of those that were there, *struck* were struck out, and stay so. *broken* says why nothing after
    some line could be read.
    """

    lines: int = 0
    patients: int = 0
    readings: int = 0
    known: int = 0
    struck: int = 0
    refused: int = 0
    broken: Fault | None = None

    def refusal(self, *, skips: bool) -> bool:
        """Is nothing taken in? Refused lines alone do not hinder one who *skips* them."""
        return self.broken is not None or (self.refused > 0 and not skips)
