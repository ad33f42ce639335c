"""Which inputs an answer still waits for."""

from vitalcore.risk.cases import NONE, conditions, highest
from vitalcore.risk.engine import Engine
from vitalcore.risk.finder import Values
from vitalcore.risk.inputs import Input
from vitalcore.risk.table import Parameter


def absent(engine: Engine, values: Values, faded: frozenset[Input] = NONE) -> tuple[Input, ...]:
    """List, in the chart's order, the inputs without which the answer is open."""
    table = engine.table
    open_ = {
        line.parameter.gauges[0].input
        for line in engine.lines
        if line.score(values) is None and not _answered(line.parameter, values)
    }
    asked = {one.input for one in conditions(table)} | engine.needed
    owed = {name for name in faded if counts(engine, values, name)}
    return tuple(name for name in table.inputs if name in open_ | owed | (asked - values.keys()))


def _answered(parameter: Parameter, values: Values) -> bool:
    """Is it another input that keeps *parameter* open?"""
    return any(
        gauge.decides and gauge.input in values and values[gauge.input] not in gauge.unscored
        for gauge in parameter.gauges
    )


def counts(engine: Engine, values: Values, name: Input) -> bool:
    """Could an input that is not known, and need not be, raise anything?"""
    place = engine.places.get(name)
    if place is None or any(one.when.input is name for one in engine.table.overrides):
        return True
    known = engine.lines[place].score(values)
    return known is None or known < highest(engine.gauges[name], values)
