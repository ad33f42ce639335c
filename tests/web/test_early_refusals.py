"""What HTTP itself refuses, whatever is asked, is answered as every operation documents it."""

from typing import Any

import pytest

from tests.web.raw import connect, head
from vitalweb.http import intake
from vitalweb.http.openapi import document
from vitalweb.http.pages import PAGES
from vitalweb.http.problem import MEDIA
from vitalweb.http.reader import parsed
from vitalweb.http.routes import PREFIX, ROUTES

DOCUMENT: dict[str, Any] = parsed(document.written(PREFIX, ROUTES, PAGES)).unwrap()
PLACES = {
    (method.upper(), path): operation["responses"]
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
BODIES = [(route.method, PREFIX + route.path) for route in ROUTES if route.body]

#: What is wrong with a request whose method and path are right, by the status of its answer.
WRONG = {
    400: ("no header at all",),
    417: ("Expect: a miracle",),
    431: (f"Authorization: Bearer {'a' * 12_000}",),
}


def documented(told: dict[str, Any], status: int) -> list[dict[str, Any]]:
    examples = told[str(status)]["content"][MEDIA]["examples"]
    return [one["value"] for one in examples.values()]


@pytest.mark.parametrize("status", WRONG)
@pytest.mark.parametrize(("method", "path"), PLACES, ids=" ".join)
async def test_a_request_that_http_refuses_is_answered_as_documented(
    service: str, method: str, path: str, status: int
) -> None:
    """Of every operation the document shows the very problem that such a request is answered."""
    line = await connect(service)
    answer = await line.ask(head(method, path.replace("{", "").replace("}", ""), *WRONG[status]))
    await line.close()
    assert answer.status == status
    assert answer.problem in documented(PLACES[method, path], status)


@pytest.mark.parametrize(("method", "path"), PLACES, ids=" ".join)
async def test_another_method_is_answered_as_documented(
    service: str, method: str, path: str
) -> None:
    """A method that is not taken is told which are, the operation's own among them."""
    line = await connect(service)
    answer = await line.ask(head("PATCH", path.replace("{", "").replace("}", "")))
    await line.close()
    told = PLACES[method, path]
    assert answer.problem in documented(told, 405)
    assert told["405"]["headers"]["Allow"]["required"]
    assert method in answer.headers["allow"].split(",")


@pytest.mark.parametrize(("method", "path"), BODIES, ids=" ".join)
async def test_a_slow_body_is_answered_as_documented(
    service: str, method: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever announces a body and does not send it is told so in time."""
    monkeypatch.setattr(intake, "PATIENCE", 0.1)
    about = ("Content-Type: application/json", "Content-Length: 100")
    line = await connect(service)
    answer = await line.ask(head(method, path.replace("{", "").replace("}", ""), *about))
    await line.close()
    assert answer.problem in documented(PLACES[method, path], 408)
