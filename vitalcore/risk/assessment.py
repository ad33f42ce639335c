"""What a strategy says of a patient, and everything that explains it."""

from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from attrs import frozen
from returns.result import Result

from vitalcore.fault import Fault
from vitalcore.risk.context import ANYONE, Context
from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.snapshot import Snapshot


@frozen(kw_only=True, slots=False)  # filled in less time, and an assessment has seven of them
class Finding:
    """One input that was read: its value, how old it is, what it did, and where it comes from.

    *quantised* is the value as it was scored, in *unit*; *band* and *points* are what the chart
    says of it. A stale finding has neither: it is shown and does not count.
    """

    kind: Input
    value: Decimal | str
    recorded_at: datetime
    age_seconds: int
    fired: tuple[str, ...]
    surprising: bool
    source: UUID | None
    version: int | None
    unit: str = ""
    quantised: Decimal | str | None = None
    band: str | None = None
    points: int | None = None


@frozen(kw_only=True, slots=False)  # likewise
class Assessment:
    """A level and a score, or the bounds in which they lie while inputs are missing.

    A table's *risk_score* is its total as a share of the most points. *risk_level*, *risk_score*
    and *total* are None where they are not certain; *possible* lists the levels that remain, least
    first, and *least* and *most* bound the total. *next* is the missing input to obtain first.
    *every* is the longest time to the next observations in minutes, 0 for continuous.
    """

    strategy: str
    strategy_version: str
    strategy_hash: str
    risk_level: Level | None
    risk_score: float | None  # 0..1
    score_min: float
    score_max: float
    checked_rules: tuple[str, ...]
    findings: tuple[Finding, ...]
    missing: tuple[Input, ...]
    stale: tuple[Input, ...]
    surprising: tuple[Input, ...]
    inverted_pressures: bool
    recorded_at: datetime
    evaluated_at: datetime
    possible: tuple[Level, ...]
    stale_findings: tuple[Finding, ...] = ()
    next: Input | None = None
    total: int | None = None
    least: int | None = None
    most: int | None = None
    value: Decimal | None = None  # of an index, which has no points
    label: str | None = None
    response: str | None = None
    monitoring: str | None = None
    every: int | None = None
    notes: tuple[str, ...] = ()


class Strategy(Protocol):
    """Anything with a name, a version and a judgment."""

    @property
    def name(self) -> str:
        """Give the name under which it is asked for."""

    @property
    def version(self) -> str:
        """Give the version that every answer carries."""

    @property
    def hash(self) -> str:
        """Give the SHA-256 of its content, which changes with any of its numbers."""

    @property
    def title(self) -> str:
        """Say in one line what it is."""

    @property
    def source(self) -> str:
        """Say where its numbers come from."""

    @property
    def inputs(self) -> tuple[Input, ...]:
        """List what it reads."""

    def assess(self, seen: Snapshot, patient: Context = ANYONE, /) -> Result[Assessment, Fault]:
        """Judge *seen*; a fault where there is nothing to judge, or the strategy does not apply."""
