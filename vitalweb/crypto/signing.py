"""Access tokens: JWTs after RFC 9068, signed with HS256 and believed for three minutes."""

from datetime import UTC, datetime
from typing import Any, override
from uuid import UUID

from attrs import field, frozen
from authlib.oauth2.rfc6750.errors import InvalidTokenError
from authlib.oauth2.rfc9068 import JWTBearerTokenValidator
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey
from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Unauthenticated
from vitalcore.session import TOKEN_LIFE

ALGORITHM = "HS256"
NAME = "vitalweb"  # issuer, audience and client alike: one service speaks to itself
TYPE = "at+jwt"
LONGEST = 2048  # characters; ours have about 400
_HEADERS = {"alg", "kid", "typ"}
_BAD_TOKEN = Unauthenticated("the access token is not valid; log in or refresh it")


@frozen(kw_only=True)
class Claims:
    """What a verified token says."""

    session_id: UUID
    account_id: str
    expires_at: datetime


class _Verifier(JWTBearerTokenValidator):  # type: ignore[misc]  # authlib ships no types
    def __init__(self, keys: KeySet) -> None:
        super().__init__(issuer=NAME, resource_server=NAME)
        self._keys = keys

    @override
    def get_jwks(self) -> KeySet:
        return self._keys


@frozen
class Signer:
    """Several keys may verify; the first signs."""

    _keys: tuple[OctKey, ...] = field(repr=False)
    _verifier: _Verifier = field(init=False, repr=False)

    @_verifier.default
    def _make(self) -> _Verifier:
        return _Verifier(KeySet(list(self._keys)))

    def sign(self, session_id: UUID, account_id: str, token_id: str, at: datetime) -> str:
        """Sign a token that holds from *at* for three minutes."""
        issued = int(at.timestamp())
        claims = {
            "iss": NAME,
            "aud": NAME,
            "client_id": NAME,
            "sub": account_id,
            "sid": str(session_id),
            "jti": token_id,
            "iat": issued,
            "exp": issued + int(TOKEN_LIFE.total_seconds()),
        }
        header = {"alg": ALGORITHM, "typ": TYPE, "kid": str(self._keys[0].kid)}
        return jwt.encode(header, claims, self._keys[0], [ALGORITHM])

    def verify(self, token: str, at: datetime) -> Result[Claims, Fault]:
        """Believe *token* only if signature, header, exp, iat, iss and aud all hold at *at*."""
        try:
            return Success(self._verified(token, at))
        except (InvalidTokenError, JoseError, ValueError, TypeError, KeyError):
            return Failure(_BAD_TOKEN)

    def _verified(self, token: str, at: datetime) -> Claims:
        if len(token) > LONGEST or not token.isascii():
            raise ValueError("not one of ours")
        claims: Any = self._verifier.authenticate_token(token)
        if set(claims.header) != _HEADERS or claims.header["typ"] != TYPE:
            raise ValueError("a header of somebody else's")
        claims.validate(now=int(at.timestamp()), leeway=0)
        if claims["exp"] - claims["iat"] != TOKEN_LIFE.total_seconds():
            raise ValueError("a life of somebody else's")
        if claims["client_id"] != NAME:
            raise ValueError("a client of somebody else's")
        until = datetime.fromtimestamp(claims["exp"], UTC)
        session_id = UUID(str(claims["sid"]))
        return Claims(session_id=session_id, account_id=claims["sub"], expires_at=until)


def signer(secrets: tuple[str, ...]) -> Signer:
    """Make a signer of *secrets*; each key is named after its thumbprint (RFC 7638)."""
    return Signer(tuple(map(_key, secrets)))


def _key(secret: str) -> OctKey:
    bare = OctKey.import_key(secret)
    kid = bare.thumbprint()[:16]
    return OctKey.import_key(secret, {"alg": ALGORITHM, "use": "sig", "kid": kid})
