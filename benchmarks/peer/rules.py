"""The peer's risk: three thresholds, and how many of them a record passes."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from benchmarks.peer.words import Kind, Question, Record, Risk

RULES: Mapping[str, tuple[Kind, Callable[[float], bool]]] = {
    "HR > 120": ("HR", lambda value: value > 120),
    "SBP < 90": ("SBP", lambda value: value < 90),
    "SpO2 < 90": ("SpO2", lambda value: value < 90),
}
ANSWERS = ((0.2, "LOW"), (0.5, "MEDIUM"), (0.7, "MEDIUM"), (0.9, "HIGH"))


def assess(asked: Question) -> Risk:
    """Let the record with the most rules count, the latest of equals."""
    worst = max(asked.records, key=lambda record: (len(_fired(record)), record.recorded_at))
    fired = _fired(worst)
    score, level = ANSWERS[len(fired)]
    return Risk(
        patient_id=asked.patient_id,
        risk_score=score,
        risk_level=level,
        checked_rules=fired,
        evaluated_at=datetime.now(UTC),
    )


def _fired(record: Record) -> list[str]:
    return [
        name
        for name, (kind, fires) in RULES.items()
        if (value := record.vitals.get(kind)) is not None and fires(value)
    ]
