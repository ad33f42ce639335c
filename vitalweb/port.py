"""The port of the service, held by one process for the others that will listen on it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held(host: str, number: int) -> Iterator[int]:
    """Keep a port to ourselves without listening on it, and give its number; 0 takes a free one."""
    found = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as keeper:
        if family == socket.AF_INET6:
            keeper.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            keeper.bind(address)
        except OSError as error:
            raise OSError(
                error.errno, f"cannot listen on {host}:{number}: {error.strerror}"
            ) from error
        # only once it is ours: else another service's workers would share the port unnoticed
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        yield keeper.getsockname()[1]
