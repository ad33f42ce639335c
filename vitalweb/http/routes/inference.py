"""What can be asked about risk without the record."""

from vitalcore import fault as f
from vitalcore.role import Right
from vitalweb.http.endpoints import (
    inference,
    strategies,
)
from vitalweb.http.route import Route
from vitalweb.http.words.risk import Risk, RiskQuestion
from vitalweb.http.words.strategies import OneStrategy, StrategyList, StrategyPage

ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path="/inference/vital-risk",
        deed=inference.vital_risk,
        summary="Assess records as they are sent",
        tag="inference",
        body=RiskQuestion,
        answer=Risk,
        faults=(f.UnknownStrategy, f.NothingToAssess, f.NotApplicable),
        right=Right.RISK,
        bare=True,
    ),
    Route(
        method="GET",
        path="/inference/strategies",
        deed=strategies.listed,
        summary="Show the register of strategies",
        tag="inference",
        answer=StrategyList,
        right=Right.STRATEGIES,
        bare=True,
    ),
    Route(
        method="GET",
        path="/inference/strategies/{name}",
        deed=strategies.find,
        summary="Show a strategy",
        tag="inference",
        where=OneStrategy,
        answer=StrategyPage,
        faults=(f.Unknown,),
        right=Right.STRATEGIES,
        bare=True,
    ),
)
