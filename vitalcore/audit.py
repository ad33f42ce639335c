"""The trail of who did what: its rows, the chain that seals them, and what a break in it shows."""

import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from operator import attrgetter

from attrs import field, fields, frozen

from vitalcore.guard import EPOCH

#: Stands before the first seal.
GENESIS = bytes(32)


@frozen(kw_only=True)
class Deed:
    """One thing somebody did or tried, and the status it was answered with."""

    at: datetime
    account_id: str
    role: str
    action: str
    patient_id: str | None
    subject: str | None
    old_version: int | None
    new_version: int | None
    request_id: str
    address: str
    outcome: int


def by_operator(action: str, subject: str | None, by: str, status: int, at: datetime) -> Deed:
    """Tell what was done at the machine itself, without a request."""
    return Deed(
        at=at,
        account_id=by,
        role="operator",
        action=action,
        patient_id=None,
        subject=subject,
        old_version=None,
        new_version=None,
        request_id="-",
        address="-",
        outcome=status,
    )


@frozen(kw_only=True)
class Entry(Deed):
    """A deed in the trail."""

    audit_id: int
    created_at: datetime


_VALUES = attrgetter(*(one.name for one in fields(Entry)))


@frozen(kw_only=True)
class Seal:
    """One minute of the trail: its rows' digests, each made with the one before it."""

    minute: datetime
    audit_ids: Sequence[int]
    digests: Sequence[bytes] = field(repr=False)
    former: bytes = field(repr=False)
    chain: bytes = field(repr=False)


@frozen(kw_only=True)
class Mark:
    """Where a seal stands in the chain."""

    minute: datetime
    former: bytes = field(repr=False)
    chain: bytes = field(repr=False)


#: Stands where nothing is sealed yet.
START = Mark(minute=EPOCH - timedelta(minutes=1), former=GENESIS, chain=GENESIS)


@frozen
class Break:
    """The first place where the trail is not what was sealed."""

    minute: datetime
    audit_id: int | None
    what: str


def sealed(key: bytes, minute: datetime, entries: Sequence[Entry], former: bytes) -> Seal:
    """Chain the digests of *entries* onto *former* (HMAC-SHA-256 under *key*)."""
    ids = [entry.audit_id for entry in entries]
    digests = linked(key, former, entries)
    chain = chained(key, minute, digests[-1] if digests else former)
    return Seal(minute=minute, audit_ids=ids, digests=digests, former=former, chain=chain)


def linked(key: bytes, former: bytes, entries: Iterable[Entry]) -> list[bytes]:
    """Give the digest of each entry, made with the one before it; *former* is before the first."""
    digests, last = [], former
    for entry in entries:
        last = _digest(key, last, _canonical(entry))
        digests.append(last)
    return digests


def chained(key: bytes, minute: datetime, last: bytes) -> bytes:
    """Close a minute whose last digest is *last*, or the former chain if it has no rows."""
    return _digest(key, last, minute.isoformat().encode())


def built_on(known: Mark, found: Sequence[Mark], now: datetime) -> bool:
    """Does *found* begin with *known*, each seal built on the one before it and none to come?"""
    line = [START, *found] if known == START else found
    tied = all(later.former == earlier.chain for earlier, later in pairwise(line))
    return line[:1] == [known] and tied and all(one.minute <= now for one in found)


def broken(key: bytes, seal: Seal, entries: Sequence[Entry], former: bytes) -> Break | None:
    """Name the first row that was edited, removed, inserted or reordered since *seal* was made."""
    if seal.former != former:
        return Break(seal.minute, None, "a seal before this minute was removed or changed")
    made = sealed(key, seal.minute, entries, former)
    if found := _touched(seal, made):
        return Break(seal.minute, *found)
    if not hmac.compare_digest(made.chain, seal.chain):
        return Break(seal.minute, None, "the seal itself was changed")
    return None


def _touched(seal: Seal, made: Seal) -> tuple[int, str] | None:
    """Walk both in step and tell the first row in which they differ, and what became of it."""
    for place, (was, now) in enumerate(zip(seal.audit_ids, made.audit_ids, strict=False)):
        if was != now:
            return _moved(seal.audit_ids[place:], made.audit_ids[place:])
        if not hmac.compare_digest(seal.digests[place], made.digests[place]):
            return was, "edited"
    both = min(len(seal.audit_ids), len(made.audit_ids))
    return _moved(seal.audit_ids[both:], made.audit_ids[both:])


def _moved(sealed_ids: Sequence[int], found: Sequence[int]) -> tuple[int, str] | None:
    """Tell why what follows begins with another row than it did, if with any."""
    if sealed_ids and sealed_ids[0] not in found:
        return sealed_ids[0], "removed"
    if found and found[0] not in sealed_ids:
        return found[0], "inserted"
    return (sealed_ids[0], "reordered") if sealed_ids else None


def _digest(key: bytes, former: bytes, text: bytes) -> bytes:
    return hmac.digest(key, former + text, sha256)


def _canonical(entry: Entry) -> bytes:
    return "\x1f".join(map(_word, _VALUES(entry))).encode()


def _word(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else repr(value)
