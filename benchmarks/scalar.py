"""How many NEWS2 assessments one core makes in a second: `uv run python benchmarks/scalar.py`.

`score` is the inner function, from values to points, total and level; `bounds` is the same with one
input missing; `assess` builds the whole answer with its findings and provenance. The time is the
processor's, so that others on the machine count less.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from statistics import median
from time import process_time
from timeit import repeat

from vitalcore.kinds import Consciousness, Kind, Value
from vitalcore.reading import Reading
from vitalcore.risk.bounds import bounds
from vitalcore.risk.finder import Values
from vitalcore.risk.inputs import Input
from vitalcore.risk.scored import scored
from vitalcore.risk.tables.news2 import NEWS2
from vitalcore.snapshot import snapshot

AT = datetime(2026, 1, 1, tzinfo=UTC)
RUNS = 5

MEASURED: dict[Kind, Value] = {
    Kind.RR: Decimal(22),
    Kind.SPO2: Decimal(94),
    Kind.O2: Decimal(2),
    Kind.SBP: Decimal(105),
    Kind.HR: Decimal(96),
    Kind.ACVPU: Consciousness.ALERT,
    Kind.BT: Decimal("38.45"),
}


def main() -> None:
    news2 = scored(NEWS2)
    whole: Values = {**{Input(k): v for k, v in MEASURED.items()}, Input.SCALE: "1"}
    partial: Values = {name: one for name, one in whole.items() if name != Input.ACVPU}
    seen = snapshot([Reading(kind=k, value=v, recorded_at=AT) for k, v in MEASURED.items()], AT)
    show("score", lambda: news2.engine.score(whole), 20_000)
    show("bounds", lambda: bounds(news2.engine, partial), 2_000)
    show("assess", lambda: news2.assess(seen), 1_000)


def show(name: str, work: Callable[[], object], times: int) -> None:
    seconds = median(repeat(work, timer=process_time, number=times, repeat=RUNS))
    print(f"{name:<8}{times / seconds:>12,.0f} a second{seconds / times * 1e6:>8.1f} us each")


if __name__ == "__main__":
    main()
