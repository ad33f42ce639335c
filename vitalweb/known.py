"""Tokens that were believed: signatures are checked once, sessions at every request."""

from datetime import datetime
from hashlib import sha256

from attrs import Factory, define, frozen

from vitalcore.session import Session

MOST = 10_000  # tokens remembered; the oldest is forgotten first


@frozen
class _Believed:
    session: Session
    until: datetime


@define
class Known:
    """Sessions by the digests of access tokens that were signed, current and theirs."""

    _tokens: dict[bytes, _Believed] = Factory(dict)

    def remember(self, token: str, session: Session, until: datetime) -> None:
        """Keep that *token*, which holds until its `exp`, is the one of *session*."""
        if len(self._tokens) >= MOST:
            del self._tokens[next(iter(self._tokens))]
        ends = min(until, session.access_token_expires_at)
        self._tokens[_digest(token)] = _Believed(session, ends)

    def session(self, token: str, at: datetime) -> Session | None:
        """Give the session whose *token* this was when last looked up; ask whether it still is."""
        found = self._tokens.get(_digest(token))
        return found.session if found and at < found.until else None


def _digest(token: str) -> bytes:
    return sha256(token.encode(errors="surrogatepass")).digest()
