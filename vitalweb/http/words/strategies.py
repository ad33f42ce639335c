"""What is said of the register of strategies."""

from collections.abc import Mapping

from attrs import field, frozen

from vitalcore.risk.inputs import Input
from vitalcore.risk.register import STRATEGY


@frozen(kw_only=True)
class OneStrategy:
    """A strategy's place."""

    name: str = field(validator=STRATEGY)


@frozen(kw_only=True)
class StrategyFacts:
    """What a strategy is, which inputs it reads, and where its numbers come from."""

    name: str
    version: str
    hash: str
    title: str
    source: str
    inputs: tuple[Input, ...]


@frozen(kw_only=True)
class StrategyPage(StrategyFacts):
    """A strategy with its table as data, and as the page to read, where it has one."""

    table: Mapping[str, object] | None
    page: str | None


@frozen(kw_only=True)
class StrategyList:
    """The register of strategies."""

    items: tuple[StrategyFacts, ...]
    default: str
