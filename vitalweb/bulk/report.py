"""What became of a batch, and which of its lines were refused for which reason."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import define, field, frozen

from vitalcore import fault as faults
from vitalcore.fault import Fault, Flaw, flawed
from vitalweb.store.rows import Misfit

SHOWN = 10_000  # refused lines that are told one by one; all are counted

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
    """Every refused line counted, and enough of them kept to be told."""

    total: int = 0
    kept: list[Refusal] = field(factory=list)

    def note(self, line: int, fault: Fault) -> None:
        """Note a line that cannot be read."""
        self.total += 1
        if len(self.kept) < SHOWN:
            self.kept.append(Refusal(line, fault))

    def compare(self, found: Iterable[Misfit]) -> None:
        """Note the lines that do not go with the record."""
        totals = {}
        for one in found:
            totals[RULES[one.field]] = one.total
            self.kept.append(Refusal(one.line, flawed(f"/{one.field}", RULES[one.field])))
        self.total += sum(totals.values())


@frozen(kw_only=True)
class Report:
    """How many lines, patients and readings, how many readings were there, and what was refused."""

    lines: int
    patients: int
    readings: int
    known: int
    refused: int
    refusals: tuple[Refusal, ...]

    def told(self) -> Iterator[str]:
        """Tell the first refused lines in their order, and how many more there are."""
        yield from map(str, self.refusals)
        if self.refused > len(self.refusals):
            yield f"and {self.refused - len(self.refusals):,} more"


def report(lines: int, added: tuple[int, int], staged: int, refusals: Refusals) -> Report:
    """Sum up; *added* counts patients and readings, *staged* the readings of lines in order."""
    first = sorted(refusals.kept, key=lambda one: one.line)[:SHOWN]
    return Report(
        lines=lines,
        patients=added[0],
        readings=added[1],
        known=staged - added[1],
        refused=refusals.total,
        refusals=tuple(first),
    )


def _flaws(fault: Fault) -> tuple[Flaw, ...]:
    if isinstance(fault, faults.Invalid):
        return fault.flaws
    detail = fault.detail if isinstance(fault, faults.Unreadable) else "cannot be taken"
    return (Flaw("", detail.removeprefix("the body ")),)
