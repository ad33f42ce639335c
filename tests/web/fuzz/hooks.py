"""Who schemathesis is to the service, what times it thinks of, and what it may be refused."""

import os
import re
from datetime import datetime
from typing import Any
from uuid import uuid4

import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis import AuthContext, Case, CheckContext, Response

SERVICE = os.environ["VITALWEB_FUZZED"] + "/api/v1"
DOCTOR = {"id": f"dr-{uuid4().hex[:12]}", "password": "correct horse battery staple"}
LOGOUT = "/auth/logout"

#: Of what is valid by its schema, all that may be refused: rules that look at the clock, at another
#: part of the request, or at the record.
BEYOND_SCHEMAS = re.compile(
    "must not lie in the future"
    "|must not be more than 5 minutes ahead of the server"
    "|must not lie before from"
    "|must be a time with an offset from 1900 to before 2200"  # an offset reaches across the ends
    "|must be a number from .+ for [A-Za-z0-9]+"  # a correction does not name the kind
    "|must be one of A, C, V, P, U"
    "|is required, here or as If-Match"
    "|must have 12 to 128 characters"  # a setting, and after NFKC
    "|is one of the commonly used passwords; choose another"
    "|must differ from the id"
    "|Idempotency-Key reused|Unknown strategy|Nothing to assess|Not applicable|Stale version"
)


def _device(case: Case[Any], _: AuthContext) -> str:
    return uuid4().hex if case.operation.path.endswith(LOGOUT) else "shared"


@schemathesis.auth(refresh_interval=100, cache_by_key=_device)  # seconds; a token has 180
class Doctor:
    """Logs in; who logs out does so on a device of their own."""

    def __init__(self) -> None:
        known = DOCTOR | {"name": "Fay"}
        requests.post(f"{SERVICE}/auth/register", json=known, timeout=10).raise_for_status()

    def get(self, case: Case[Any], context: AuthContext) -> str:
        device = {"device": _device(case, context)}
        answer = requests.post(f"{SERVICE}/auth/login", json=DOCTOR | device, timeout=10)
        return str(answer.json()["access_token"])

    def set(self, case: Case[Any], data: str, _: AuthContext) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


def _valid(case: Case[Any]) -> bool:
    # the coverage phase strips the quotes of an ETag, and calls it valid still
    headers: dict[str, str] = dict(case.headers or {})
    tag = headers.get("If-Match", '"1"')
    named = re.fullmatch('"[1-9][0-9]{0,8}"', tag) is not None
    return named and case.meta is not None and case.meta.generation.mode.is_positive


@schemathesis.check
def a_refusal_of_valid_data_states_a_rule_beyond_schemas(
    _: CheckContext, response: Response, case: Case[Any]
) -> None:
    """Hold that what is valid by its schema is refused for none but the reasons listed."""
    if _valid(case) and response.status_code in {412, 422}:
        told = response.json()
        rules = [one["detail"] for one in told.get("errors", ())] or [told["title"]]
        assert all(map(BEYOND_SCHEMAS.fullmatch, rules)), rules


def _years(first: int, end: int) -> st.SearchStrategy[datetime]:
    zero, last = datetime(first, 1, 1), datetime(end, 1, 1)  # noqa: DTZ001 -- the offset follows
    return st.datetimes(zero, last)


#: As often before the service was written as anywhere in the three centuries that are allowed.
_TIMES = _years(1900, 2026) | _years(1900, 2199)
_OFFSETS = st.just("Z") | st.from_regex(r"[+-](0[0-9]|1[0-4]):[0-5][0-9]", fullmatch=True)

schemathesis.openapi.format("date", _TIMES.map(lambda at: at.date().isoformat()))
schemathesis.openapi.format(
    "date-time", st.builds(lambda at, offset: at.isoformat() + offset, _TIMES, _OFFSETS)
)
