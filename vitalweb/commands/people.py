"""Who may come in."""

from datetime import UTC, datetime

import click

from vitalcore.account import MOST_HOURS, Invitation
from vitalcore.role import Role
from vitalweb.console import configured, explained
from vitalweb.settings import INVITE


@click.command()
@click.option(
    "--hours",
    default=24,
    show_default=True,
    type=click.IntRange(1, MOST_HOURS),
    help="How long the code can be used.",
)
@click.option(
    "--role", default="doctor", show_default=True, type=click.Choice([one.value for one in Role])
)
@explained
def invite(hours: int, role: str) -> None:
    """Issue a code to register with, once.

    The code alone goes to standard output; where registration is by invitation, whoever registers
    sends it as `invite`.
    """
    from vitalweb import errand, inviting

    settings = configured()
    wanted = Invitation(role=Role(role), hours=hours)
    invited = errand.run(
        settings, lambda desk: inviting.invite_here(desk, wanted, datetime.now(UTC))
    )
    if settings.admission != INVITE:
        click.echo(f"registration is {settings.admission} here: no code is asked for", err=True)
    click.echo(invited.code)


@click.command("create-admin")
@click.argument("account_id")
@click.option("--name", required=True, help="The administrator's name.")
@click.password_option(help="Asked for where it is not given.")
@explained
def create_admin(account_id: str, name: str, password: str) -> None:
    """Open the first administrator's account."""
    from vitalweb import operating

    operating.create_admin(configured(), account_id, name, password)
