"""The register of strategies, and each with its table."""

from typing import Any

from attrs import fields
from returns.result import Result, Success

from vitalcore.fault import Fault, Unknown
from vitalcore.risk import register
from vitalcore.risk.assessment import Strategy
from vitalcore.risk.plain import plain
from vitalcore.risk.render import markdown, page
from vitalcore.risk.scored import Scored
from vitalweb.house import House
from vitalweb.http.route import Ask, Nothing
from vitalweb.http.words.strategies import OneStrategy, StrategyFacts, StrategyList, StrategyPage
from vitalweb.store.desk import Desk


async def listed(house: House, _: Desk, __: Ask[Nothing, None]) -> Result[StrategyList, Fault]:
    """Show the register of strategies."""
    items = tuple(StrategyFacts(**_named(one)) for one in house.strategies)
    return Success(StrategyList(items=items, default=register.DEFAULT))


async def find(house: House, _: Desk, ask: Ask[OneStrategy, None]) -> Result[StrategyPage, Fault]:
    """Show one strategy, with its table as data and as a page to read."""
    found = register.find(ask.where.name, house.strategies)
    return found.map(_page).alt(lambda _: Unknown("strategy"))


def _page(one: Strategy) -> StrategyPage:
    table = one.table if isinstance(one, Scored) else None
    return StrategyPage(
        **_named(one),
        table=plain(table) if table else None,
        page=markdown(page(table)) if table else None,
    )


def _named(one: Strategy) -> dict[str, Any]:
    return {each.name: getattr(one, each.name) for each in fields(StrategyFacts)}
