"""A line between the service and its database that can go dead without a word."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from attrs import define, field


@define
class Proxy:
    """Carries connections to a port; once cut, what it carries is swallowed for good."""

    target: int
    listener: socket.socket = field(factory=lambda: socket.create_server(("127.0.0.1", 0)))
    cut: threading.Event = field(factory=threading.Event)
    held: list[socket.socket] = field(factory=list)

    @property
    def port(self) -> int:
        """Say where it listens."""
        return int(self.listener.getsockname()[1])

    def go_dead(self) -> None:
        """Swallow all that is said, on old connections and on new ones."""
        self.cut.set()

    def heal(self) -> None:
        """Carry new connections again; the old ones stay dead."""
        self.cut = threading.Event()

    def serve(self) -> None:
        """Take connections until the listener is closed."""
        with suppress(OSError):
            while True:
                here, _ = self.listener.accept()
                there = socket.create_connection(("127.0.0.1", self.target))
                self.held += [here, there]
                for one, other in ((here, there), (there, here)):
                    threading.Thread(
                        target=_carry, args=(one, other, self.cut), daemon=True
                    ).start()


def _carry(one: socket.socket, other: socket.socket, cut: threading.Event) -> None:
    with suppress(OSError):
        while said := one.recv(65_536):
            if not cut.is_set():
                other.sendall(said)
        other.shutdown(socket.SHUT_WR)


@contextmanager
def proxy(target: int) -> Iterator[Proxy]:
    """Run a line to the port *target*."""
    line = Proxy(target)
    threading.Thread(target=line.serve, daemon=True).start()
    try:
        yield line
    finally:
        line.listener.shutdown(socket.SHUT_RDWR)
        line.listener.close()
        for one in line.held:
            one.close()
