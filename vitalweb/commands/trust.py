"""The trail of who did what, and the keys under which tokens rest."""

import re

import click

from vitalweb.console import configured, explained

_CHAIN = re.compile("[0-9A-Fa-f]{64}")  # 32 bytes, as the log writes them


def _chain(_context: click.Context, _option: click.Parameter, said: str | None) -> bytes | None:
    """Read a seal's chain, or refuse what can be none."""
    if said is None:
        return None
    if not _CHAIN.fullmatch(said):
        raise click.BadParameter("must be 64 hexadecimal digits")
    return bytes.fromhex(said)


@click.group()
def audit() -> None:
    """Check and write out the trail of who did what."""


@audit.command("verify")
@click.option(
    "--last", callback=_chain, help="A seal's chain from the log, which must still be there."
)
@explained
def audit_verify(last: bytes | None) -> None:
    """Check the trail against its seals and name the first row that was tampered with.

    The service logs the chain of every seal: kept elsewhere and named with --last, it shows that
    the end of the trail was not cut off.
    """
    from vitalweb import operating

    operating.verify(configured(), last)


@audit.command("export")
@explained
def audit_export() -> None:
    """Write the trail to standard output as NDJSON, the oldest row first."""
    from vitalweb import operating

    operating.export(configured())


@click.group()
def keys() -> None:
    """Look after the keys under which tokens rest."""


@keys.command("rotate")
@explained
def keys_rotate() -> None:
    """Seal what rests under old keys anew under the one that writes; traffic may go on."""
    from vitalweb import operating

    operating.rotate(configured())
