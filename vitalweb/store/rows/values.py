"""How a reading's value is kept: every kind as a number."""

from decimal import Decimal

from vitalcore.kinds import Consciousness, Kind, Value

#: ACVPU is kept as its place in the word.
SCALE = tuple(Consciousness)


def stored(value: Value) -> Decimal:
    """Give the number under which *value* is kept."""
    return Decimal(SCALE.index(value)) if isinstance(value, Consciousness) else value


def told(vital_type: str, value: Decimal) -> Value:
    """Give the value that is kept as a number."""
    return SCALE[int(value)] if vital_type == Kind.ACVPU else value
