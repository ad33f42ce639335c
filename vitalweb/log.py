"""One JSON line an event on standard error; keys, never prose, never a patient's name."""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, override

import msgspec
import structlog
from attrs import frozen

#: Libraries whose messages quote the database's address at most, never a caller.
_QUOTABLE = ("psycopg",)


_ENCODER = msgspec.json.Encoder(enc_hook=str)


class _Line(logging.Formatter):
    """Writes a library's record; of most, only what was known before anybody asked anything."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        quotable = record.name.partition(".")[0] in _QUOTABLE
        said = record.getMessage() if quotable else str(record.msg).partition("\n")[0]
        line = {"event": said, "logger": record.name, "level": record.levelname.lower()}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps({**line, "timestamp": datetime.now(UTC).isoformat()})


@frozen
class _Writing:
    """Writes a line with what *always* holds for this process."""

    always: Mapping[str, object]

    def __call__(self, _: object, level: str, event: Mapping[str, Any]) -> bytes:
        line = {**event, **self.always, "level": level, "timestamp": datetime.now(UTC)}
        return _ENCODER.encode(line)


def configure(level: str, **always: object) -> None:
    """Set up structlog; lines of libraries below warning are dropped."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    structlog.configure(
        processors=[_Writing(always)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )
