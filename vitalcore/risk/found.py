"""What was found, one input at a time: value, band, points, age and where it comes from."""

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from vitalcore.reading import Reading, surprising
from vitalcore.risk.assessment import Finding
from vitalcore.risk.engine import Engine
from vitalcore.risk.finder import Mark, Value, Values
from vitalcore.risk.gathered import Seen
from vitalcore.risk.inputs import Input, unit_of
from vitalcore.risk.table import Band


def quantised(value: Value, grid: Decimal | None) -> Value:
    """Round a number half-up to *grid*, as the chart prints it."""
    if grid is None or not isinstance(value, Decimal):
        return value
    return (value / grid).to_integral_value(ROUND_HALF_UP) * grid


def found(
    engine: Engine, values: Values, seen: Mapping[Input, Seen], at: datetime
) -> tuple[Finding, ...]:
    """Tell of every input that is known, in the chart's order, what the chart says of it."""
    told = (name for name in engine.table.inputs if name in values and name is not Input.SCALE)
    return tuple(_finding(engine, name, values, seen.get(name), at) for name in told)


def shown(seen: Mapping[Input, Seen], at: datetime) -> tuple[Finding, ...]:
    """Show what is too old to count."""
    return tuple(told(name, one.value, one, at) for name, one in seen.items())


def told(  # noqa: PLR0913 -- a finding has that many sides
    name: Input,
    value: Value,
    seen: Seen | None,
    at: datetime,
    *,
    quantised: Value | None = None,
    mark: Mark | None = None,
    fired: tuple[str, ...] = (),
) -> Finding:
    """Tell of one input; what no reading carries was known at *at*."""
    recorded_at = seen.recorded_at if seen else at
    return Finding(
        kind=name,
        value=value,
        recorded_at=recorded_at,
        age_seconds=int((at - recorded_at).total_seconds()),
        fired=fired,
        surprising=isinstance(seen, Reading) and surprising(seen.kind, seen.value),
        source=seen.source if seen else None,
        version=seen.version if seen else None,
        unit=unit_of(name),
        quantised=quantised,
        band=_printed(mark) if mark else None,
        points=mark.points if mark else None,
    )


def _finding(
    engine: Engine, name: Input, values: Values, seen: Seen | None, at: datetime
) -> Finding:
    gauge = engine.gauges.get(name)
    mark = engine.mark(name, values)
    return told(
        name,
        values[name],
        seen,
        at,
        quantised=quantised(values[name], gauge.grid) if gauge else values[name],
        mark=mark,
        fired=(*_scoring(name, mark), *_raising(engine, name, values)),
    )


def _printed(mark: Mark) -> str:
    return str(mark.range) if isinstance(mark, Band) else mark.code


def _scoring(name: Input, mark: Mark | None) -> tuple[str, ...]:
    return (f"{name} {_printed(mark)}",) if mark and mark.points else ()


def _raising(engine: Engine, name: Input, values: Values) -> tuple[str, ...]:
    return tuple(
        f"{name} {values[name]}, at least {one.level}"
        for one in engine.table.overrides
        if one.when.input is name and one.when.holds(values[name])
    )
