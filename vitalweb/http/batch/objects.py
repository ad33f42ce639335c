"""Lines that are objects of JSON."""

from collections.abc import Mapping

import msgspec
from attrs import frozen
from returns.result import Result

from vitalcore.fault import Fault
from vitalweb.http.reader import parsed

_DECODER = msgspec.json.Decoder(dict[str, msgspec.Raw])


@frozen
class Objects:
    """Reads objects of JSON."""

    def said(self, held: bytes) -> Result[object, Fault]:
        """Read an object as a request's body is read."""
        return parsed(held)

    def tokens(self, held: bytes) -> Mapping[str, bytes] | None:
        """Give each name with the bytes of its value, where nothing is escaped or stands twice."""
        if b"\\" in held:
            return None
        try:
            found = _DECODER.decode(held)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        once = held.count(b",") < len(found)  # a name that stands twice has its comma as well
        return {name: bytes(token) for name, token in found.items()} if once else None

    def value(self, _: str, token: bytes) -> object:
        """Read a value."""
        return parsed(token).value_or(None)
