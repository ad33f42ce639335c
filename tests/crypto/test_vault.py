"""Tokens at rest: what was sealed opens here and nowhere else, whole or not at all."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalweb.crypto.vault import KEY, NONCE, Broken, Vault

OLD, NEW = b"o" * KEY, b"n" * KEY
VAULT = Vault({1: OLD}, writes=1)
ROW, COLUMN = UUID(int=7), "access_token"
SEALED = VAULT.seal("a token", ROW, COLUMN)

texts = st.text(st.characters(codec="utf-8"), max_size=400)
columns = st.sampled_from(["access_token", "refresh_token"])


@given(texts, st.uuids(), columns)
def test_what_was_sealed_opens_in_its_place(text: str, row: UUID, column: str) -> None:
    """Any text comes back from its own row and column as it was."""
    assert VAULT.open(VAULT.seal(text, row, column), row, column) == text


@given(texts, st.uuids(), st.uuids(), columns, columns)
def test_what_was_moved_does_not_open(
    text: str, row: UUID, other: UUID, column: str, another: str
) -> None:
    """A sealed token copied to another row or column is broken."""
    sealed = VAULT.seal(text, row, column)
    if (row, column) != (other, another):
        with pytest.raises(Broken):
            VAULT.open(sealed, other, another)
    assert VAULT.open(sealed, row, column) == text


def test_a_seal_does_not_open_in_the_row_s_other_column() -> None:
    """An access token cannot be put where the refresh token lies."""
    with pytest.raises(Broken):
        VAULT.open(SEALED, ROW, "refresh_token")


@pytest.mark.parametrize("length", range(len(SEALED)))
def test_what_was_cut_does_not_open(length: int) -> None:
    """However much of it is left."""
    with pytest.raises(Broken):
        VAULT.open(SEALED[:length], ROW, COLUMN)


@pytest.mark.parametrize("place", range(len(SEALED)))
@given(flip=st.integers(1, 255))
def test_what_was_altered_does_not_open(place: int, flip: int) -> None:
    """Any bit of any byte: key number, nonce, text and tag alike."""
    altered = SEALED[:place] + bytes([SEALED[place] ^ flip]) + SEALED[place + 1 :]
    with pytest.raises(Broken):
        VAULT.open(altered, ROW, COLUMN)


@given(st.binary(max_size=200))
def test_what_was_never_sealed_does_not_open(found: bytes) -> None:
    """Bytes from elsewhere are broken, whatever they begin with."""
    with pytest.raises(Broken):
        Vault(dict.fromkeys(range(256), OLD), writes=0).open(found, ROW, COLUMN)


@given(texts)
def test_a_new_key_writes_and_the_old_one_is_read(text: str) -> None:
    """After a rotation both open; when the old key is dropped, what it sealed is broken."""
    former, after = VAULT.seal(text, ROW, COLUMN), Vault({2: NEW, 1: OLD}, writes=2)
    later = after.seal(text, ROW, COLUMN)
    assert [after.open(sealed, ROW, COLUMN) for sealed in (former, later)] == [text, text]
    assert (former[0], later[0]) == (1, 2)
    with pytest.raises(Broken):
        Vault({2: NEW}, writes=2).open(former, ROW, COLUMN)


def test_another_key_of_the_same_number_does_not_open() -> None:
    """The number only says which key is tried."""
    with pytest.raises(Broken):
        Vault({1: NEW}, writes=1).open(SEALED, ROW, COLUMN)


def test_every_seal_has_a_nonce_of_its_own() -> None:
    """The same token sealed again looks different everywhere behind the key's number."""
    nonces = {VAULT.seal("a token", ROW, COLUMN)[1 : 1 + NONCE] for _ in range(100)}
    assert len(nonces) == 100


def test_nothing_of_the_text_is_seen() -> None:
    """Neither the seal nor the vault shows what is secret."""
    assert b"token" not in SEALED
    assert repr(OLD)[2:-1] not in repr(VAULT)
