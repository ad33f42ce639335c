"""A table as a strategy: its judgment of a patient, whole or in bounds."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from attrs import field, frozen
from returns.result import Failure, Result

from vitalcore.fault import Fault, NothingToAssess
from vitalcore.reading import inverted
from vitalcore.risk.applicable import Record, record
from vitalcore.risk.assessment import Assessment, Finding
from vitalcore.risk.bounds import Bounds, bounds
from vitalcore.risk.context import ANYONE, Context
from vitalcore.risk.engine import Engine, engine
from vitalcore.risk.finder import Values
from vitalcore.risk.found import Teller, shown, tellers
from vitalcore.risk.gathered import Gathered, gathered
from vitalcore.risk.inputs import RECORDED, Input
from vitalcore.risk.missing import counts
from vitalcore.risk.plain import digest, plain
from vitalcore.risk.table import Table
from vitalcore.snapshot import Snapshot


@frozen
class Scored:
    """A sound table, ready to judge."""

    engine: Engine
    hash: str
    tellers: Mapping[Input, Teller] = field(eq=False, repr=False)

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
        return record(self.table, patient, known.newest.date(), seen.at.date()).map(
            partial(self._judged, seen, known)
        )

    def _judged(self, seen: Snapshot, known: Gathered, told: Record) -> Assessment:
        values = {**told.values, **{name: one.value for name, one in known.fresh.items()}}
        reach = self._reach(values, self.engine.raising.intersection(known.stale))
        findings = self._findings(values, known, seen.at)
        return Assessment(
            strategy=self.name,
            strategy_version=self.version,
            strategy_hash=self.hash,
            **_judgment(self.table, reach),
            checked_rules=tuple([rule for finding in findings for rule in finding.fired]),
            findings=findings,
            missing=reach.missing,
            next=reach.next,
            stale=tuple(known.stale),
            stale_findings=shown(known.stale, seen.at),
            surprising=tuple([one.kind for one in findings if one.surprising]),
            inverted_pressures=inverted(seen.fresh),
            recorded_at=known.newest,
            evaluated_at=seen.at,
            notes=(
                *told.notes,
                *_off_chart(self.engine, values),
                *_unseen(self.engine, values, reach.missing),
            ),
        )

    def _findings(self, values: Values, known: Gathered, at: datetime) -> tuple[Finding, ...]:
        read = known.fresh
        return tuple(
            [tell(values, read.get(n), at) for n, tell in self.tellers.items() if n in values]
        )

    def _reach(self, values: Values, faded: frozenset[Input]) -> Bounds:
        score = self.engine.score(values)
        if faded or score.total is None or score.rank is None:
            return bounds(self.engine, values, faded)
        return Bounds(
            least=score.total, most=score.total, ranks=(score.rank,), missing=(), next=None
        )


def scored(table: Table) -> Scored:
    """Make a sound *table* a strategy."""
    ready = engine(table)
    return Scored(ready, digest(plain(table)), tellers(ready))


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
        [
            f"{name} {values[name]} is not on this chart"
            for name, gauge in engine.gauges.items()
            if gauge.unscored and values.get(name) in gauge.unscored
        ]
    )


def _unseen(engine: Engine, values: Values, missing: tuple[Input, ...]) -> tuple[str, ...]:
    """Name what the bounds leave out, since it can only add: that it is unknown is no good sign."""
    known = {*values, *missing, *RECORDED}
    left = [
        name
        for name in engine.table.inputs
        if name in engine.raising and name not in known and counts(engine, values, name)
    ]
    return (f"not known, and could only raise the score: {', '.join(left)}",) if left else ()
