"""What the trail says of a request: who, what, about whom, which version, and how it ended."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from aiohttp import web
from attrs import Factory, evolve, frozen

from vitalcore.account import Account
from vitalcore.audit import Deed
from vitalcore.patient import PATIENT_ID
from vitalweb import inviting
from vitalweb.http.route import NOBODY, Ask, Caller, Route
from vitalweb.store.desk import Outage
from vitalweb.trail import Trail


@frozen(kw_only=True)
class Asked:
    """What is known of a request before it is understood."""

    route: Route
    request_id: str
    address: str
    at: datetime
    caller: Caller = NOBODY
    path: Mapping[str, str] = Factory(dict)  # what its address names, possible or not


def deed(asked: Asked, ask: Ask[Any, Any] | None, status: int, value: object = None) -> Deed:
    """Tell a request, as far as it was understood, answered with *status* and *value*."""
    where, body = (ask.where, ask.body) if ask else (None, None)
    told = _first("version", value)
    version = told if isinstance(told, int) else None  # a strategy has a version of its own kind
    who = _who(asked, body, value)
    seen = _first("version", body, where) or _first("if_match", ask)
    return Deed(
        at=asked.at,
        account_id=who.account_id,
        role=who.role or "-",
        action=asked.route.name,
        patient_id=_text(_first("patient_id", where, body, value)) or _patient(asked.path),
        subject=_text(
            _first("vital_id", where, value)
            or _first("batch_id", where, value)
            or _invitation(body, value)
            or _first("id", body, where)
            or _first("session_id", body)
            or _first("device", body)
        ),
        old_version=seen if asked.route.writes else version,
        new_version=version if asked.route.writes else None,
        request_id=asked.request_id,
        address=asked.address,
        outcome=status,
    )


@frozen
class Unanswered:
    """Notes what ends without an answer, since the database or a body kept it waiting."""

    trail: Trail
    asked: Asked
    ask: Ask[Any, Any] | None = None

    def __enter__(self) -> None:
        """Begin what may end so."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Note how it ended, if it did; the error goes on."""
        if isinstance(error, web.HTTPException):
            self.trail.note(deed(self.asked, self.ask, error.status))
        elif isinstance(error, Outage | asyncio.CancelledError):
            self.trail.note(deed(self.asked, self.ask, HTTPStatus.SERVICE_UNAVAILABLE))


def _who(asked: Asked, body: object, value: object) -> Any:
    """Tell who asked, by a token or by what proves it: a password, a session, an invitation."""
    if isinstance(value, Account) and _first("invite", body):
        return evolve(NOBODY, account_id=value.id, role=value.role)
    return _first("session", value) or _first("known", body) or asked.caller


def _patient(path: Mapping[str, str]) -> str | None:
    """Tell whom an address names, where nothing else does and there can be such a patient."""
    named = path.get("patient_id")
    return None if PATIENT_ID.refusal(named) else named


def _invitation(body: object, value: object) -> str | None:
    """Name an invitation alike where it is issued and where an account was opened with it."""
    code = _first("code", value) or (value and _first("invite", body))
    return inviting.mark(code, _first("role", value)) if code else None


def _first(name: str, *holders: object) -> Any:
    for holder in holders:
        found = getattr(holder, name, None)
        if found is not None:
            return found
    return None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
