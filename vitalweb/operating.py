"""What only an operator at the machine may do: the first administrator, the trail, the keys."""

import sys
from datetime import UTC, datetime

import click
from returns.result import Result, Success

from vitalcore.account import Account, Registration, strong
from vitalcore.audit import Break, by_operator
from vitalcore.fault import Fault, Invalid
from vitalcore.guard import built
from vitalcore.role import Role
from vitalweb import errand, keyring, rotation, trail
from vitalweb.crypto import passwords
from vitalweb.crypto.passwords import Passwords
from vitalweb.crypto.vault import Vault
from vitalweb.http import codec, problem
from vitalweb.railway import then
from vitalweb.rotation import Rotated
from vitalweb.settings import Settings
from vitalweb.store import accounts, audit
from vitalweb.store.accounts import NewAccount
from vitalweb.store.database import Database


def create_admin(settings: Settings, account_id: str, name: str, password: str) -> None:
    """Open an administrator's account, or say why not and leave with code 1."""
    wanted = built(Registration, id=account_id, name=name, password=password).bind(
        lambda new: strong(new, settings.password_min, passwords.COMMON)
    )
    made = errand.run(settings, lambda desk: then(wanted, lambda new: _opened(desk, new)))
    if not isinstance(made, Success):
        _leave(_words(made.failure()))
    click.echo(f"{account_id} may now invite others and disable accounts")


def verify(settings: Settings, last: bytes | None) -> None:
    """Check the trail against its seals; leave with code 1 at the first break."""
    key = keyring.audit_key(settings)
    found = errand.run(settings, lambda desk: trail.verified(desk, key, _now(), last))
    if found:
        _leave(_place(found))
    click.echo("the trail is what was sealed")


def export(settings: Settings) -> None:
    """Write the whole trail as NDJSON, the oldest row first."""
    errand.run(settings, _exported)


def rotate(settings: Settings) -> None:
    """Seal what rests under old keys anew; name what cannot be opened, and leave with code 1."""
    vault = keyring.vault(settings)
    done = errand.run(settings, lambda desk: _rotated(desk, vault))
    resealed = f"{done.sessions} sessions and {done.answers} kept answers"
    click.echo(f"{resealed} rest under key {vault.writes} now")
    if done.broken:
        _leave("not opened: " + ", ".join(map(str, done.broken)))


async def _rotated(desk: Database, vault: Vault) -> Rotated:
    done = await rotation.rotated(desk, vault)
    noted = by_operator("keys_rotate", f"key {vault.writes}", "operator", 200, _now())
    await audit.add(desk, [noted], _now())
    return done


async def _opened(desk: Database, new: Registration) -> Result[Account, Fault]:
    busy = Passwords()
    hashed = await busy.hashed(new.password)
    busy.close()
    return await then(hashed, lambda made: _noted(desk, _account(new, made)))


async def _noted(desk: Database, new: NewAccount) -> Result[Account, Fault]:
    """Open the account, and the trail's row of it, together."""
    async with desk.transaction() as together:
        made = await accounts.add(together, new, Role.ADMIN, _now())
        status = 201 if isinstance(made, Success) else 409
        noted = by_operator("create_admin", new.account_id, "operator", status, _now())
        await audit.add(together, [noted], _now())
    return made


def _account(new: Registration, hashed: str) -> NewAccount:
    return NewAccount(account_id=new.id, name=new.name, password_hash=hashed)


async def _exported(desk: Database) -> None:
    await audit.add(desk, [by_operator("audit_export", None, "operator", 200, _now())], _now())
    async for entry in audit.everything(desk):
        sys.stdout.buffer.write(codec.encoded(entry) + b"\n")
    sys.stdout.buffer.flush()


def _words(fault: Fault) -> str:
    if isinstance(fault, Invalid):
        return "; ".join(f"{flaw.pointer.lstrip('/')} {flaw.detail}" for flaw in fault.flaws)
    return problem.KINDS[type(fault)][1]


def _place(found: Break) -> str:
    row = f"row {found.audit_id} " if found.audit_id else ""
    return f"minute {found.minute:%Y-%m-%dT%H:%MZ}: {row}{found.what}"


def _now() -> datetime:
    return datetime.now(UTC)


def _leave(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
