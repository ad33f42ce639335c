"""The default strategy: its contract, number by number."""

from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from tests.core.risk.scores import AT, reading
from vitalcore.kinds import Kind
from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.simple import RuleBased
from vitalcore.snapshot import snapshot

RULES = {Kind.HR: "HR > 120", Kind.SBP: "SBP < 90", Kind.SPO2: "SpO2 < 90"}
FIRING = {Kind.HR: 121, Kind.SBP: 89, Kind.SPO2: 89}
QUIET = {Kind.HR: 120, Kind.SBP: 90, Kind.SPO2: 90}
OUTCOMES = [(Level.LOW, 0.2), (Level.MEDIUM, 0.5), (Level.MEDIUM, 0.7), (Level.HIGH, 0.9)]


@given(st.sets(st.sampled_from(list(RULES))), st.sets(st.sampled_from(list(RULES))))
@example(set(), {Kind.SBP, Kind.SPO2})
def test_every_mixture_of_rules_and_missing_inputs(fires: set[Kind], absent: set[Kind]) -> None:
    """Rules that fired make the level; every missing input could make it one step worse."""
    present = [kind for kind in RULES if kind not in absent]
    if not present:
        return
    values = [reading(kind, (FIRING if kind in fires else QUIET)[kind]) for kind in present]
    found = RuleBased().assess(snapshot(values, AT)).unwrap()
    fired = [kind for kind in present if kind in fires]
    missing = [kind for kind in RULES if kind in absent]
    assert (found.risk_level, found.risk_score) == OUTCOMES[len(fired)]
    assert (found.score_min, found.score_max) == (
        OUTCOMES[len(fired)][1],
        OUTCOMES[len(fired) + len(missing)][1],
    )
    assert found.checked_rules == tuple(RULES[kind] for kind in fired)
    assert found.missing == tuple(Input(kind) for kind in missing)
    reach = OUTCOMES[len(fired) : len(fired) + len(missing) + 1]
    assert found.possible == tuple(dict.fromkeys(level for level, _ in reach))
    assert found.next == (found.missing[0] if missing else None)


def test_a_stale_reading_is_shown_and_does_not_fire() -> None:
    """A low pressure of yesterday is listed as stale and missing."""
    seen = snapshot([reading(Kind.HR, 80), reading(Kind.SBP, 60, 14 * 60)], AT)
    found = RuleBased().assess(seen).unwrap()
    assert (found.risk_level, found.stale) == (Level.LOW, (Input.SBP,))
    assert [(one.kind, one.value, one.fired) for one in found.stale_findings] == [
        (Input.SBP, Decimal(60), ())
    ]
    assert Input.SBP in found.missing


def test_it_names_itself() -> None:
    """Every answer carries the strategy's name, version and hash."""
    found = RuleBased().assess(snapshot([reading(Kind.HR, 300)], AT)).unwrap()
    assert (found.strategy, found.strategy_version) == ("rule_based", "1")
    assert found.strategy_hash == RuleBased().hash
    assert found.surprising == (Input.HR,)
    assert RuleBased(name="quiet").name == "quiet"
