"""Registers are complete: every fault, route and strategy stands where it must."""

import inspect
import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import attrs
import pytest

from vitalcore import fault as faults
from vitalcore.fault import Fault, Flaw
from vitalcore.risk import register
from vitalweb.http import problem
from vitalweb.http.endpoints import accounts, inference, patients, vitals
from vitalweb.http.intake import NOUNS
from vitalweb.http.problem import KINDS
from vitalweb.http.route import Route
from vitalweb.http.routes import ROUTES

UNION: tuple[type[Fault], ...] = Fault.__value__.__args__
ENDPOINTS = (accounts, inference, patients, vitals)
FLAWS = (Flaw("/a", "is odd"), Flaw("/b", "is even"))
LISTED = [{"pointer": "/a", "detail": "is odd"}, {"pointer": "/b", "detail": "is even"}]
ROW = faults.RefusedRow(2, "/value", "is odd")
REFUSED = {"row": 2, "pointer": "/value", "detail": "is odd"}
BEARER = {"WWW-Authenticate": 'Bearer realm="vitalweb"'}

#: One of each fault: its status, what it tells beside its sentence, and its headers.
TOLD: tuple[tuple[Fault, int, dict[str, Any], dict[str, str]], ...] = (
    (faults.Unreadable("the body is not JSON"), 400, {}, {}),
    (faults.Unauthenticated("log in"), 401, {}, BEARER),
    (faults.Forbidden("not here"), 403, {}, {}),
    (faults.Unknown("patient"), 404, {}, {}),
    (faults.Taken("patient"), 409, {}, {}),
    (faults.StaleVersion("vital", 3, 2), 409, {"current": 3, "seen": 2}, {}),
    (faults.StillRunning(1), 409, {}, {"Retry-After": "1"}),
    (faults.StaleMatch("vital", 3), 412, {"current": 3}, {}),
    (faults.TooLarge(10), 413, {}, {}),
    (faults.WrongMedia("application/json"), 415, {}, {}),
    (faults.Invalid(FLAWS), 422, {"errors": LISTED}, {}),
    (faults.RowsRefused(9, 1, (ROW,)), 422, {"rows": 9, "refused": 1, "refusals": [REFUSED]}, {}),
    (faults.KeyReused(), 422, {}, {}),
    (faults.UnknownStrategy(("a", "b")), 422, {"known": ["a", "b"]}, {}),
    (faults.NothingToAssess(("HR",)), 422, {"needs": ["HR"]}, {}),
    (faults.NotApplicable("NEWS2", "too young"), 422, {"strategy": "NEWS2"}, {}),
    (faults.Throttled(60), 429, {}, {"Retry-After": "60"}),
    (faults.Busy(2), 503, {}, {"Retry-After": "2"}),
)


def test_every_fault_has_a_kind_and_a_case_here() -> None:
    """Whatever a caller can cause has a status, a title and an instance that is told."""
    told = [type(fault) for fault, *_ in TOLD]
    assert set(KINDS) == set(told) == set(UNION)
    assert len(told) == len(UNION)


@pytest.mark.parametrize(("fault", "status", "more", "headers"), TOLD, ids=str)
def test_every_fault_is_told_as_a_problem(
    fault: Fault, status: int, more: dict[str, Any], headers: dict[str, str]
) -> None:
    """RFC 9457: a type, a title, a status, a sentence, and what it takes to put it right."""
    told = problem.of(fault)
    page = json.loads(told.body)
    assert (told.status, page.pop("status")) == (status, status)
    assert dict(told.headers) == {"Content-Type": "application/problem+json", **headers}
    assert page.pop("title") == KINDS[type(fault)][1]
    assert page.pop("type").startswith("urn:vitalmonitor:problem:")
    assert len(page.pop("detail")) > 5
    assert page == more


def test_faults_are_closed_values() -> None:
    """Faults are compared, never changed, and nothing is derived from one."""
    assert [one for one in UNION if not getattr(one, "__final__", False)] == []
    frozen = [fault for fault, *_ in TOLD if hash(fault) is not None and attrs.has(type(fault))]
    assert len(frozen) == len(UNION)


def test_every_fault_of_the_page_is_of_the_union() -> None:
    """A fault that is declared and left out of the union could never be told."""
    declared = {one for one in vars(faults).values() if inspect.isclass(one) and attrs.has(one)} - {
        Flaw,
        faults.RefusedRow,
    }
    assert declared == set(UNION)


@pytest.mark.parametrize("module", ENDPOINTS, ids=lambda module: module.__name__)
def test_every_deed_is_a_route(module: ModuleType) -> None:
    """A public deed that no route leads to would never be done."""
    deeds = {one for one in vars(module).values() if _is_deed(one, module)}
    used = {step for route in ROUTES for step in (route.deed, route.prepares) if step}
    assert deeds == {step for step in used if step.__module__ == module.__name__}


def test_every_route_is_there_once() -> None:
    """No two rows have the same method and path, or the same name."""
    places = [(route.method, route.path) for route in ROUTES]
    names = [route.name for route in ROUTES]
    assert (len(set(places)), len(set(names))) == (len(ROUTES), len(ROUTES))


def test_only_who_comes_in_needs_no_token() -> None:
    """Registering, logging in and refreshing; everything else asks who is there."""
    public = {route.path for route in ROUTES if route.public}
    assert public == {"/auth/register", "/auth/login", "/auth/refresh-token"}


def test_every_write_can_be_retried() -> None:
    """What changes the record honours an Idempotency-Key; asking for a risk does not."""
    asking = {"inference_vital_risk"}
    writes = {route.name for route in ROUTES if route.writes}
    assert writes == {route.name for route in ROUTES if route.method != "GET"} - asking


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_routes_path_is_in_its_words(route: Route) -> None:
    """What a path names is read from it, and has a noun for when it is not there."""
    named = {part.strip("{}") for part in route.path.split("/") if part.startswith("{")}
    assert named <= {one.name for one in attrs.fields(route.where)}
    assert named <= set(NOUNS)
    assert set(route.faults) <= set(UNION)
    assert route.summary.strip(".") == route.summary


def test_every_strategy_has_a_name_of_its_own_and_a_source() -> None:
    """The default is among them, and each can be looked up."""
    names = [one.name for one in register.STRATEGIES]
    assert len(set(names)) == len(names)
    assert register.DEFAULT in names
    assert [register.find(name).unwrap() for name in names] == list(register.STRATEGIES)
    assert all(one.source and one.version and one.title for one in register.STRATEGIES)


def _is_deed(one: object, module: ModuleType) -> bool:
    if not inspect.iscoroutinefunction(one) or one.__name__.startswith("_"):
        return False
    deed: Callable[..., Any] = one
    return deed.__module__ == module.__name__
