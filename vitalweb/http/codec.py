"""Bytes become the core's values here, once, every flaw told by its JSON pointer; and back."""

from collections.abc import Iterator, Mapping

import attrs
import msgspec
from cattrs import ClassValidationError, Converter, IterableValidationError
from cattrs.errors import ForbiddenExtraKeysError
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Flaw, Invalid
from vitalcore.guard import Refused
from vitalweb.http.reader import parsed
from vitalweb.http.shapes import JSON, SWIFT, URL, wire_name

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def body[T](kind: type[T], sent: bytes) -> Result[T, Fault]:
    """Read *sent* as JSON of the shape of *kind*; unknown fields are refused."""
    return parsed(sent).bind(lambda found: built(kind, found, JSON))


def url[T](kind: type[T], sent: Mapping[str, str]) -> Result[T, Fault]:
    """Read the text parameters of a URL as *kind*."""
    return built(kind, dict(sent), URL)


def built[T](kind: type[T], found: object, converter: Converter) -> Result[T, Fault]:
    """Build *kind* of what was found; the long way, which tells every flaw, only for flaws."""
    try:
        return Success(SWIFT[converter].structure(found, kind))
    except (Refused, KeyError, ForbiddenExtraKeysError):
        return structured(kind, found, converter)


def structured[T](kind: type[T], found: object, converter: Converter) -> Result[T, Fault]:
    """Build *kind* of what was found, or tell every flaw."""
    try:
        return Success(converter.structure(found, kind))
    except (ClassValidationError, Refused) as error:
        return Failure(Invalid(tuple(_flaws(error, ""))))


def encoded(value: object) -> bytes:
    """Write a value of the core as JSON: UTC times, exact decimals, fields in their order."""
    return _ENCODER.encode(JSON.unstructure(value))


def _flaws(error: BaseException, path: str) -> Iterator[Flaw]:
    if isinstance(error, ClassValidationError | IterableValidationError):
        for inner in error.exceptions:
            yield from _flaws(inner, path + _step(inner))
    elif isinstance(error, Refused):
        yield Flaw(path + error.pointer, error.detail)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = ", ".join(wire_name(one.name) for one in attrs.fields(error.cl) if one.init)
        yield Flaw(path, f"has a field that is not known here; known are {known}")
    elif isinstance(error, KeyError):
        yield Flaw(path, "is required")
    else:
        raise error


def _step(error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        if hasattr(note, "name"):
            return f"/{wire_name(note.name)}"
        if hasattr(note, "index"):
            return f"/{note.index}"
    return ""
