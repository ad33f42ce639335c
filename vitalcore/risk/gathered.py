"""What is known of a patient for a score: readings and observations under one name each."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import frozen

from vitalcore.kinds import Kind
from vitalcore.reading import Reading
from vitalcore.risk.context import Context, Observation
from vitalcore.risk.inputs import Input
from vitalcore.snapshot import Snapshot

type Seen = Reading | Observation

_NAMES = {kind: Input(kind) for kind in Kind}


@frozen
class Gathered:
    """What counts, and what is too old to count."""

    fresh: Mapping[Input, Seen]
    stale: Mapping[Input, Seen]

    @property
    def newest(self) -> datetime:
        """Give the time of the newest that counts."""
        return max([one.recorded_at for one in self.fresh.values()])


def gathered(seen: Snapshot, patient: Context, wanted: Iterable[Input]) -> Gathered:
    """Gather the *wanted* inputs; a ward kind is known from its readings alone."""
    observed = _newest(patient.observed, seen.at) if patient.observed else {}
    fresh = {n: one for n, one in observed.items() if one.fresh(seen.at)}
    stale = {n: one for n, one in observed.items() if n not in fresh}
    return Gathered(_named(wanted, fresh, seen.fresh), _named(wanted, stale, seen.stale))


def _named(
    wanted: Iterable[Input],
    observed: Mapping[Input, Observation],
    read: Mapping[Kind, Reading],
) -> Mapping[Input, Seen]:
    """Put the *wanted* of both under their names, in the order in which they are wanted."""
    named: dict[Input, Seen] = {_NAMES[kind]: one for kind, one in read.items()}
    named.update(observed)
    return {name: named[name] for name in wanted if name in named}


def _newest(observed: Iterable[Observation], at: datetime) -> dict[Input, Observation]:
    in_time = (one for one in observed if one.recorded_at <= at)
    return {one.input: one for one in sorted(in_time, key=lambda one: one.recorded_at)}
