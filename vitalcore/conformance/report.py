"""What a conformance run says, in lines to print."""

from collections import Counter
from collections.abc import Iterable, Mapping

from vitalcore.conformance.corpus import Case, Topic
from vitalcore.conformance.protocol import difference, untold
from vitalcore.conformance.verdict import INDEXED, SIMPLE, TABLED, Vector, verdict
from vitalcore.risk.register import STRATEGIES
from vitalcore.risk.shipped import TABLES

#: The register's name for each name that a vector uses.
NAMED: Mapping[str, str] = {
    **{said: one.table.name for said, one in TABLED.items()},
    **{said: one.name for said, one in INDEXED.items()},
    SIMPLE: "rule_based",
}


def vectors_report(vectors: Iterable[Vector]) -> tuple[int, tuple[str, ...]]:
    """Count, for every shipped score, the vectors and those that differ; list the choices made."""
    verdicts = [verdict(one) for one in vectors]
    checked = Counter(NAMED[one.score] for one in verdicts)
    differing = Counter(NAMED[one.score] for one in verdicts if one.differences)
    lines = [f"{'score':<24}{'vectors':>8}{'differing':>11}"]
    lines += [_row(one.name, checked[one.name], differing[one.name]) for one in STRATEGIES]
    lines += [f"{one.score}: {told}" for one in verdicts for told in one.differences]
    lines += ["", "Where a publication leaves room, or its copies disagree, it was chosen:"]
    lines += [f"  {table.name}: {choice}" for table in TABLES for choice in table.choices]
    return differing.total(), tuple(lines)


def _row(name: str, checked: int, differing: int) -> str:
    counts = f"{checked:>8}{differing:>11}" if checked else "  no published vectors are known"
    return f"{name:<24}{counts}"


def corpus_report(
    cases: Iterable[Case], answers: Mapping[str, object]
) -> tuple[int, tuple[str, ...]]:
    """Count the cases by topic and the differences by kind, with the first case of each.

    An implementation need not tell levels; how many were left unchecked is told instead.
    """
    asked = tuple(cases)
    found = [(one, kind) for one in asked if (kind := difference(one, answers.get(one.id)))]
    by_topic = Counter(one.topic for one, _ in found)
    total = Counter(one.topic for one in asked)
    lines = [f"{'NEWS2':<44}{'cases':>7}{'differing':>11}"]
    lines += [f"{topic:<44}{total[topic]:>7}{by_topic[topic]:>11}" for topic in Topic]
    lines += [f"{'all':<44}{total.total():>7}{by_topic.total():>11}"]
    return len(found), (*lines, *_untold(asked, answers), *_kinds(found))


def _untold(asked: Iterable[Case], answers: Mapping[str, object]) -> Iterable[str]:
    silent = sum(untold(answers.get(one.id)) for one in asked)
    return (f"levels not told: {silent:,}",) if silent else ()


def _kinds(found: Iterable[tuple[Case, str]]) -> Iterable[str]:
    first: dict[str, str] = {}
    count: Counter[str] = Counter()
    for case, kind in found:
        first.setdefault(kind, case.id)
        count[kind] += 1
    return (f"{kind}: {number}, first {first[kind]}" for kind, number in count.most_common())
