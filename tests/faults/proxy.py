"""A line that can be cut, go silent or grow slow, and that leads elsewhere when told."""

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum

from attrs import define, field

_MOST = 65_536  # bytes read at once
_PATIENCE = 2.0  # seconds for the other end to take a connection


class Fate(Enum):
    """How a connection ends."""

    CARRIED = "carried"
    UNASKED = "cut before the question is passed on"
    UNANSWERED = "cut when the answer comes"


type Fates = Callable[[], Fate]


@define(eq=False)
class Proxy:
    """Carries connections to a port; once it went dead, what it carries is swallowed for good."""

    target: int
    fates: Fates = lambda: Fate.CARRIED
    listener: socket.socket = field(factory=lambda: socket.create_server(("127.0.0.1", 0)))
    dead: threading.Event = field(factory=threading.Event)
    delay: float = 0.0  # seconds that whatever is said takes longer
    held: set[socket.socket] = field(factory=set)
    swallowed: list[bytes] = field(factory=list)  # answers that were cut off

    @property
    def port(self) -> int:
        """Say where it listens."""
        return int(self.listener.getsockname()[1])

    def go_dead(self) -> None:
        """Swallow all that is said, on old connections and on new ones."""
        self.dead.set()

    def heal(self) -> None:
        """Carry new connections again; the old ones stay dead."""
        self.dead = threading.Event()

    def cut(self, share: float = 1.0) -> None:
        """Cut some of the connections."""
        for one in tuple(self.held):
            if random.random() < share:  # noqa: S311 -- luck, not secrecy
                _end(one)

    def lead_to(self, target: int) -> None:
        """Carry to another port from now on; nobody stays with the old one."""
        self.target = target
        self.cut()

    def serve(self) -> None:
        """Take connections until the listener is closed."""
        with suppress(OSError):
            while True:
                here, _ = self.listener.accept()
                threading.Thread(target=self._taken, args=(here,), daemon=True).start()

    def _taken(self, here: socket.socket) -> None:
        if self.dead.is_set():
            self._swallow(here)
            return
        try:
            there = socket.create_connection(("127.0.0.1", self.target), _PATIENCE)
        except OSError:  # nobody listens there
            here.close()
            return
        there.settimeout(None)
        with here, there:
            self._joined(here, there)

    def _swallow(self, here: socket.socket) -> None:
        self.held |= {here}
        with here, suppress(OSError):
            while here.recv(_MOST):
                pass
        self.held -= {here}

    def _joined(self, here: socket.socket, there: socket.socket) -> None:
        fate, dead = self.fates(), self.dead
        if fate is Fate.UNASKED:
            return
        self.held |= {here, there}
        back = threading.Thread(target=self._back, args=(there, here, fate, dead), daemon=True)
        back.start()
        self._carry(here, there, dead)
        back.join()
        self.held -= {here, there}

    def _back(
        self, there: socket.socket, here: socket.socket, fate: Fate, dead: threading.Event
    ) -> None:
        if fate is Fate.UNANSWERED:
            with suppress(OSError):
                self.swallowed.append(there.recv(_MOST))
            _end(there)
            _end(here)
        else:
            self._carry(there, here, dead)

    def _carry(self, one: socket.socket, other: socket.socket, dead: threading.Event) -> None:
        with suppress(OSError):
            while said := one.recv(_MOST):
                if self.delay:
                    time.sleep(self.delay)
                if not dead.is_set():
                    other.sendall(said)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)


def _end(one: socket.socket) -> None:
    """End a connection, from whichever thread."""
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxy(target: int, fates: Fates = lambda: Fate.CARRIED) -> Iterator[Proxy]:
    """Run a line to the port *target*."""
    line = Proxy(target, fates)
    threading.Thread(target=line.serve, daemon=True).start()
    try:
        yield line
    finally:
        line.listener.shutdown(socket.SHUT_RDWR)
        line.listener.close()
        line.cut()
