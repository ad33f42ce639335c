"""The protocol between the corpus and an implementation of NEWS2: one question, one answer.

A question is `{"id": text, "inputs": {...}}`. The inputs are respiratory_rate (/min), spo2 (%),
spo2_scale (1 or 2), on_oxygen (true or false), systolic_bp (mmHg), heart_rate (/min), temperature
(degC) and consciousness (A, C, V, P or U); an absent one, or null, was not measured. A scale that
is absent, or null, is Scale 1. An answer is a JSON object with the same `id` and either

- `total`, a whole number, and if the implementation tells it `risk`: low, low-medium, medium, high;
- `total` null where inputs are missing, be it all of them, and if it tells them the bounds: `least`
  and `most`;
- `error`, a text, where the inputs cannot be. It is also right for missing inputs.
"""

from collections.abc import Mapping
from typing import Any

from returns.result import Success

from vitalcore.conformance.corpus import Case, Topic
from vitalcore.conformance.words import understood
from vitalcore.risk.bounds import bounds
from vitalcore.risk.engine import engine
from vitalcore.risk.finder import Values
from vitalcore.risk.inputs import SCALE_1, Input
from vitalcore.risk.tables.news2 import NEWS2

type Answer = Mapping[str, Any]

_ENGINE = engine(NEWS2)
_INCOMPLETE = (Topic.MISSING, Topic.NULL)


def answer(inputs: Mapping[str, Any]) -> Answer:
    """Answer one question as this library does."""
    match understood(inputs):
        case Success(values):
            return _answer({Input.SCALE: SCALE_1, **values})
        case refused:
            flaws = getattr(refused.failure(), "flaws", ())
            return {"error": "; ".join(f"{one.pointer} {one.detail}" for one in flaws)}


def _answer(values: Values) -> Answer:
    score = _ENGINE.score(values)
    if score.total is None or score.rank is None:
        reach = bounds(_ENGINE, values)
        return {"total": None, "least": reach.least, "most": reach.most}
    return {"total": score.total, "risk": NEWS2.outcomes[score.rank].label}


def difference(case: Case, given: object) -> str | None:
    """Name the kind of difference between an answer and the right one, or None."""
    right = answer(case.inputs)
    if not isinstance(given, Mapping) or not {"total", "error"} & given.keys():
        return "no answer"
    total = given.get("total")
    if case.topic in _INCOMPLETE:
        return _incomplete(right, given)
    if "error" in right:
        return None if total is None else "impossible value accepted"
    if total is None:
        return "refused"
    if total != right["total"] or isinstance(total, bool):
        return "wrong total"
    return _level(right["risk"], given.get("risk"))


def untold(given: object) -> bool:
    """Does an answer leave out the level that goes with its total?"""
    return (
        isinstance(given, Mapping) and given.get("total") is not None and given.get("risk") is None
    )


def _incomplete(right: Answer, given: Answer) -> str | None:
    if given.get("total") is not None:
        return "missing input counted as known"
    told = {name: given[name] for name in ("least", "most") if given.get(name) is not None}
    return None if told.items() <= right.items() else "wrong bounds"


def _level(right: str, given: object) -> str | None:
    if given is None or str(given).lower().replace("_", "-") == right:
        return None
    if right == "low-medium":
        return "single 3 lost" if str(given).lower() == "low" else "single 3 inflated"
    return "wrong level"
