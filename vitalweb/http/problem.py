"""What a caller sees of a fault: RFC 9457 problems, each with what to do next."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import asdict

from vitalcore import fault as faults
from vitalcore.fault import Fault
from vitalweb.http import codec
from vitalweb.http.reply import Reply

MEDIA = "application/problem+json"

#: Status and title of every fault; a test holds that none is left out.
KINDS: Mapping[type, tuple[int, str]] = {
    faults.Unreadable: (400, "Not readable"),
    faults.Unauthenticated: (401, "Not authenticated"),
    faults.Forbidden: (403, "Not allowed"),
    faults.Unknown: (404, "Not found"),
    faults.Taken: (409, "Exists already"),
    faults.StaleVersion: (409, "Stale version"),
    faults.StillRunning: (409, "Still running"),
    faults.StaleMatch: (412, "Stale version"),
    faults.TooLarge: (413, "Too large"),
    faults.WrongMedia: (415, "Media type not taken"),
    faults.Invalid: (422, "Not valid"),
    faults.RowsRefused: (422, "Rows refused"),
    faults.KeyReused: (422, "Idempotency-Key reused"),
    faults.UnknownStrategy: (422, "Unknown strategy"),
    faults.NothingToAssess: (422, "Nothing to assess"),
    faults.NotApplicable: (422, "Not applicable"),
    faults.Throttled: (429, "Too many attempts"),
    faults.Busy: (503, "Busy"),
}


def of(fault: Fault) -> Reply:
    """Tell *fault*; never with a patient's value, a token or SQL in it."""
    status, title = KINDS[type(fault)]
    detail, more, headers = _told(fault)
    return written(status, title, detail, more, headers)


def written(
    status: int,
    title: str,
    detail: str,
    more: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Write a problem as the answer to a request."""
    slug = title.lower().replace(" ", "-")
    page = {
        "type": f"urn:vitalmonitor:problem:{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        **(more or {}),
    }
    return Reply(status, codec.encoded(page), {"Content-Type": MEDIA, **(headers or {})})


type _Told = tuple[str, Mapping[str, Any], Mapping[str, str]]


def _told(fault: Fault) -> _Told:  # noqa: C901, PLR0911, PLR0912 -- one line a case is the point
    match fault:
        case faults.Unreadable(detail) | faults.Forbidden(detail):
            return detail, {}, {}
        case faults.Unauthenticated(detail):
            return detail, {}, {"WWW-Authenticate": 'Bearer realm="vitalweb"'}
        case faults.Unknown(noun):
            return f"there is no such {noun}", {}, {}
        case faults.Taken(noun):
            return f"this {noun} exists already", {}, {}
        case faults.StaleVersion(noun, current, seen):
            return _look_again(noun, current), {"current": current, "seen": seen}, {}
        case faults.StaleMatch(noun, current):
            return _look_again(noun, current), {"current": current}, {}
        case faults.StillRunning(seconds):
            detail = "the first request under this Idempotency-Key is still running; ask again"
            return detail, {}, _retry(seconds)
        case faults.TooLarge(limit):
            return f"a request's body may have {limit} bytes here", {}, {}
        case faults.WrongMedia(wanted):
            return f"the body must be sent as {wanted}", {}, {}
        case faults.Invalid(flaws):
            return _summed(flaws), {"errors": [asdict(flaw) for flaw in flaws]}, {}
        case faults.RowsRefused(rows, refused, refusals):
            detail = f"{refused} of {rows} rows are refused, so nothing was taken in"
            told = [asdict(one) for one in refusals]
            return detail, {"rows": rows, "refused": refused, "refusals": told}, {}
        case faults.KeyReused():
            return "this Idempotency-Key belongs to another request; use a new one", {}, {}
        case faults.UnknownStrategy(known):
            return f"known strategies are {', '.join(known)}", {"known": known}, {}
        case faults.NothingToAssess(needs, ()):
            detail = f"none of the inputs is present; send one of {', '.join(needs)} at least"
            return detail, {"needs": needs}, {}
        case faults.NothingToAssess(needs, missing, stale):
            more = {"needs": needs, "missing": missing, "stale": stale}
            return _incomplete(needs, missing, stale), more, {}
        case faults.NotApplicable(strategy, reason):
            return f"{strategy} does not apply: {reason}", {"strategy": strategy}, {}
        case faults.Throttled(seconds):
            return "too many attempts; wait before the next one", {}, _retry(seconds)
        case faults.Busy(seconds):
            detail = "the service cannot answer now; try again, a write under an Idempotency-Key"
            return detail, {}, _retry(seconds)


def _look_again(noun: str, current: int) -> str:
    return f"somebody changed this {noun} since; look at version {current} and try again"


def _incomplete(needs: Iterable[str], missing: Iterable[str], stale: Iterable[str]) -> str:
    old = f", of which too old to count: {', '.join(stale)}" if stale else ""
    return f"all of {', '.join(needs)} are needed; missing: {', '.join(missing)}{old}"


def _summed(flaws: tuple[faults.Flaw, ...]) -> str:
    return "; ".join(map(_said, flaws[:3]))


def _said(flaw: faults.Flaw) -> str:
    if not flaw.pointer and flaw.detail[0].isupper():  # a header's rule begins with its name
        return flaw.detail
    return f"{flaw.pointer.lstrip('/') or 'it'} {flaw.detail}"


def _retry(seconds: int) -> Mapping[str, str]:
    return {"Retry-After": str(seconds)}
