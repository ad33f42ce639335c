"""Bodies: the JSON reader, and the classes that each route makes of what it read."""

import json
from decimal import Decimal

from returns.result import Result, Success

from vitalcore.fault import Fault, Invalid, Unreadable
from vitalweb.http import codec
from vitalweb.http.openapi.examples import EXAMPLES
from vitalweb.http.reader import parsed
from vitalweb.http.routes import ROUTES

BODIES = tuple({route.body for route in ROUTES if route.body})
SEEDS = tuple(codec.encoded(one) for one in EXAMPLES if type(one) in BODIES)


def read(sent: bytes) -> None:
    """Hold that what is accepted is JSON with one meaning, and that refusals are faults."""
    found = parsed(sent)
    if isinstance(found, Success):
        assert found.unwrap() == json.loads(sent.decode(), parse_float=Decimal)
    else:
        assert isinstance(found.failure(), Unreadable)
    for kind in BODIES:
        built: Result[object, Fault] = codec.body(kind, sent)
        if isinstance(built, Success):
            assert isinstance(built.unwrap(), kind)
        else:
            assert isinstance(built.failure(), Invalid | Unreadable)
