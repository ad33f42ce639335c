"""The service's own secrets: made once, kept in the data directory for its owner alone."""

import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from vitalweb import spelling
from vitalweb.crypto.signing import Signer, signer
from vitalweb.crypto.vault import KEY, Vault
from vitalweb.settings import Settings
from vitalweb.spelling import Mistake, aes_keys, jwt_keys


def signing(settings: Settings) -> Signer:
    """Give the signer of access tokens, with a key of its own making if none was set."""
    return signer(settings.jwt_key or _kept(settings, "jwt.key", secrets.token_urlsafe, jwt_keys))


def vault(settings: Settings) -> Vault:
    """Give the vault of tokens at rest, with a key of its own making if none was set."""
    kept = settings.aes_keys or _kept(settings, "aes.keys", _new_aes_keys, aes_keys)
    return Vault(kept, writes=next(iter(kept)))


def audit_key(settings: Settings) -> bytes:
    """Give the key that seals the trail."""
    kept = settings.audit_key
    return kept or _kept(settings, "audit.key", secrets.token_urlsafe, spelling.audit_key)


def _new_aes_keys(_: int) -> str:
    return f"1:{secrets.token_hex(KEY)}"


def _kept[T](
    settings: Settings, name: str, make: Callable[[int], str], read: Callable[[str], T]
) -> T:
    path = settings.data_dir / name
    if not path.exists():
        _create(path, make(KEY))
    try:
        return read(path.read_text(encoding="utf-8").strip())
    except ValueError as error:
        detail = error if isinstance(error, Mistake) else "must be text"
        raise Mistake(f"{path} {detail}") from None


def _create(path: Path, secret: str) -> None:
    """Write the whole secret under another name first: of several processes one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # owner only
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(descriptor)  # a key lost with the power takes every open session with it
    with suppress(FileExistsError):  # another process was quicker; its secret is the one
        os.link(draft, path)
    Path(draft).unlink()
