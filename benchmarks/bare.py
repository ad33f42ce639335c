"""A server that does nothing, to see how many requests the load itself can make.

`python -m benchmarks.bare` prints its port, and answers until it is ended.
"""

import asyncio
import sys
from typing import cast

import uvloop

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n" + b"x" * 300


class Nobody(asyncio.Protocol):
    """Answers the same to everything, without reading it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, _: bytes) -> None:
        """Answer."""
        self.transport.write(_ANSWER)


async def serve() -> None:
    """Answer until ended."""
    server = await asyncio.get_running_loop().create_server(Nobody, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve())
