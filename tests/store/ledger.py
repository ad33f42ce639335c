"""What writers were told, held against what the record says: nothing lost, nothing twice."""

from collections.abc import Mapping, Sequence
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


@define
class Chart:
    """One reading as its writers know it."""

    vital_id: str
    acknowledged: dict[int, Write]
    unanswered: list[Write] = Factory(list)

    @property
    def newest(self) -> int:
        """Name the newest version that anybody was told of."""
        return max(self.acknowledged)

    @property
    def perhaps_struck(self) -> bool:
        """May the reading have been struck out?"""
        writes = [*self.acknowledged.values(), *self.unanswered]
        return any(one.thousandths is None for one in writes)

    def acknowledge(self, write: Write, number: int) -> None:
        """Note that *write* was answered with a version of its own."""
        assert number == write.seen + 1, "a write went over another one"
        assert number not in self.acknowledged, "two writes have won one version"
        self.acknowledged[number] = write


def version(item: Mapping[str, Any]) -> Version:
    """Read a version as the service tells it."""
    return Version(item["version"], round(item["value"] * 1000), item["struck"], item["written_by"])


def audit(chart: Chart, history: Sequence[Version]) -> None:
    """See that every version is there once, told as it was written, and written by somebody."""
    numbers = [one.number for one in history]
    assert numbers == list(range(1, len(history) + 1)), "the versions are not 1 to n, each once"
    assert chart.newest <= len(history), "an acknowledged write is lost"
    values = [one.thousandths for one in history if not one.struck]
    assert len(set(values)) == len(values), "a write was done twice"
    for one in history:
        assert _written(chart, one), "a version is not what anybody wrote"


def _written(chart: Chart, one: Version) -> bool:
    known = chart.acknowledged.get(one.number)
    writes = [known] if known else [it for it in chart.unanswered if it.seen == one.number - 1]
    return any(_same(it, one) for it in writes)


def _same(write: Write, one: Version) -> bool:
    told = None if one.struck else one.thousandths
    return (write.thousandths, write.by) == (told, one.by)
