"""Somebody at a bedside: asks the service, one connection a request, and nothing is sent twice."""

import http.client
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from attrs import define, field, frozen

from tests.conftest import API, PASSWORD
from tests.faults.process import Service

PATIENCE = 30.0  # seconds; whoever waits so long was left without an answer
_FRESH = 100.0  # seconds an access token is used; it is signed for 180


@frozen
class Told:
    """An answer, and how long it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def json(self) -> Any:
        """Read the body."""
        return json.loads(self.body)


@define
class Nurse:
    """An account that is logged in; survives the service's restarts."""

    service: Service
    id: str = field(factory=lambda: f"nurse-{uuid4().hex[:8]}")
    tokens: dict[str, Any] = field(factory=dict)
    since: float = 0.0

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Told | None:
        """Send one request; None if the connection broke before an answer came."""
        place = urlsplit(self.service.base)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE)
        sent = None if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        if sent is not None:
            named["Content-Type"] = "application/json"
        if self.tokens:
            named["Authorization"] = f"Bearer {self.tokens['access_token']}"
        started = time.monotonic()
        try:
            connection.request(method, path, sent, named)
            answer = connection.getresponse()
            read = answer.read()
        except (ConnectionError, TimeoutError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return Told(answer.status, dict(answer.getheaders()), read, time.monotonic() - started)

    def told(self, method: str, path: str, body: object = None, **headers: str) -> Told:
        """Send one request that is answered."""
        answer = self.ask(method, path, body, **headers)
        assert answer, f"{method} {path} was left without an answer"
        return answer

    def register(self) -> None:
        """Open an account and log in."""
        facts = {"id": self.id, "password": PASSWORD}
        made = self.told("POST", f"{API}/auth/register", {**facts, "name": "Nurse Joy"})
        assert made.status == 201, made.body
        opened = self.told("POST", f"{API}/auth/login", facts)
        assert opened.status == 200, opened.body
        self.tokens, self.since = opened.json, time.monotonic()

    def refresh(self) -> None:
        """Get a fresh access token before the old one is over."""
        if time.monotonic() - self.since < _FRESH:
            return
        renewal = {"refresh_token": self.tokens["refresh_token"]}
        renewed = self.told("POST", f"{API}/auth/refresh-token", renewal)
        assert renewed.status == 200, renewed.body
        fresh = {name: token for name, token in renewed.json.items() if token is not None}
        self.tokens, self.since = {**self.tokens, **fresh}, time.monotonic()

    def admit(self) -> str:
        """Take a patient in."""
        patient_id = f"p-{uuid4().hex[:12]}"
        facts = {"name": "Pat Doe", "gender": "F", "birth_date": "1970-01-01"}
        made = self.told("POST", f"{API}/patients", {"patient_id": patient_id, **facts})
        assert made.status == 201, made.body
        return patient_id

    def measure(self, patient_id: str, value: float = 80, **headers: str) -> Told | None:
        """Record a heart rate."""
        reading = {
            "patient_id": patient_id,
            "recorded_at": "2026-01-01T08:00:00Z",
            "vital_type": "HR",
            "value": value,
        }
        return self.ask("POST", f"{API}/vitals", reading, **headers)


def nurse(service: Service) -> Nurse:
    """Register somebody."""
    made = Nurse(service)
    made.register()
    return made
