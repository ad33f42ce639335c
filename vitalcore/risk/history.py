"""A score over time: how it stood at each moment, and which input moved it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from attrs import frozen
from returns.result import Result

from vitalcore.fault import Fault
from vitalcore.kinds import Kind
from vitalcore.reading import Reading
from vitalcore.risk.assessment import Assessment, Finding, Strategy
from vitalcore.risk.context import ANYONE, Context
from vitalcore.risk.inputs import Input
from vitalcore.snapshot import FRESHNESS, snapshots


@frozen
class Moved:
    """An input whose points changed; None where it was or became unknown."""

    input: Input
    before: int | None
    after: int | None


@frozen(kw_only=True)
class Movement:
    """From one assessment to the next: what the total did, and which inputs did it."""

    since: datetime
    at: datetime
    before: int | None  # total, None where it was not certain
    after: int | None
    moved: tuple[Moved, ...]


def history(
    strategy: Strategy,
    readings: Sequence[Reading],
    times: Iterable[datetime],
    patient: Context = ANYONE,
    freshness: Mapping[Kind, timedelta] = FRESHNESS,
) -> Iterator[tuple[datetime, Result[Assessment, Fault]]]:
    """Assess at each of *times*, earliest first."""
    for seen in snapshots(readings, times, freshness):
        yield seen.at, strategy.assess(seen, patient)


def movements(assessed: Iterable[Assessment]) -> tuple[Movement, ...]:
    """Tell what changed between neighbours; the inputs that changed most come first."""
    ordered = sorted(assessed, key=lambda one: one.evaluated_at)
    return tuple(_movement(earlier, later) for earlier, later in pairwise(ordered))


def _movement(earlier: Assessment, later: Assessment) -> Movement:
    before, after = _points(earlier), _points(later)
    changed = (
        Moved(name, before.get(name), after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    )
    return Movement(
        since=earlier.evaluated_at,
        at=later.evaluated_at,
        before=earlier.total,
        after=later.total,
        moved=tuple(sorted(changed, key=_size, reverse=True)),
    )


def _points(assessed: Assessment) -> dict[Input, int]:
    return {one.kind: _worth(one) for one in assessed.findings}


def _worth(finding: Finding) -> int:
    """Count points, or the rules that fired where a strategy gives no points."""
    return len(finding.fired) if finding.points is None else finding.points


def _size(moved: Moved) -> int:
    return abs((moved.after or 0) - (moved.before or 0))
