"""What was found, one input at a time: value, band, points, age and where it comes from."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from vitalcore.reading import Reading, surprising
from vitalcore.risk.assessment import Finding
from vitalcore.risk.engine import Engine
from vitalcore.risk.finder import Value, Values
from vitalcore.risk.gathered import Seen
from vitalcore.risk.inputs import Input, unit_of

#: Tells of one input, known to be among the values, by the reading it comes from.
type Teller = Callable[[Values, Seen | None, datetime], Finding]
type Rounding = Callable[[Value], Value]


def rounding(grid: Decimal | None) -> Rounding:
    """Round numbers half-up to *grid*, as the chart prints them."""
    if grid is None:
        return _as_given
    step = grid  # what is not None stays so inside of a function

    def tenfold(value: Value) -> Value:
        return value.quantize(step, ROUND_HALF_UP) if isinstance(value, Decimal) else value

    def stepwise(value: Value) -> Value:
        if not isinstance(value, Decimal):
            return value
        return (value / step).to_integral_value(ROUND_HALF_UP) * step

    return tenfold if step.as_tuple().digits == (1,) else stepwise


def tellers(engine: Engine) -> Mapping[Input, Teller]:
    """Make ready to tell of every input in the chart's order; the SpO2 scale is told in a note."""
    return {name: _teller(engine, name) for name in engine.table.inputs if name is not Input.SCALE}


def shown(seen: Mapping[Input, Seen], at: datetime) -> tuple[Finding, ...]:
    """Show what is too old to count."""
    return tuple(told(name, one.value, one, at) for name, one in seen.items())


def told(
    name: Input, value: Value, seen: Seen | None, at: datetime, fired: tuple[str, ...] = ()
) -> Finding:
    """Tell of one input that has no chart; what no reading carries was known at *at*."""
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
    )


def _as_given(value: Value) -> Value:
    return value


def _teller(engine: Engine, name: Input) -> Teller:
    gauge = engine.gauges.get(name)
    find, unit = engine.finders.get(name), unit_of(name)
    rounded = rounding(gauge.grid if gauge else None)
    raising = _raising(engine, name)

    def tell(values: Values, seen: Seen | None, at: datetime) -> Finding:
        value = values[name]
        mark = find(values) if find else None
        fired = mark.fired if mark else ()
        recorded_at = seen.recorded_at if seen else at
        return Finding(
            kind=name,
            value=value,
            recorded_at=recorded_at,
            age_seconds=int((at - recorded_at).total_seconds()),
            fired=fired if raising is None else (*fired, *raising(value)),
            surprising=isinstance(seen, Reading) and surprising(seen.kind, seen.value),
            source=seen.source if seen else None,
            version=seen.version if seen else None,
            unit=unit,
            quantised=rounded(value),
            band=mark.printed if mark else None,
            points=mark.points if mark else None,
        )

    return tell


def _raising(engine: Engine, name: Input) -> Callable[[Value], tuple[str, ...]] | None:
    about = [one for one in engine.table.overrides if one.when.input is name]
    if not about:
        return None
    return lambda value: tuple(
        f"{name} {value}, at least {one.level}" for one in about if one.when.holds(value)
    )
