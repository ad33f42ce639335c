"""Answers that are kept for a retry, as they come out of the database."""

from attrs import frozen


@frozen(kw_only=True)
class Kept:
    """An answer under its Idempotency-Key; without a status while the request runs."""

    request_digest: bytes
    status: int | None
    headers: str | None
    body: bytes | None


@frozen(kw_only=True)
class SealedAnswer:
    """An answer that is kept for a retry, and still encrypted."""

    asker: str
    retry_key: str
    request_digest: bytes
    body: bytes
