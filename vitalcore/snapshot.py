"""What is known of a patient at one moment: the newest reading of each kind, and how old it is."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from attrs import frozen

from vitalcore.kinds import Kind
from vitalcore.reading import Reading

#: Beyond these a reading is shown, and counts as missing. The longest interval between two sets of
#: observations in NEWS2 is 12 hours (RCP 2017); a set may be an hour late.
FRESHNESS: Mapping[Kind, timedelta] = MappingProxyType(dict.fromkeys(Kind, timedelta(hours=13)))


@frozen(kw_only=True)
class Snapshot:
    """At *at*: the readings that count, and those too old to count."""

    at: datetime
    fresh: Mapping[Kind, Reading]
    stale: Mapping[Kind, Reading]


def snapshot(
    readings: Iterable[Reading], at: datetime, freshness: Mapping[Kind, timedelta] = FRESHNESS
) -> Snapshot:
    """Take the newest reading of each kind not after *at*; of equals the last one given counts.

    *readings* hold nothing that was struck out. A kind that *freshness* leaves out has its default.
    """
    newest: dict[Kind, Reading] = {}
    for reading in readings:
        held = newest.get(reading.kind)
        if reading.recorded_at <= at and (not held or held.recorded_at <= reading.recorded_at):
            newest[reading.kind] = reading
    return _parted(newest, at, freshness)


def snapshots(
    readings: Iterable[Reading],
    times: Iterable[datetime],
    freshness: Mapping[Kind, timedelta] = FRESHNESS,
) -> Iterator[Snapshot]:
    """Take a snapshot at each of *times*, earliest first, in one walk through the readings."""
    waiting = sorted(readings, key=lambda reading: reading.recorded_at)[::-1]
    newest: dict[Kind, Reading] = {}
    for at in sorted(times):
        while waiting and waiting[-1].recorded_at <= at:
            reading = waiting.pop()
            newest[reading.kind] = reading
        yield _parted(newest, at, freshness)


def _parted(
    newest: Mapping[Kind, Reading], at: datetime, freshness: Mapping[Kind, timedelta]
) -> Snapshot:
    """Part what counts from what is too old."""
    fresh = {k: r for k, r in newest.items() if at - r.recorded_at <= _limit(k, freshness)}
    stale = {k: r for k, r in newest.items() if k not in fresh}
    return Snapshot(at=at, fresh=MappingProxyType(fresh), stale=MappingProxyType(stale))


def _limit(kind: Kind, freshness: Mapping[Kind, timedelta]) -> timedelta:
    return freshness.get(kind, FRESHNESS[kind])
