"""A table as a strategy: its judgment of a patient, whole or in bounds."""

from functools import partial
from typing import Any

from attrs import frozen
from returns.result import Failure, Result

from vitalcore.fault import Fault, NothingToAssess
from vitalcore.reading import inverted
from vitalcore.risk.applicable import Record, record
from vitalcore.risk.assessment import Assessment
from vitalcore.risk.bounds import Bounds, bounds
from vitalcore.risk.context import ANYONE, Context
from vitalcore.risk.engine import Engine, engine
from vitalcore.risk.finder import Values
from vitalcore.risk.found import found, shown
from vitalcore.risk.gathered import Gathered, gathered
from vitalcore.risk.inputs import RECORDED, Input
from vitalcore.risk.plain import digest, plain
from vitalcore.risk.table import Table
from vitalcore.snapshot import Snapshot


@frozen
class Scored:
    """A sound table, ready to judge."""

    engine: Engine
    hash: str

    @property
    def table(self) -> Table:
        """Give the table itself."""
        return self.engine.table

    @property
    def name(self) -> str:
        """Give the name under which it is asked for."""
        return self.table.name

    @property
    def version(self) -> str:
        """Give the version that every answer carries."""
        return self.table.version

    @property
    def title(self) -> str:
        """Say in one line what it is."""
        return self.table.title

    @property
    def source(self) -> str:
        """Say where its numbers come from."""
        return self.table.source

    @property
    def inputs(self) -> tuple[Input, ...]:
        """List what it reads."""
        return self.table.inputs

    def assess(self, seen: Snapshot, patient: Context = ANYONE, /) -> Result[Assessment, Fault]:
        """Judge by what is fresh; what the patient's record alone tells is not enough."""
        known = gathered(seen, patient, self.inputs)
        if not known.fresh:
            return Failure(NothingToAssess(tuple(n for n in self.inputs if n not in RECORDED)))
        read_on = max(one.recorded_at for one in known.fresh.values()).date()
        return record(self.table, patient, read_on, seen.at.date()).map(
            partial(self._judged, seen, known)
        )

    def _judged(self, seen: Snapshot, known: Gathered, told: Record) -> Assessment:
        values = {**told.values, **{name: one.value for name, one in known.fresh.items()}}
        reach = self._reach(values)
        findings = found(self.engine, values, known.fresh, seen.at)
        return Assessment(
            strategy=self.name,
            strategy_version=self.version,
            strategy_hash=self.hash,
            **_judgment(self.table, reach),
            checked_rules=tuple(rule for finding in findings for rule in finding.fired),
            findings=findings,
            missing=reach.missing,
            next=reach.next,
            stale=tuple(known.stale),
            stale_findings=shown(known.stale, seen.at),
            surprising=tuple(one.kind for one in findings if one.surprising),
            inverted_pressures=inverted(seen.fresh),
            recorded_at=max(one.recorded_at for one in known.fresh.values()),
            evaluated_at=seen.at,
            notes=(*told.notes, *_off_chart(self.engine, values)),
        )

    def _reach(self, values: Values) -> Bounds:
        score = self.engine.score(values)
        if score.total is None or score.rank is None:
            return bounds(self.engine, values)
        return Bounds(
            least=score.total, most=score.total, ranks=(score.rank,), missing=(), next=None
        )


def scored(table: Table) -> Scored:
    """Make a sound *table* a strategy."""
    return Scored(engine(table), digest(plain(table)))


def _judgment(table: Table, reach: Bounds) -> dict[str, Any]:
    """Say what is certain: a total only if nothing is missing, a level only if one is left."""
    outcomes = tuple(table.outcomes[rank] for rank in reach.ranks)
    possible = tuple(dict.fromkeys(one.level for one in outcomes))
    certain = outcomes[0] if len(outcomes) == 1 else None
    whole = not reach.missing
    low, high = reach.least / table.highest, reach.most / table.highest
    return {
        "risk_level": possible[0] if len(possible) == 1 else None,
        "risk_score": low if whole else None,
        "score_min": low,
        "score_max": high,
        "possible": possible,
        "total": reach.least if whole else None,
        "least": reach.least,
        "most": reach.most,
        "label": certain.label if certain else None,
        "response": certain.response if certain else None,
        "monitoring": certain.monitoring if certain else None,
        "every": certain.every if certain else None,
    }


def _off_chart(engine: Engine, values: Values) -> tuple[str, ...]:
    return tuple(
        f"{name} {values[name]} is not on this chart"
        for name, gauge in engine.gauges.items()
        if name in values and values[name] in gauge.unscored
    )
