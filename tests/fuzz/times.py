"""Times, dates and cursors: of the three centuries and of one meaning, or refused."""

from datetime import UTC, date, datetime

from returns.result import Success

from vitalcore.guard import EPOCH, HORIZON
from vitalcore.patient import Revision
from vitalweb.http import codec, cursor
from vitalweb.http.shapes import JSON
from vitalweb.http.words.accounts import AuditPage

START = "2026-01-31T08:30:00Z"
SEEDS = (
    START.encode(),
    b"1900-01-01t00:00:00.123456789-14:00",
    b"2199-12-31 23:59:59.9+23:59",
    b"2024-02-29",
    cursor.written(datetime(2026, 1, 31, 8, 30, tzinfo=UTC), 2**63 - 1).encode(),
)


def read(sent: bytes) -> None:
    """Hold that a time which is accepted is one in UTC that is written and read as the same."""
    text = sent.decode(errors="surrogateescape")
    page = codec.url(AuditPage, {"from": text, "to": text})
    if isinstance(page, Success):
        at = page.unwrap().from_
        assert at.tzinfo is UTC
        assert EPOCH <= at < HORIZON
        again = at.isoformat()
        assert codec.url(AuditPage, {"from": again, "to": again}) == codec.url(
            AuditPage, {"from": again.replace("+00:00", "Z"), "to": text}
        )
    said = {"name": "Pat", "gender": "F", "birth_date": text}
    born = codec.structured(Revision, said, JSON)
    if isinstance(born, Success):
        assert born.unwrap().birth_date == date.fromisoformat(text)
    placed = codec.url(AuditPage, {"from": START, "to": START, "cursor": text})
    if isinstance(placed, Success):
        after, tie = cursor.read(placed.unwrap().cursor, EPOCH)
        assert cursor.written(after, tie) == text.lower()
