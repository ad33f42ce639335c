"""Of several records the highest risk counts, and only that one is explained.

A note tells how many of them could not be assessed, which is no word on how ill the patient was.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from attrs import evolve, frozen
from returns.result import Result, Success

from vitalcore.fault import Fault
from vitalcore.kinds import Kind, Value
from vitalcore.reading import Reading
from vitalcore.risk.assessment import Assessment, Strategy
from vitalcore.risk.context import ANYONE, Context
from vitalcore.risk.worst import worst
from vitalcore.snapshot import Snapshot, snapshot


@frozen
class Record:
    """What was measured at one moment."""

    at: datetime
    values: Mapping[Kind, Value]


@runtime_checkable
class Sketching(Protocol):
    """A strategy that can tell its least and greatest score without explaining them."""

    def sketch(self, values: Mapping[Kind, Value], /) -> tuple[float, float] | None:
        """Give score_min and score_max of *values*, all of them fresh; None: nothing to judge."""


def highest(
    strategy: Strategy, records: Sequence[Record], who: Context = ANYONE
) -> Result[Assessment, Fault]:
    """Judge each of one or more records; take the highest certain risk, the latest of equals."""
    if isinstance(strategy, Sketching):
        return _sketched(strategy, strategy, records, who)
    judged = [strategy.assess(_seen(record), who) for record in records]
    known = [one.unwrap() for one in judged if isinstance(one, Success)]
    if not known:
        return judged[0]
    return Success(_told(worst(known), len(records) - len(known), len(records)))


def _sketched(
    strategy: Strategy, by: Sketching, records: Sequence[Record], who: Context
) -> Result[Assessment, Fault]:
    drawn = [(by.sketch(record.values), record) for record in records]
    known = [(found, record) for found, record in drawn if found]
    if not known:
        return strategy.assess(_seen(records[0]), who)
    _, chosen = max(known, key=lambda one: (one[0][0], one[1].at))
    most = max(found[1] for found, _ in known)
    left, sent = len(records) - len(known), len(records)
    return strategy.assess(_seen(chosen), who).map(lambda one: _told(_up_to(one, most), left, sent))


def _up_to(found: Assessment, most: float) -> Assessment:
    return found if found.score_max == most else evolve(found, score_max=most)


def _told(found: Assessment, left: int, sent: int) -> Assessment:
    if not left:
        return found
    return evolve(found, notes=(*found.notes, f"{left} of {sent} records could not be assessed"))


def _seen(record: Record) -> Snapshot:
    at = record.at
    readings = (Reading(kind=k, value=v, recorded_at=at) for k, v in record.values.items())
    return snapshot(readings, at)
