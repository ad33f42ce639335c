"""The strategies there are, by name; adding one is a line."""

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, UnknownStrategy
from vitalcore.guard import identifier
from vitalcore.risk.assessment import Strategy
from vitalcore.risk.indices import INDICES
from vitalcore.risk.scored import scored
from vitalcore.risk.shipped import TABLES
from vitalcore.risk.simple import RuleBased

STRATEGIES: tuple[Strategy, ...] = (
    RuleBased(),
    *(scored(table) for table in TABLES),
    *INDICES,
)

#: What a strategy may be called, so that it can be asked for.
STRATEGY = identifier(50)

DEFAULT = "rule_based"


def find(name: str, known: tuple[Strategy, ...] = STRATEGIES) -> Result[Strategy, Fault]:
    """Look a strategy up; the refusal names the ones there are."""
    for strategy in known:
        if strategy.name == name:
            return Success(strategy)
    return Failure(UnknownStrategy(tuple(strategy.name for strategy in known)))
