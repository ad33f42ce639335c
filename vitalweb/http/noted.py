"""What the trail says of a request: who, what, about whom, which version, and how it ended."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Any

from attrs import frozen

from vitalcore.audit import Deed
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


def deed(asked: Asked, ask: Ask[Any, Any] | None, status: int, value: object = None) -> Deed:
    """Tell a request, as far as it was understood, answered with *status* and *value*."""
    where, body = (ask.where, ask.body) if ask else (None, None)
    told = _first("version", value)
    version = told if isinstance(told, int) else None  # a strategy has a version of its own kind
    who = _first("session", value) or asked.caller  # a login proves who asked
    seen = _first("version", body, where) or _first("if_match", ask)
    return Deed(
        at=asked.at,
        account_id=who.account_id,
        role=who.role or "-",
        action=asked.route.name,
        patient_id=_text(_first("patient_id", where, body, value)),
        subject=_text(
            _first("vital_id", where, value)
            or _first("batch_id", where, value)
            or _first("id", body, where)
            or _first("session_id", body)
        ),
        old_version=seen if asked.route.writes else version,
        new_version=version if asked.route.writes else None,
        request_id=asked.request_id,
        address=asked.address,
        outcome=status,
    )


@contextmanager
def unless_answered(trail: Trail, asked: Asked, ask: Ask[Any, Any] | None = None) -> Iterator[None]:
    """Note what ends without an answer of its own, since the database is away or time is up."""
    try:
        yield
    except (Outage, asyncio.CancelledError):
        trail.note(deed(asked, ask, HTTPStatus.SERVICE_UNAVAILABLE))
        raise


def _first(name: str, *holders: object) -> Any:
    for holder in holders:
        found = getattr(holder, name, None)
        if found is not None:
            return found
    return None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
