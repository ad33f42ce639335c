"""How much a patient is at risk, in words that every strategy shares."""

from enum import StrEnum, unique


@unique
class Level(StrEnum):
    """Least first; LOW-MEDIUM is NEWS2's class of its own and not a kind of MEDIUM."""

    LOW = "LOW"
    LOW_MEDIUM = "LOW-MEDIUM"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    EMERGENCY = "EMERGENCY"

    @property
    def rank(self) -> int:
        """Count the levels below."""
        return RANKS[self]


RANKS = {level: rank for rank, level in enumerate(Level)}
