"""An index as a strategy: a quotient or a difference of a few inputs, exact and without a level."""

from collections.abc import Callable, Container, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial

from attrs import field, frozen
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, NotApplicable, NothingToAssess
from vitalcore.reading import inverted
from vitalcore.risk.assessment import Assessment
from vitalcore.risk.context import ANYONE, Context
from vitalcore.risk.found import told
from vitalcore.risk.gathered import Seen, gathered
from vitalcore.risk.inputs import Input
from vitalcore.risk.plain import digest
from vitalcore.snapshot import Snapshot

type Exact = Mapping[Input, Fraction]


@frozen
class Guard:
    """What must hold before the formula means anything; *rule* says it in words."""

    holds: Callable[[Exact], bool]
    rule: str


@frozen(kw_only=True)
class Index:
    """A *formula* over *inputs*; *reference* says what is read of its values, which varies."""

    name: str
    title: str
    source: str
    text: str
    formula: Callable[[Exact], Fraction] = field(repr=False)
    inputs: tuple[Input, ...]
    guards: tuple[Guard, ...]
    reference: str
    version: str = "1"

    @property
    def hash(self) -> str:
        """Give the SHA-256 of what it says of itself."""
        rules = [guard.rule for guard in self.guards]
        return digest(
            {"name": self.name, "version": self.version, "text": self.text, "rules": rules}
        )

    def of(
        self, values: Mapping[Input, Decimal], stale: Container[Input] = ()
    ) -> Result[Fraction, Fault]:
        """Compute it, unrounded; refused where an input is missing or a guard does not hold."""
        if missing := tuple(name for name in self.inputs if name not in values):
            too_old = tuple(name for name in missing if name in stale)
            return Failure(NothingToAssess(self.inputs, missing, too_old))
        exact = {name: Fraction(values[name]) for name in self.inputs}
        for guard in self.guards:
            if not guard.holds(exact):
                return Failure(NotApplicable(self.name, guard.rule))
        return Success(self.formula(exact))

    def assess(self, seen: Snapshot, patient: Context = ANYONE, /) -> Result[Assessment, Fault]:
        """Tell its value; it needs all its inputs, and gives no level."""
        known = gathered(seen, patient, self.inputs)
        values = {name: Decimal(one.value) for name, one in known.fresh.items()}
        recorded_at = max((one.recorded_at for one in known.fresh.values()), default=seen.at)
        years = patient.age_on(recorded_at.date())
        if Input.AGE in self.inputs and years is not None:
            values[Input.AGE] = Decimal(years)
        return self.of(values, known.stale).map(
            partial(self._told, seen, known.fresh, values, recorded_at)
        )

    def _told(
        self,
        seen: Snapshot,
        read: Mapping[Input, Seen],
        values: Mapping[Input, Decimal],
        recorded_at: datetime,
        value: Fraction,
    ) -> Assessment:
        return Assessment(
            strategy=self.name,
            strategy_version=self.version,
            strategy_hash=self.hash,
            risk_level=None,
            risk_score=None,
            score_min=0.0,
            score_max=1.0,
            checked_rules=(),
            findings=tuple(told(name, values[name], read.get(name), seen.at) for name in values),
            missing=(),
            stale=(),
            surprising=(),
            inverted_pressures=inverted(seen.fresh),
            recorded_at=recorded_at,
            evaluated_at=seen.at,
            possible=(),
            value=Decimal(value.numerator) / Decimal(value.denominator),
            notes=(self.reference,),
        )
