"""Tokens at rest: AES-256-GCM under a named key, bound to the row and column they lie in."""

import secrets
from collections.abc import Mapping
from uuid import UUID

from attrs import field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes; NIST SP 800-38D
KEY = 32  # bytes


class Broken(Exception):  # noqa: N818 -- what a seal is when it does not open
    """What was stored is not what was sealed here: moved, cut, altered, or under a lost key."""


@frozen
class Vault:
    """Several keys may open; the one named *writes* seals."""

    keys: Mapping[int, bytes] = field(repr=False)
    writes: int

    def seal(self, text: str, row: UUID, column: str) -> bytes:
        """Encrypt *text* for one column of one row; a key id and a fresh nonce stand in front."""
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(self.keys[self.writes]).encrypt(nonce, text.encode(), _place(row, column))
        return bytes([self.writes]) + nonce + sealed

    def open(self, sealed: bytes, row: UUID, column: str) -> str:
        """Decrypt what was sealed for this column of this row; raise Broken for anything else."""
        try:
            key, nonce = self.keys[sealed[0]], sealed[1 : 1 + NONCE]
            text = AESGCM(key).decrypt(nonce, sealed[1 + NONCE :], _place(row, column))
        except (InvalidTag, KeyError, IndexError, ValueError) as error:
            raise Broken from error
        return text.decode()


def _place(row: UUID, column: str) -> bytes:
    return row.bytes + column.encode()
