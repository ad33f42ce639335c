"""JSON as strictly as a hospital needs it: one meaning, or a refusal."""

import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Unreadable

LONGEST_NUMBER = 40  # characters of a decimal; NUMERIC(9, 3) needs 10


def parsed(body: bytes) -> Result[Any, Fault]:
    """Read strict UTF-8 JSON; decimals stay exact, and no key may stand twice in an object."""
    try:
        return Success(_DECODER.decode(body.decode()))
    except UnicodeDecodeError:
        return Failure(Unreadable("the body is not UTF-8"))
    except RecursionError:
        return Failure(Unreadable("the body is nested too deeply"))
    except json.JSONDecodeError as error:
        return Failure(Unreadable(f"the body is not JSON: at character {error.pos}"))
    except _NotOurs as error:
        return Failure(Unreadable(f"the body is not JSON: {error}"))
    except ValueError:  # Python reads no integer of thousands of digits
        return Failure(Unreadable("the body is not JSON: a number is too long"))


class _NotOurs(Exception):  # noqa: N818 -- a judgment on what was read
    pass


def _pairs(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotOurs("a key stands twice in an object")
    return found


def _decimal(text: str) -> Decimal:
    if len(text) > LONGEST_NUMBER:
        raise _NotOurs("a number is too long")
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise _NotOurs("a number is out of all bounds") from error


def _constant(_: str) -> NoReturn:
    raise _NotOurs("NaN and Infinity are not numbers")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_float=_decimal, parse_constant=_constant
)
