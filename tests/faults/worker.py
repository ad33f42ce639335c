"""One of many who write at the same few bedsides, and note what they were told."""

import random
import threading
import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from attrs import define, evolve, field

from tests.conftest import API
from tests.faults.history import Deed, History, Verb
from tests.faults.nurse import Nurse, Told
from tests.faults.process import Service
from tests.store.ledger import Write

_AGAIN = 8  # times a request is sent again under its key
_PAUSE = 0.25  # seconds before that


@define(eq=False)
class Bed:
    """A patient, and the reading that everybody changes."""

    patient_id: str
    vital_id: str = ""


@define(eq=False)
class Account:
    """What several people log in as, and the tokens that they share."""

    tokens: dict[str, Any]
    lock: threading.Lock = field(factory=threading.Lock)


@define
class Worker:
    """Somebody at work, who asks whichever server."""

    nurse: Nurse
    account: Account
    servers: Sequence[Service]
    beds: Sequence[Bed]
    history: History
    dice: random.Random
    over: threading.Event = field(factory=threading.Event)

    def work(self) -> None:
        """Go on until it is over."""
        while not self.over.is_set():
            self._turn(self.dice.choice(self.beds))

    def _turn(self, bed: Bed) -> None:
        if not bed.vital_id:
            self._add(bed)
            return
        place = bed.vital_id
        looked = self._ask(Verb.LOOK, place)
        if looked.status == 404 and bed.vital_id == place:
            bed.vital_id = ""
        elif looked.version:
            self._change(place, looked.version)

    def _add(self, bed: Bed) -> None:
        made = self._write(Verb.ADD, bed.patient_id, Write(0, self._value(), self.nurse.id))
        if made.status == 201:
            bed.vital_id = made.vital_id

    def _change(self, vital_id: str, seen: int) -> None:
        strikes = self.dice.random() < 0.05
        write = Write(seen, None if strikes else self._value(), self.nurse.id)
        self._write(Verb.STRIKE if strikes else Verb.CORRECT, vital_id, write)

    def _write(self, verb: Verb, place: str, write: Write) -> Deed:
        """Ask for a change, half of them under a key and then until somebody says how it went."""
        key = uuid4().hex if self.dice.random() < 0.5 else None
        done = self._ask(verb, place, write, key)
        for _ in range(_AGAIN if key else 0):
            if not unsettled(done) or self.over.wait(_PAUSE):
                break
            done = self._ask(verb, place, write, key)
        return done

    def _value(self) -> int:
        return self.history.thousandths()

    def _ask(
        self, verb: Verb, place: str, write: Write | None = None, key: str | None = None
    ) -> Deed:
        server = self.dice.randrange(len(self.servers))
        self.nurse.service, self.nurse.tokens = self.servers[server], self.account.tokens
        named = {"Idempotency_Key": key} if key else {}
        sent = time.monotonic()
        answer = self.nurse.ask(*_request(verb, place, write), **named)
        deed = Deed(
            verb=verb,
            server=server,
            sent=sent,
            answered=time.monotonic(),
            vital_id="" if verb is Verb.ADD else place,
            write=write,
            key=key,
        )
        self.history.deeds.append(_told(deed, answer) if answer else deed)
        if answer and answer.status == 401:
            self._renew()
        return self.history.deeds[-1]

    def _renew(self) -> None:
        """Get the account a fresh token, unless somebody else of its name just has."""
        with self.account.lock:
            if self.nurse.tokens is not self.account.tokens:
                return
            renewal = {"refresh_token": self.nurse.tokens["refresh_token"]}
            answer = self.nurse.ask("POST", f"{API}/auth/refresh-token", renewal)
            if answer and answer.status == 200:
                fresh = {name: token for name, token in answer.json.items() if token is not None}
                self.account.tokens = {**self.nurse.tokens, **fresh}


def unsettled(deed: Deed) -> bool:
    """Does who asked not know whether it was done?"""
    running = deed.status == 409 and deed.current is None
    return deed.status in {None, 503} or running


def _request(verb: Verb, place: str, write: Write | None) -> tuple[str, str, object]:
    vital = f"{API}/vitals/{place}"
    if write is None:
        return "GET", vital, None
    if write.thousandths is None:
        return "DELETE", f"{vital}?version={write.seen}", None
    value = write.thousandths / 1000
    if verb is Verb.CORRECT:
        return "PUT", vital, {"value": value, "version": write.seen}
    reading = {"recorded_at": "2026-01-01T08:00:00Z", "vital_type": "HR", "value": value}
    return "POST", f"{API}/vitals", {"patient_id": place, **reading}


def _told(deed: Deed, answer: Told) -> Deed:
    done = 200 <= answer.status < 300
    facts = answer.json if answer.body else {}
    struck = deed.write.seen + 1 if deed.write and done else None
    return evolve(
        deed,
        status=answer.status,
        vital_id=facts.get("vital_id", deed.vital_id),
        version=facts.get("version", struck) if done else None,
        current=facts.get("current"),
        thousandths=round(facts["value"] * 1000) if done and facts else None,
        body=answer.body if deed.key and done else b"",
        retry_after="Retry-After" in answer.headers,
    )
