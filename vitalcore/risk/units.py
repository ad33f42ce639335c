"""Numbers in another unit than the chart's: converted exactly, and only when the unit is said."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, flawed
from vitalcore.risk.inputs import Input, refusal, unit_of

type Conversion = Callable[[Decimal], Decimal]

#: A millimetre of mercury in kilopascal, as UCUM defines it.
_KPA_PER_MMHG = Decimal("0.133322")


def _same(value: Decimal) -> Decimal:
    return value


#: From one UCUM unit to another. UK FHIR writes the two rates with an annotation.
CONVERSIONS: Mapping[tuple[str, str], Conversion] = MappingProxyType(
    {
        ("[degF]", "Cel"): lambda value: (value - 32) * 5 / 9,
        ("kPa", "mm[Hg]"): lambda value: value / _KPA_PER_MMHG,
        ("%", "1"): lambda value: value / 100,
        ("1", "%"): lambda value: value * 100,
        ("10*3/uL", "10*9/L"): _same,
        ("{beats}/min", "/min"): _same,
        ("{Breaths}/min", "/min"): _same,
    }
)


def measured_in(name: Input, value: Decimal, unit: str) -> Result[Decimal, Fault]:
    """Give *value*, measured in *unit* (UCUM), in the unit of input *name*, unrounded.

    Refused are a unit that is not known for this input, and a value beyond the input's limits:
    the scores round to the chart's grid afterwards, never before.
    """
    wanted = unit_of(name)
    conversion = _same if unit == wanted else CONVERSIONS.get((unit, wanted))
    if conversion is None:
        return Failure(flawed("/unit", f"must be one of {', '.join(units_of(name))} for {name}"))
    found = conversion(value) if value.is_finite() else value
    detail = refusal(name, found)
    return Failure(flawed("/value", detail)) if detail else Success(found)


def units_of(name: Input) -> tuple[str, ...]:
    """List the units in which input *name* is taken, its own first."""
    wanted = unit_of(name)
    return (wanted, *(given for given, into in CONVERSIONS if into == wanted))
