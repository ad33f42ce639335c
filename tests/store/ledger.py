"""What writers were told, held against what the record says: nothing lost, nothing twice."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import Factory, define, frozen


@frozen
class Write:
    """What somebody asked for, having looked at a version; a value in thousandths, or a strike."""

    seen: int
    thousandths: int | None
    by: str


@frozen
class Version:
    """One version of a reading as the record has it."""

    number: int
    thousandths: int
    struck: bool
    by: str


#: All versions of each reading, the oldest first.
type Record = Mapping[str, Sequence[Version]]


@define
class Chart:
    """One reading as its writers know it."""

    vital_id: str
    acknowledged: dict[int, Write]
    unanswered: list[Write] = Factory(list)

    @property
    def newest(self) -> int:
        """Name the newest version that anybody was told of."""
        return max(self.acknowledged, default=0)

    @property
    def perhaps_struck(self) -> bool:
        """May the reading have been struck out?"""
        writes = [*self.acknowledged.values(), *self.unanswered]
        return any(one.thousandths is None for one in writes)

    def acknowledge(self, write: Write, number: int) -> None:
        """Note that *write* was answered with a version of its own."""
        clash = self.clash(write, number)
        assert clash is None, clash
        self.acknowledged[number] = write

    def clash(self, write: Write, number: int) -> str | None:
        """Say why *write* cannot have become that version."""
        if number != write.seen + 1:
            return "a write went over another one"
        return "two writes have won one version" if number in self.acknowledged else None


def version(item: Mapping[str, Any]) -> Version:
    """Read a version as the service tells it."""
    return Version(item["version"], round(item["value"] * 1000), item["struck"], item["written_by"])


def audit(chart: Chart, history: Sequence[Version]) -> None:
    """See that every version is there once, told as it was written, and written by somebody."""
    found = list(broken(chart, history))
    assert not found, "; ".join(found)


def broken(chart: Chart, history: Sequence[Version]) -> Iterator[str]:
    """Tell in which ways a history is not what its writers were told."""
    if [one.number for one in history] != list(range(1, len(history) + 1)):
        yield "the versions are not 1 to n, each once"
    if chart.newest > len(history):
        yield "an acknowledged write is lost"
    values = [one.thousandths for one in history if not one.struck]
    if len(set(values)) < len(values):
        yield "a write was done twice"
    if not all(_written(chart, one) for one in history):
        yield "a version is not what anybody wrote"


def _written(chart: Chart, one: Version) -> bool:
    known = chart.acknowledged.get(one.number)
    writes = [known] if known else [it for it in chart.unanswered if it.seen == one.number - 1]
    return any(_same(it, one) for it in writes)


def _same(write: Write, one: Version) -> bool:
    told = None if one.struck else one.thousandths
    return (write.thousandths, write.by) == (told, one.by)
