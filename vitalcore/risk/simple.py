"""The default strategy: three thresholds, one point of suspicion each."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import gt, lt
from types import MappingProxyType
from typing import Any

from attrs import frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, NothingToAssess
from vitalcore.kinds import Kind, Value
from vitalcore.reading import Reading, inverted, surprising
from vitalcore.risk.assessment import Assessment, Finding
from vitalcore.risk.context import ANYONE, Context
from vitalcore.risk.found import shown, told
from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.plain import digest
from vitalcore.snapshot import Snapshot

_SIGNS: Mapping[Callable[[Any, Any], bool], str] = MappingProxyType({gt: ">", lt: "<"})


@frozen
class Threshold:
    """Fires when a value lies strictly beyond *limit*; a missing value neither fires nor passes."""

    kind: Kind
    beyond: Callable[[Any, Any], bool]
    limit: Decimal

    @property
    def name(self) -> str:
        """Name the rule after what it says."""
        return f"{self.kind} {_SIGNS[self.beyond]} {self.limit}"

    def fires(self, reading: Reading) -> bool:
        """Does *reading* break the limit?"""
        return reading.kind is self.kind and self.beyond(reading.value, self.limit)


#: The API's first specification; strict, so HR 120, SBP 90 and SpO2 90 do not fire.
THRESHOLDS = (
    Threshold(Kind.HR, gt, Decimal(120)),  # /min
    Threshold(Kind.SBP, lt, Decimal(90)),  # mmHg
    Threshold(Kind.SPO2, lt, Decimal(90)),  # %
)

_KINDS = tuple(threshold.kind for threshold in THRESHOLDS)

#: By the number of rules that fired: 0, 1, 2, 3.
OUTCOMES = ((Level.LOW, 0.2), (Level.MEDIUM, 0.5), (Level.MEDIUM, 0.7), (Level.HIGH, 0.9))


@frozen
class RuleBased:
    """Count the thresholds that fire."""

    name: str = "rule_based"
    version: str = "1"
    title: str = "Three thresholds: HR > 120, SBP < 90, SpO2 < 90"
    source: str = "The service's first API specification; a screening rule without a publication"
    inputs: tuple[Input, ...] = tuple(Input(kind) for kind in _KINDS)
    hash: str = digest({"rules": [one.name for one in THRESHOLDS], "outcomes": list(OUTCOMES)})

    def assess(self, seen: Snapshot, _: Context = ANYONE, /) -> Result[Assessment, Fault]:
        """Judge by the inputs that are fresh; with none of them there is nothing to judge."""
        read = tuple(seen.fresh[kind] for kind in _KINDS if kind in seen.fresh)
        return Success(self._judged(seen, read)) if read else Failure(NothingToAssess(self.inputs))

    def sketch(self, values: Mapping[Kind, Value], /) -> tuple[float, float] | None:
        """Give the least and the greatest score of *values*; None without any of its inputs."""
        fired = missing = 0
        for one in THRESHOLDS:
            value = values.get(one.kind)
            if value is None:
                missing += 1
            elif one.beyond(value, one.limit):
                fired += 1
        if missing == len(THRESHOLDS):
            return None
        return OUTCOMES[fired][1], OUTCOMES[fired + missing][1]

    def _judged(self, seen: Snapshot, read: tuple[Reading, ...]) -> Assessment:
        findings = tuple(_finding(reading, seen) for reading in read)
        fired = sum(len(finding.fired) for finding in findings)
        level, score = OUTCOMES[fired]
        missing = tuple(Input(k) for k in _KINDS if k not in seen.fresh)
        possible = OUTCOMES[fired : fired + len(missing) + 1]
        stale = {Input(k): seen.stale[k] for k in _KINDS if k in seen.stale}
        return Assessment(
            strategy=self.name,
            strategy_version=self.version,
            strategy_hash=self.hash,
            risk_level=level,
            risk_score=score,
            score_min=score,
            score_max=OUTCOMES[fired + len(missing)][1],
            checked_rules=tuple(name for finding in findings for name in finding.fired),
            findings=findings,
            missing=missing,
            next=missing[0] if missing else None,
            possible=tuple(dict.fromkeys(level for level, _ in possible)),
            stale=tuple(stale),
            stale_findings=shown(stale, seen.at),
            surprising=tuple(
                Input(one.kind) for one in seen.fresh.values() if surprising(one.kind, one.value)
            ),
            inverted_pressures=inverted(seen.fresh),
            recorded_at=max(reading.recorded_at for reading in read),
            evaluated_at=seen.at,
        )


def _finding(reading: Reading, seen: Snapshot) -> Finding:
    fired = tuple(one.name for one in THRESHOLDS if one.fires(reading))
    return told(Input(reading.kind), reading.value, reading, seen.at, fired=fired)
