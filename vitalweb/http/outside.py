"""Refusals that no route makes: not HTTP, too long, too slow, or another method."""

from collections.abc import Mapping
from http import HTTPStatus

from vitalweb.http import problem
from vitalweb.http.reply import Reply

#: Title and detail by status.
WORDS: Mapping[int, tuple[str, str]] = {
    400: ("Not readable", "the request is not HTTP as it is written"),
    404: ("Not found", "nothing is served under this address"),
    405: ("Method not allowed", "this address takes other methods; see Allow"),
    408: ("Request timeout", "the body did not arrive in time; send it again"),
    417: ("Expectation failed", "no expectation is met but Expect: 100-continue"),
    431: ("Header too long", "the request's head has too many lines, or one that is too long"),
    500: ("Failed", "the service failed; the fault is ours"),
}


def of(status: int, headers: Mapping[str, str] | None = None) -> Reply:
    """Tell the refusal of *status*."""
    plain = HTTPStatus(status).phrase
    title, detail = WORDS.get(status, (plain, plain))
    return problem.written(status, title, detail, None, headers)


def sooner_or_later(*, body: bool) -> tuple[Reply, ...]:
    """List what any request to an address that exists may be answered, one with a *body* too."""
    slow = (of(408),) if body else ()
    return (of(400), of(405, {"Allow": "GET"}), *slow, of(417), of(431), of(500))
