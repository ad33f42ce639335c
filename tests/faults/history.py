"""What happened: every request as who sent it knows it, and every fault."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from attrs import define, field, frozen

from tests.store.ledger import Write


class Verb(StrEnum):
    """What somebody asks for."""

    ADD = "add"
    CORRECT = "correct"
    STRIKE = "strike"
    LOOK = "look"


@frozen(kw_only=True)
class Deed:
    """A request and what came of it; times are those of one clock."""

    verb: Verb
    server: int
    sent: float
    answered: float
    status: int | None = None  # none where the connection broke
    vital_id: str = ""
    write: Write | None = None
    key: str | None = None
    version: int | None = None  # that the answer told
    current: int | None = None  # that a refusal told
    thousandths: int | None = None  # that a look saw
    body: bytes = b""
    retry_after: bool = False


@frozen(kw_only=True)
class Trouble:
    """A fault, from when it began to when it was lifted; of one server, or of all."""

    kind: str
    server: int | None
    began: float
    lifted: float


@define
class History:
    """All of it."""

    deeds: list[Deed] = field(factory=list)
    troubles: list[Trouble] = field(factory=list)
    count: int = 0
    lock: threading.Lock = field(factory=threading.Lock)

    def thousandths(self) -> int:
        """Give a heart rate that nobody has written yet, in thousandths."""
        with self.lock:
            self.count += 1
            return self.count % 250_000  # beyond it, those of long ago again

    @contextmanager
    def troubled(self, kind: str, server: int | None) -> Iterator[None]:
        """Note a fault that lasts as long as the block."""
        began = time.monotonic()
        yield
        trouble = Trouble(kind=kind, server=server, began=began, lifted=time.monotonic())
        self.troubles.append(trouble)
