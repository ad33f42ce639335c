"""The service's own secrets: made once, kept in the data directory for its owner alone."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from vitalweb.crypto.signing import Signer, signer
from vitalweb.crypto.vault import KEY, Vault
from vitalweb.settings import Settings, read_aes_keys, read_jwt_keys

_OWNER_ONLY = 0o600


def signing(settings: Settings) -> Signer:
    """Give the signer of access tokens, with a key of its own making if none was set."""
    kept = settings.jwt_key or read_jwt_keys(_kept(settings, "jwt.key", secrets.token_urlsafe))
    return signer(kept)


def vault(settings: Settings) -> Vault:
    """Give the vault of tokens at rest, with a key of its own making if none was set."""
    kept = settings.aes_keys or read_aes_keys(_kept(settings, "aes.keys", _new_aes_keys))
    return Vault(kept, writes=next(iter(kept)))


def _new_aes_keys(_: int) -> str:
    return f"1:{secrets.token_hex(KEY)}"


def _kept(settings: Settings, name: str, make: Callable[[int], str]) -> str:
    path = settings.data_dir / name
    if not path.exists():
        _create(path, make(KEY))
    return path.read_text(encoding="utf-8").strip()


def _create(path: Path, secret: str) -> None:
    """Write the whole secret under another name first: of several processes one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secret + "\n")
    with suppress(FileExistsError):  # another process was quicker; its secret is the one
        os.link(draft, path)
    draft.unlink()
