"""What a strategy says of a patient, and everything that explains it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from attrs import evolve, frozen
from returns.result import Result

from vitalcore.fault import Fault
from vitalcore.kinds import Kind, Value
from vitalcore.risk.level import Level
from vitalcore.snapshot import Snapshot


@frozen(kw_only=True)
class Finding:
    """One input that was read: its value, how old it is, what it did, and where it comes from."""

    kind: Kind
    value: Value
    recorded_at: datetime
    age_seconds: int
    fired: tuple[str, ...]
    surprising: bool
    source: UUID | None
    version: int | None


@frozen(kw_only=True)
class Assessment:
    """A level and a score, certain only within [score_min, score_max] while inputs are missing."""

    strategy: str
    strategy_version: str
    risk_level: Level
    risk_score: float  # 0..1
    score_min: float
    score_max: float
    checked_rules: tuple[str, ...]
    findings: tuple[Finding, ...]
    missing: tuple[Kind, ...]
    stale: tuple[Kind, ...]
    surprising: tuple[Kind, ...]
    inverted_pressures: bool
    recorded_at: datetime
    evaluated_at: datetime


class Strategy(Protocol):
    """Anything with a name, a version and a judgment."""

    @property
    def name(self) -> str:
        """Give the name under which it is asked for."""

    @property
    def version(self) -> str:
        """Give the version that every answer carries."""

    @property
    def title(self) -> str:
        """Say in one line what it is."""

    @property
    def source(self) -> str:
        """Say where its numbers come from."""

    @property
    def inputs(self) -> tuple[Kind, ...]:
        """List the kinds it reads."""

    def assess(self, seen: Snapshot) -> Result[Assessment, Fault]:
        """Judge *seen*; a fault where there is nothing to judge."""


def worst(assessed: Iterable[Assessment]) -> Assessment:
    """Take the highest risk, the latest of equals; what others could reach bounds it above."""
    known = tuple(assessed)
    chosen = max(known, key=lambda one: (one.risk_score, one.recorded_at))
    return evolve(chosen, score_max=max(one.score_max for one in known))
