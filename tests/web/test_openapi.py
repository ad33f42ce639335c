"""The OpenAPI document says of every operation what it takes and whatever it may answer."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import ClientSession
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import validate
from returns.result import Success

from vitalcore import account, guard, patient, reading
from vitalcore.fault import Fault
from vitalcore.kinds import Consciousness, Kind
from vitalcore.risk.register import STRATEGY
from vitalweb.app import application
from vitalweb.http import codec
from vitalweb.http.openapi import document, values
from vitalweb.http.openapi.examples import FAULTS
from vitalweb.http.openapi.glossary import GLOSSARY
from vitalweb.http.pages import PAGES
from vitalweb.http.problem import KINDS, MEDIA
from vitalweb.http.reader import parsed
from vitalweb.http.routes import PREFIX, ROUTES
from vitalweb.http.shapes import JSON
from vitalweb.http.words.cursor import CURSOR
from vitalweb.settings import read

DOCUMENT: dict[str, Any] = parsed(document.written(PREFIX, ROUTES, PAGES)).unwrap()
SCHEMAS = DOCUMENT["components"]["schemas"]
OPERATIONS = {
    (method.upper(), path): operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
TEXTS = (
    account.ACCOUNT_ID,
    account.DEVICE,
    account.INVITE,
    account.SECRET,
    account.TOKEN,
    patient.NAME,
    patient.PATIENT_ID,
    reading.REASON,
    CURSOR,
    STRATEGY,
)


def validator(shape: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(DOCUMENT | shape, validate_formats=True)


PUBLISHED = {kept: Draft202012Validator(dict(values.of(str, kept))) for kept in TEXTS}
NEW_VITAL = validator({"$ref": "#/components/schemas/NewVital"})


def shown(part: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """Find every schema that is shown with examples, and each of them."""
    if isinstance(part, dict):
        if "schema" in part and "example" in part:
            yield part["schema"], part["example"]
        for one in part.get("examples", {}).values():
            yield part["schema"], one["value"]
    for inner in (
        part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    ):
        yield from shown(inner)


def properties() -> Iterator[tuple[str, dict[str, Any]]]:
    """Find every named property of every schema."""
    for kind, shape in SCHEMAS.items():
        for name, one in shape["properties"].items():
            yield f"{kind}.{name}", one


def test_the_document_is_openapi() -> None:
    """The document keeps to OpenAPI 3.1."""
    assert DOCUMENT["openapi"].startswith("3.1.")
    validate(DOCUMENT)


def test_what_is_served_and_what_is_documented_are_the_same() -> None:
    """Every route of the running router is in the document, and the reverse."""
    router = application(read({}).unwrap(), "postgresql:///nowhere").router
    served = {
        (route.method, route.resource.canonical) for route in router.routes() if route.resource
    }
    assert served == set(OPERATIONS)


async def test_the_document_is_served(service: str, client: ClientSession) -> None:
    """The document is at /openapi.json, for everybody."""
    async with client.get(f"{service}/openapi.json") as answer:
        assert (answer.status, answer.content_type) == (200, "application/json")
        assert parsed(await answer.read()).unwrap() == DOCUMENT


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_fault_of_a_route_is_documented(route: Any) -> None:
    """A fault that a route names is an answer of its operation: a problem, with an example."""
    told = OPERATIONS[route.method, PREFIX + route.path]["responses"]
    for fault in route.faults:
        problem = told[str(KINDS[fault][0])]["content"][MEDIA]
        assert fault.__name__ in problem["examples"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_what_any_request_may_be_answered_is_documented(route: Any) -> None:
    """What comes before the deed is documented of every route that it can happen to."""
    told = set(OPERATIONS[route.method, PREFIX + route.path]["responses"])
    expected = {str(route.status), "400", "405", "417", "422", "431", "500", "503"}
    expected |= {"408", "413", "415"} if route.body or route.takes else set()
    expected |= set() if route.public else {"401", "403"}
    expected |= {"404"} if "{" in route.path else set()
    assert expected <= told
    assert told - expected <= {str(KINDS[fault][0]) for fault in route.faults}


def test_who_may_ask_is_documented() -> None:
    """An operation takes a bearer token unless it is public."""
    asked = {name: bool(one["security"]) for name, one in OPERATIONS.items()}
    kept = {(route.method, PREFIX + route.path): not route.public for route in ROUTES}
    assert asked == {("GET", page.path): False for page in PAGES} | kept


def test_every_operation_stands_under_a_heading_that_is_explained() -> None:
    """Each tag says what it is about, and none stands for nothing."""
    told = {one["name"] for one in DOCUMENT["tags"] if one["description"]}
    assert told == {name for one in OPERATIONS.values() for name in one["tags"]}


def test_every_fault_has_an_example() -> None:
    """The examples of problems hold each fault of the union once."""
    assert sorted(type(one).__name__ for one in FAULTS) == sorted(
        kind.__name__ for kind in Fault.__value__.__args__
    )


def test_every_example_is_valid() -> None:
    """Each example keeps to the schema that it illustrates."""
    found = list(shown(DOCUMENT["paths"]))
    assert len(found) > len(OPERATIONS)
    assert [one for shape, one in found if not validator(shape).is_valid(one)] == []


def test_every_property_is_explained() -> None:
    """Every property says what it means."""
    assert [name for name, one in properties() if not one.get("description", "$ref" in one)] == []


def test_no_word_is_explained_in_vain() -> None:
    """Every word of the glossary is said on the wire."""
    names = {name for name, _ in properties()}
    names |= {
        f"{route.where.__name__}.{one['name']}"
        for route in ROUTES
        for one in OPERATIONS[route.method, PREFIX + route.path]["parameters"]
    }
    used = names | {name.partition(".")[2] for name in names}
    assert set(GLOSSARY) - used == set()


@given(
    st.sampled_from(TEXTS).flatmap(
        lambda kept: st.tuples(
            st.just(kept), st.text() | st.from_regex(kept.pattern, fullmatch=True)
        )
    )
)
@example((patient.NAME, "\ufeffPat"))
@example((patient.NAME, "Pat\u3000"))
@example((patient.PATIENT_ID, "p\n"))
@example((patient.PATIENT_ID, "p" * 21))
def test_a_published_pattern_is_the_kept_one(case: tuple[guard.Text, str]) -> None:
    """A text is valid by the published pattern if, and only if, the service takes it."""
    kept, text = case
    assert PUBLISHED[kept].is_valid(text) == (kept.refusal(text) is None)


@given(
    st.sampled_from(Kind),
    st.decimals(-1, 500, places=3, allow_nan=False) | st.sampled_from([*Consciousness, "B"]),
)
@example(Kind.HR, Decimal(300))
@example(Kind.HR, Decimal("300.001"))
@example(Kind.ACVPU, Decimal(1))
@example(Kind.SPO2, "A")
def test_the_published_limits_are_the_kept_ones(kind: Kind, value: Decimal | str) -> None:
    """A value is valid by the limits of its kind if, and only if, the service takes it."""
    sent = {
        "patient_id": "p-1",
        "recorded_at": "2026-01-01T08:00:00Z",
        "vital_type": str(kind),
        "value": value,
    }
    taken = isinstance(codec.structured(reading.NewVital, sent, JSON), Success)
    assert NEW_VITAL.is_valid(sent) == taken
