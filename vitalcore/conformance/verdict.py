"""A published vector held against the score it speaks of."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from attrs import frozen
from returns.result import Success

from vitalcore.conformance.facts import told
from vitalcore.conformance.words import NAMES, understood
from vitalcore.guard import EPOCH
from vitalcore.reading import Reading
from vitalcore.risk.engine import Engine, engine
from vitalcore.risk.finder import Values
from vitalcore.risk.index import Index
from vitalcore.risk.indices import AGE_SHOCK, MEAN_PRESSURE, MODIFIED_SHOCK, SHOCK
from vitalcore.risk.inputs import Input
from vitalcore.risk.shipped import TABLES
from vitalcore.risk.simple import THRESHOLDS, RuleBased
from vitalcore.snapshot import snapshot

#: One thing a vector asserts, what it expects and what was found.
type Difference = tuple[str, object, object]
type Vector = Mapping[str, Any]


@frozen
class Verdict:
    """A vector's score, and in what it differs."""

    score: str
    differences: tuple[Difference, ...]


_ENGINES = {one.name: engine(one) for one in TABLES}

#: The vectors' names of the scores.
TABLED: Mapping[str, Engine] = MappingProxyType(
    {
        "NEWS2": _ENGINES["news2"],
        "NEWS": _ENGINES["news"],
        "MEWS": _ENGINES["mews"],
        "qSOFA": _ENGINES["qsofa"],
        "SIRS": _ENGINES["sirs"],
        "PEWS_ENGLAND": _ENGINES["pews_england"],
        "CART": _ENGINES["cart"],
    }
)
INDEXED: Mapping[str, Index] = MappingProxyType(
    {
        "SHOCK_INDEX": SHOCK,
        "MODIFIED_SHOCK_INDEX": MODIFIED_SHOCK,
        "AGE_SHOCK_INDEX": AGE_SHOCK,
        "MAP": MEAN_PRESSURE,
    }
)
SIMPLE = "SEED_SIMPLE"

_PARAMETERS = {**NAMES, "oxygen": Input.O2}
_SCORES = {"<=0.3": (0.0, 0.3), "0.4-0.7": (0.4, 0.7), ">=0.8": (0.8, 1.0)}
_MINUTES = {"min 12-hourly": 720, "min 4-6-hourly": 360, "min 1-hourly": 60, "continuous": 0}
_POSITIVE = ("sirs_met", "high_risk")


def verdict(vector: Vector) -> Verdict:
    """Hold every assertion of *vector* against this library."""
    differences = [
        difference
        for said in told(vector["inputs"])
        for difference in _differences(vector["score"], said, vector["expected"])
    ]
    return Verdict(vector["score"], tuple(differences))


def _differences(score: str, said: Vector, expected: Vector) -> Iterator[Difference]:
    match understood(said):
        case Success(values):
            for name, wanted, found in _asserted(score, values, expected):
                if wanted != found:
                    yield name, wanted, found
        case refused:
            if "error" not in expected:
                yield "error", None, refused


def _asserted(score: str, values: Values, expected: Vector) -> Iterator[Difference]:
    if score in INDEXED:
        yield _index(INDEXED[score], values, expected)
    elif score == SIMPLE:
        yield from _simple(values, expected)
    else:
        yield from _table(TABLED[score], values, expected)


def _index(index: Index, values: Values, expected: Vector) -> Difference:
    """Compare as the page rounded: within half a unit of its last decimal."""
    found = index.of({name: Decimal(value) for name, value in values.items()}).unwrap()
    wanted, slack = Decimal(str(expected["value"])), Decimal(5).scaleb(-expected["decimals"] - 1)
    return "value", True, abs(found - Fraction(wanted)) <= Fraction(slack)


def _simple(values: Values, expected: Vector) -> Iterator[Difference]:
    readings = (
        Reading(kind=one.kind, value=Decimal(values[Input(one.kind)]), recorded_at=EPOCH)
        for one in THRESHOLDS
    )
    found = RuleBased().assess(snapshot(readings, EPOCH)).unwrap()
    low, high = _SCORES[expected["risk_score_constraint"]]
    yield "matched", expected["matched"], len(found.checked_rules)
    yield "risk_level", expected["risk_level"], found.risk_level
    yield "risk_score", True, found.risk_score is not None and low <= found.risk_score <= high


def _table(engine: Engine, values: Values, expected: Vector) -> Iterator[Difference]:
    score = engine.score(values)
    outcome = None if score.rank is None else engine.table.outcomes[score.rank]
    for name, wanted in expected.items():
        match name:
            case "subscores":
                for word, points in wanted.items():
                    yield word, points, score.points[engine.places[_PARAMETERS[word]]]
            case "total":
                yield name, wanted, score.total
            case "total_at_least":
                yield name, True, score.total is not None and score.total >= wanted
            case "any_3":
                yield name, wanted, 3 in score.points  # noqa: PLR2004 -- the name says it
            case "risk":
                yield name, wanted, outcome and outcome.label
            case "monitoring":
                yield name, _MINUTES[wanted], outcome and outcome.every
            case _:
                yield name, wanted, name in _POSITIVE and outcome == engine.table.outcomes[-1]
