"""Who schemathesis is to the service, what times it thinks of, and what it may be refused."""

import os
import re
from datetime import datetime
from typing import Any
from uuid import uuid4

import requests
import schemathesis
from hypothesis import strategies as st
from requests.adapters import HTTPAdapter
from schemathesis import AuthContext, Case, CheckContext, HookContext, Response
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.core.parameters import ParameterLocation
from urllib3.util import Retry

SERVICE = os.environ["VITALWEB_FUZZED"] + "/api/v1"
INVITE = os.environ.get("VITALWEB_FUZZED_INVITE")  # a code, to be somebody else than a doctor
PASSWORD = "correct horse battery staple"
PATIENT = "fuzzed-1"
OWN = "fuzzer-"  # begins the id of every account that the cases did not register
LOGOUT = "/auth/logout"
BATCH = "/vitals/batch"
DISABLING = "/accounts/{id}/disable"

#: Of what is valid by its schema, all that may be refused: rules that look at the clock, at another
#: part of the request, or at the record.
BEYOND_SCHEMAS = re.compile(
    "must not lie in the future"
    "|must not be more than 5 minutes ahead of the server"
    "|must not lie before from"
    "|is another name for known_at, which says otherwise"
    "|must be a time with an offset from 1900 to before 2200"  # an offset reaches across the ends
    "|must be a number from .+ for [A-Za-z0-9]+"  # a correction does not name the kind
    "|must be one of A, C, V, P, U"
    "|must be a number from [0-9.]+ to [0-9.]+ [(].+"  # an observation, by its input
    "|must be one of (?:normal|none|able|NP|NCO), .+"  # likewise
    "|must be no kind of reading, and nothing the record tells"
    "|must lie after starts_at|must lie above low|must not lie before prescribed_on"
    "|is required, here or as If-Match"
    "|must have 12 to 128 characters"  # a setting, and after NFKC
    "|is one of the commonly used passwords; choose another"
    "|must differ from the id"
    "|is not in the record; POST /patients takes a patient in"  # a row of a batch
    "|is not of a patient this device is assigned to at that time"  # likewise
    "|must be the id of a reading of this patient and time"  # likewise
    "|Idempotency-Key reused|Unknown strategy|Nothing to assess|Not applicable|Stale version"
)

_SESSION = requests.Session()
_SESSION.mount(  # who is turned away for a moment asks again after it
    SERVICE, HTTPAdapter(max_retries=Retry(6, status_forcelist={503}, allowed_methods=None))
)


def _device(case: Case[Any], _: AuthContext) -> str:
    return uuid4().hex if case.operation.path.endswith(LOGOUT) else "shared"


def _furnish(account_id: str) -> None:
    """Let there be a patient, and let the account be a device of theirs, should it be one."""
    token = _token(_registered(), "furnishing")
    facts = {"patient_id": PATIENT, "name": "Pat", "gender": "F", "birth_date": "1970-01-01"}
    span = {"starts_at": "1900-01-01T00:00:00Z", "ends_at": "2199-12-31T00:00:00Z"}
    _sent("/patients", facts, token)
    _sent(f"/patients/{PATIENT}/devices", {"device": account_id, **span}, token)


def _registered(**more: str) -> str:
    account_id = OWN + uuid4().hex
    known = {"id": account_id, "password": PASSWORD, "name": "Fay", **more}
    _sent("/auth/register", known).raise_for_status()
    return account_id


def _token(account_id: str, device: str) -> str:
    known = {"id": account_id, "password": PASSWORD, "device": device}
    return str(_sent("/auth/login", known).json()["access_token"])


def _sent(path: str, body: dict[str, str], token: str = "") -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return _SESSION.post(SERVICE + path, json=body, headers=headers, timeout=10)


@schemathesis.auth(refresh_interval=100, cache_by_key=_device)  # seconds; a token has 180
class Somebody:
    """Logs in; who logs out does so on a device of their own."""

    def __init__(self) -> None:
        self.id = _registered(**({"invite": INVITE} if INVITE else {}))
        _furnish(self.id)

    def get(self, case: Case[Any], context: AuthContext) -> str:
        return _token(self.id, _device(case, context))

    def set(self, case: Case[Any], data: str, _: AuthContext) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(_: HookContext, case: Case[Any], __: dict[str, Any]) -> None:
    """Have nobody disabled whom a run logs in as, but somebody new instead."""
    if case.operation.path.endswith(DISABLING) and str(case.path_parameters["id"]).startswith(OWN):
        case.path_parameters["id"] = _registered()


@schemathesis.hook
def filter_failure(_: HookContext, failure: Failure, case: Case[Any], response: Response) -> bool:
    """Take rows of a batch that are skipped, as was asked for, as the refusals that they are."""
    return not isinstance(failure, AcceptedNegativeData) or not _skipped(case, response)


def _skipped(case: Case[Any], response: Response) -> bool:
    parts = case.meta.components.items() if case.meta else ()
    wrong = [place for place, part in parts if part.mode.is_negative]
    rows = case.operation.path.endswith(BATCH) and wrong == [ParameterLocation.BODY]
    return rows and response.json()["refused"] > 0


def _valid(case: Case[Any]) -> bool:
    # rows that are no JSON are no more than text to a schema
    if case.media_type in {"application/x-ndjson", "text/csv"}:
        return False
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
        flaws = told.get("errors") or told.get("refusals", ())
        rules = [one["detail"] for one in flaws] or [told["title"]]
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
