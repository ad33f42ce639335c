"""The signature check by itself, apart from the comparison with the session's stored token."""

import base64
import hmac
import json
import string
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from tests.strategies import account_ids
from vitalcore.fault import Unauthenticated
from vitalweb.crypto.signing import LONGEST, Claims, Signer, signer

SECRET = "a-signing-key-of-more-than-32-characters"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SIGNER = signer((SECRET,))
TOKEN = SIGNER.sign(UUID(int=1), "dr-ann", "token-1", NOON)
HEAD, BODY, SIGNATURE = TOKEN.split(".")
ALPHABET = string.ascii_letters + string.digits + "-_"
REFUSED = Failure(Unauthenticated("the access token is not valid; log in or refresh it"))
ISSUED = int(NOON.timestamp())


type Sign = Callable[[bytes], bytes]


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _part(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


HEADER: dict[str, Any] = json.loads(_bytes(HEAD))
CLAIMS: dict[str, Any] = json.loads(_bytes(BODY))
#: A claim of another type, or one that says nothing.
NO_CLAIMS: tuple[Any, ...] = (None, "", 7, [], {}, True, float("nan"), 10**30)
RSA = rsa.generate_private_key(65537, 2048)
RSA_PEM = RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def forged(header: dict[str, Any], claims: dict[str, Any], sign: Sign | None = None) -> str:
    """A token with anything in it, whose signature is right by *sign*, or by the secret."""
    body = ".".join(_part(json.dumps(part).encode()) for part in (header, claims))
    return f"{body}.{_part((sign or hs(SECRET.encode()))(body.encode()))}"


def hs(secret: bytes, digest: str = "sha256") -> Sign:
    """A forger who holds a secret."""
    return lambda body: hmac.digest(secret, body, digest)


def rs256(body: bytes) -> bytes:
    """A forger who holds a private key."""
    return RSA.sign(body, PKCS1v15(), SHA256())


@given(account_ids, st.integers(0, 179), st.uuids())
def test_an_own_token_is_believed_for_three_minutes(
    account_id: str, lapse: int, session_id: UUID
) -> None:
    """What was signed is told again until the three minutes are over."""
    token = SIGNER.sign(session_id, account_id, "token", NOON)
    told = Claims(
        session_id=session_id, account_id=account_id, expires_at=NOON + timedelta(minutes=3)
    )
    assert SIGNER.verify(token, NOON + timedelta(seconds=lapse)) == Success(told)


def test_a_forgery_with_the_right_key_and_nothing_wrong_is_believed() -> None:
    """The forger of these tests is able: without a fault in it, what it makes passes."""
    assert isinstance(SIGNER.verify(forged(HEADER, CLAIMS), NOON), Success)


@pytest.mark.parametrize(
    ("lapse", "believed"),
    [(-1, False), (0, True), (179, True), (180, False), (3600, False)],
)
def test_a_token_holds_from_iat_to_before_exp(lapse: int, believed: bool) -> None:
    """Neither one from the future nor one at its very end is believed."""
    at = NOON + timedelta(seconds=lapse)
    assert isinstance(SIGNER.verify(TOKEN, at), Success) == believed


@pytest.mark.parametrize(("algorithm", "digest"), [("HS384", "sha384"), ("HS512", "sha512")])
def test_another_algorithm_with_the_right_key_is_refused(algorithm: str, digest: str) -> None:
    """Only HS256 is believed, also where the secret is the right one."""
    token = forged(HEADER | {"alg": algorithm}, CLAIMS, hs(SECRET.encode(), digest))
    assert SIGNER.verify(token, NOON) == REFUSED


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", ""])
@pytest.mark.parametrize("signature", ["", SIGNATURE, "AA"])
def test_a_token_without_a_signature_is_refused(algorithm: str, signature: str) -> None:
    """No spelling of none is an algorithm."""
    head = _part(json.dumps(HEADER | {"alg": algorithm}).encode())
    assert SIGNER.verify(f"{head}.{BODY}.{signature}", NOON) == REFUSED


def test_a_token_of_a_public_key_is_refused() -> None:
    """RS256 is refused, and so is HS256 with a public key as its secret."""
    tokens = [
        forged(HEADER | {"alg": "RS256"}, CLAIMS, rs256),
        forged(HEADER, CLAIMS, hs(RSA_PEM)),
        forged(HEADER, CLAIMS, hs(b"")),
    ]
    assert [SIGNER.verify(token, NOON) for token in tokens] == [REFUSED] * 3


@pytest.mark.parametrize("secret", ["another-key-of-more-than-32-characters!", SECRET + " "])
def test_a_token_of_another_key_is_refused(secret: str) -> None:
    """Also where it names the right key."""
    other = signer((secret,)).sign(UUID(int=1), "dr-ann", "token-1", NOON)
    assert SIGNER.verify(other, NOON) == REFUSED
    assert SIGNER.verify(forged(HEADER, CLAIMS, hs(secret.encode())), NOON) == REFUSED


@pytest.mark.parametrize(
    "more",
    [
        {"jwk": {"kty": "oct", "k": _part(SECRET.encode())}},
        {"jku": "https://keys.example/jwks.json"},
        {"x5u": "https://keys.example/chain.pem"},
        {"x5c": ["MIIB"]},
        {"kid": "another"},
        {"kid": "../../dev/null"},
        {"kid": 1},
        {"crit": ["exp"]},
        {"crit": ["b64"], "b64": False},
        {"crit": []},
        {"typ": "JWT"},
        {"typ": "AT+JWT"},
        {"typ": None},
        {"cty": "JWT"},
        {"zip": "DEF"},
        {"anything": "else"},
    ],
    ids=str,
)
def test_a_header_of_somebody_elses_is_refused(more: dict[str, Any]) -> None:
    """A right signature does not make up for a header that this service never writes."""
    assert SIGNER.verify(forged(HEADER | more, CLAIMS), NOON) == REFUSED


@pytest.mark.parametrize("name", ["kid", "typ"])
def test_a_header_that_lacks_a_part_is_refused(name: str) -> None:
    """Every part that this service writes must be there."""
    header = {key: value for key, value in HEADER.items() if key != name}
    assert SIGNER.verify(forged(header, CLAIMS), NOON) == REFUSED


@pytest.mark.parametrize("name", sorted(set(CLAIMS) - {"jti"}))
@pytest.mark.parametrize("value", NO_CLAIMS, ids=str)
def test_a_claim_of_another_type_is_refused(name: str, value: object) -> None:
    """No claim is converted, none may be empty; only what a token's own id is does not matter."""
    assert SIGNER.verify(forged(HEADER, CLAIMS | {name: value}), NOON) == REFUSED


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_a_missing_claim_is_refused(name: str) -> None:
    """All eight claims are needed."""
    claims = {key: value for key, value in CLAIMS.items() if key != name}
    assert SIGNER.verify(forged(HEADER, claims), NOON) == REFUSED


@pytest.mark.parametrize(
    "more",
    [
        {"exp": ISSUED},
        {"exp": ISSUED + 181},
        {"exp": ISSUED + 86_400},
        {"exp": float("inf")},
        {"exp": str(ISSUED + 180)},
        {"iat": ISSUED + 1, "exp": ISSUED + 181},
        {"iat": ISSUED - 86_400},
        {"nbf": ISSUED + 1},
        {"aud": ["another"]},
        {"iss": ["vitalweb"]},
        {"iss": "https://vitalweb"},
        {"client_id": "another"},
        {"sid": "another"},
    ],
    ids=str,
)
def test_times_and_parties_that_do_not_fit_are_refused(more: dict[str, Any]) -> None:
    """Expired, from the future, of another life than three minutes, or for somebody else."""
    assert SIGNER.verify(forged(HEADER, CLAIMS | more), NOON) == REFUSED


@pytest.mark.parametrize(
    "token",
    [
        TOKEN + "=",
        TOKEN + "==",
        TOKEN + ".",
        TOKEN + "." + SIGNATURE,
        "." + TOKEN,
        " " + TOKEN,
        TOKEN + "\n",
        TOKEN + "\u00e9",
        f"{HEAD}=.{BODY}.{SIGNATURE}",
        f"{HEAD}.{BODY}=.{SIGNATURE}",
        f"{HEAD}.{BODY}.",
        f"{HEAD}.{BODY}",
        f"{HEAD}..{SIGNATURE}",
        f"{BODY}.{HEAD}.{SIGNATURE}",
        "",
        ".",
        "..",
        "....",
        "x",
    ],
)
def test_a_token_has_one_spelling(token: str) -> None:
    """Padding, blanks and other ways to write the same bytes are refused."""
    assert SIGNER.verify(token, NOON) == REFUSED


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="utf-8"))
def test_a_token_with_any_character_changed_is_refused(place: int, character: str) -> None:
    """Not one character may differ, not even where base64 leaves bits unread."""
    changed = TOKEN[:place] + character + TOKEN[place + 1 :]
    assert (SIGNER.verify(changed, NOON) == REFUSED) == (changed != TOKEN)


def test_a_signature_has_one_spelling() -> None:
    """Its last character has bits that nobody reads: only as base64url writes them is it right."""
    alike = [last for last in ALPHABET if _bytes(SIGNATURE[:-1] + last) == _bytes(SIGNATURE)]
    believed = [last for last in alike if SIGNER.verify(TOKEN[:-1] + last, NOON) != REFUSED]
    assert (len(alike), believed) == (4, [SIGNATURE[-1]])


@given(st.text() | st.binary().map(lambda b: b.decode("latin-1")))
def test_any_text_is_answered(token: str) -> None:
    """Whatever is sent in a token's place is refused, and nothing is raised."""
    assert SIGNER.verify(token, NOON) == REFUSED


@pytest.mark.parametrize("size", [LONGEST + 1, 8 * 1024 * 1024])
def test_a_token_too_long_is_not_looked_at(size: int) -> None:
    """Eight megabytes of token cost nothing, well signed or not."""
    assert SIGNER.verify("a" * size, NOON) == REFUSED
    assert SIGNER.verify(forged(HEADER, CLAIMS | {"jti": "a" * size}), NOON) == REFUSED


def test_an_older_key_verifies_while_it_is_listed() -> None:
    """The first key signs; tokens of the second are believed until it is dropped."""
    later: Signer = signer(("a-newer-key-of-more-than-32-characters!!", SECRET))
    assert isinstance(later.verify(TOKEN, NOON), Success)
    newer = later.sign(UUID(int=1), "dr-ann", "token-2", NOON)
    assert (SIGNER.verify(newer, NOON), isinstance(later.verify(newer, NOON), Success)) == (
        REFUSED,
        True,
    )


def test_a_key_is_not_shown() -> None:
    """Secrets never stand in a representation."""
    assert SECRET not in repr(SIGNER)
