"""Of several records the highest certain risk counts, the latest of equals; the others bound it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import kinds, values_of
from vitalcore.fault import NotApplicable, NothingToAssess
from vitalcore.kinds import Kind, Value
from vitalcore.reading import Reading
from vitalcore.risk.context import Context
from vitalcore.risk.highest import Record, highest
from vitalcore.risk.level import Level
from vitalcore.risk.register import STRATEGIES, find
from vitalcore.risk.simple import RuleBased
from vitalcore.snapshot import snapshot

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
RULES = RuleBased()

measured = st.dictionaries(kinds, st.none(), max_size=8).flatmap(
    lambda some: st.fixed_dictionaries({kind: values_of(kind) for kind in some})
)
records = st.lists(
    st.builds(Record, st.integers(0, 3).map(lambda m: NOON + timedelta(minutes=m)), measured),
    min_size=1,
    max_size=6,
)


def readings(record: Record) -> list[Reading]:
    """The readings of a record."""
    pairs = record.values.items()
    return [Reading(kind=kind, value=value, recorded_at=record.at) for kind, value in pairs]


@given(records)
def test_the_highest_is_found_without_explaining_the_others(sent: list[Record]) -> None:
    """What a sketch chooses is what assessing every record would have chosen."""
    judged = [RULES.assess(snapshot(readings(one), one.at)) for one in sent]
    known = [one.unwrap() for one in judged if one.value_or(None)]
    chosen = max(known, key=lambda one: (one.score_min, one.recorded_at), default=None)
    most = max((one.score_max for one in known), default=0.0)
    found = highest(RULES, sent)
    left = f"{len(sent) - len(known)} of {len(sent)} records could not be assessed"
    notes = (left,) if len(known) < len(sent) else ()
    wanted = evolve(chosen, score_max=most, notes=notes) if chosen else None
    assert found.value_or(None) == wanted
    assert isinstance(found.swap().value_or(None), NothingToAssess | None)


@given(measured)
def test_a_sketch_is_the_assessments_scores(values: dict[Kind, Value]) -> None:
    """The least and the greatest, and nothing where there is nothing to assess."""
    assessed = RULES.assess(snapshot(readings(Record(NOON, values)), NOON)).value_or(None)
    scores = (assessed.score_min, assessed.score_max) if assessed else None
    assert RULES.sketch(values) == scores


@given(records)
def test_every_strategy_takes_records(sent: list[Record]) -> None:
    """Those without a sketch assess each; the certain score is never above the greatest."""
    for strategy in STRATEGIES:
        found = highest(strategy, sent).value_or(None)
        assert found is None or 0 <= found.score_min <= found.score_max <= 1


@given(records)
def test_no_level_is_lost_among_several(sent: list[Record]) -> None:
    """The least and the greatest level of any of them are those of all; certain if they are one."""
    for strategy in STRATEGIES:
        each = [highest(strategy, [one]).value_or(None) for one in sent]
        known = [one for one in each if one and one.possible]
        found = highest(strategy, sent).value_or(None)
        if found and known and strategy.name != RULES.name:  # whose level is never open
            assert found.possible[0] == max((one.possible[0] for one in known), key=_rank)
            assert found.possible[-1] == max((one.possible[-1] for one in known), key=_rank)
            assert (found.risk_level is None) == (len(found.possible) > 1)


def _rank(level: Level) -> int:
    return level.rank


def test_what_could_not_be_assessed_is_counted_in_a_note() -> None:
    """With a sketch or without one; the temperature is nothing that the default reads."""
    fast, warm = {Kind.HR: Decimal(130)}, {Kind.BT: Decimal(38)}
    for strategy, other in ((RULES, warm), (find("news2").unwrap(), {})):
        found = highest(strategy, [Record(NOON, fast), Record(NOON, other)]).unwrap()
        assert found.notes[-1] == "1 of 2 records could not be assessed"
        assert highest(strategy, [Record(NOON, fast)]).unwrap().notes == found.notes[:-1]


def test_where_none_can_be_judged_the_first_is_explained() -> None:
    """A child's pulse is refused for the child, and a record without values for being empty."""
    news2, child = find("news2").unwrap(), Context(age=3)
    empty, pulse = Record(NOON, {}), Record(NOON, {Kind.HR: Decimal(80)})
    faults = [highest(news2, sent, child).failure() for sent in ([empty, pulse], [pulse, empty])]
    assert [type(one) for one in faults] == [NothingToAssess, NotApplicable]


def test_the_default_strategy_sketches() -> None:
    """It is the one that is asked for most."""
    found = find("rule_based").unwrap()
    assert found.sketch({Kind.HR: 130}) == (0.5, 0.9)  # type: ignore[attr-defined]  # a number stands for its Decimal
