"""Access and refresh tokens: nothing is believed but what was signed, in every letter."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from returns.result import Success

from vitalcore.account import Renewal
from vitalcore.fault import Unauthenticated
from vitalcore.session import TOKEN_LIFE
from vitalweb.crypto.signing import NAME, signer
from vitalweb.http import codec
from vitalweb.http.shapes import JSON

AT = datetime(2026, 1, 1, tzinfo=UTC)
_KEY = "a key of the tests' own, long enough to sign"
_OTHER = "another one, which may verify too, and long"
_SIGNER = signer((_KEY, _OTHER))
_SIGNED = _SIGNER.sign(UUID(int=7), "dr.lee", "token-1", AT)
_FORMER = signer((_OTHER,)).sign(UUID(int=8), "dr.ng", "token-2", AT)
_FOREIGN = signer(("a key that nobody here knows, and long",)).sign(UUID(int=9), "x", "t", AT)
_RENEWAL = b"3f0c7c0e8c5b4f5c9d0a3b1e2f4a5b6c.bm90LWEtdG9rZW4"
_CLAIMS = (
    b'{"alg":"HS256","typ":"at+jwt","kid":"KID"}\n{"iss":"vitalweb","aud":"vitalweb","client_id":'
    b'"vitalweb","sub":"dr.lee","sid":"00000000-0000-0000-0000-000000000007","jti":"a",'
    b'"iat":1767225600,"exp":1767225780}'
)
_KID = json.loads(urlsafe_b64decode(_SIGNED.partition(".")[0] + "=="))["kid"].encode()
SEEDS = (_SIGNED.encode(), _FORMER.encode(), _FOREIGN.encode(), _RENEWAL, _CLAIMS)
_PARTIES = ("iss", "aud", "client_id")


def read(sent: bytes) -> None:
    """Hold that a token is believed only if it says what ours say, even under the right key."""
    text = sent.decode(errors="surrogateescape")
    if _believed(text):
        assert text in {_SIGNED, _FORMER}
    head, _, claims = sent.partition(b"\n")
    if _believed(_signed(head, claims)):
        _hold(json.loads(head), json.loads(claims))
    asked = codec.structured(Renewal, {"refresh_token": text}, JSON)
    if isinstance(asked, Success):
        assert asked.unwrap().refresh_token == text


def _believed(token: str) -> bool:
    said = _SIGNER.verify(token, AT)
    assert isinstance(said, Success) or isinstance(said.failure(), Unauthenticated)
    return isinstance(said, Success)


def _hold(head: dict[str, str], claims: dict[str, Any]) -> None:
    assert (head["alg"], head["typ"], len(head)) == ("HS256", "at+jwt", 3)
    assert [claims[one] for one in _PARTIES] == 3 * [NAME]
    assert claims["iat"] <= AT.timestamp() < claims["exp"]
    assert claims["exp"] - claims["iat"] == TOKEN_LIFE.total_seconds()
    assert UUID(str(claims["sid"])).version != 0


def _signed(head: bytes, claims: bytes) -> str:
    text = b".".join(_written(one) for one in (head.replace(b"KID", _KID), claims))
    return (text + b"." + _written(hmac.digest(_KEY.encode(), text, sha256))).decode()


def _written(part: bytes) -> bytes:
    return urlsafe_b64encode(part).rstrip(b"=")
