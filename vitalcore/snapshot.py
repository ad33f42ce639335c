"""What is known of a patient at one moment: the newest reading of each kind, and how old it is."""

from collections.abc import Iterable, Mapping
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
    """Take the newest reading of each kind not after *at*; of equals the last one given counts."""
    newest: dict[Kind, Reading] = {}
    for reading in readings:
        held = newest.get(reading.kind)
        if reading.recorded_at <= at and (not held or held.recorded_at <= reading.recorded_at):
            newest[reading.kind] = reading
    fresh = {k: r for k, r in newest.items() if at - r.recorded_at <= freshness[k]}
    stale = {k: r for k, r in newest.items() if k not in fresh}
    return Snapshot(at=at, fresh=MappingProxyType(fresh), stale=MappingProxyType(stale))
