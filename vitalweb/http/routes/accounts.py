"""How doctors come in and go."""

from vitalcore import fault as f
from vitalcore.account import (
    Account,
    Login,
    Registration,
    Renewal,
)
from vitalcore.role import Right
from vitalweb.http.endpoints import (
    accounts,
)
from vitalweb.http.route import Route
from vitalweb.http.words.accounts import (
    Refreshed,
    Tokens,
)

ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path="/auth/register",
        deed=accounts.register,
        prepares=accounts.prepared,
        summary="Open a doctor's account",
        tag="accounts",
        body=Registration,
        answer=Account,
        status=201,
        faults=(f.Taken, f.Forbidden, f.KeyReused, f.StillRunning),
        writes=True,
    ),
    Route(
        method="POST",
        path="/auth/login",
        deed=accounts.login,
        prepares=accounts.proven,
        shows=accounts.tokens,
        summary="Get the tokens of a session",
        tag="accounts",
        body=Login,
        answer=Tokens,
        faults=(f.Unauthenticated, f.Throttled, f.KeyReused, f.StillRunning),
        writes=True,
    ),
    Route(
        method="POST",
        path="/auth/refresh-token",
        deed=accounts.refresh_token,
        shows=accounts.refreshed,
        summary="Get a fresh access token",
        tag="accounts",
        body=Renewal,
        answer=Refreshed,
        faults=(f.Unauthenticated, f.KeyReused, f.StillRunning),
        writes=True,
        keeps=(f.Unauthenticated,),  # a token used twice ends its session
    ),
    Route(
        method="POST",
        path="/auth/logout",
        deed=accounts.logout,
        summary="End the session",
        tag="accounts",
        status=204,
        right=Right.SESSION,
        ends=True,
        writes=True,
    ),
)
