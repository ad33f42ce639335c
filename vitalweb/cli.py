"""The command line: serve, unless something else is asked for."""

import os
import sys
from importlib.metadata import version as installed
from pathlib import Path

import click
from returns.result import Success

from vitalweb import settings as reading
from vitalweb.settings import Settings


def configured() -> Settings:
    """Read the settings, or tell every mistake and leave with code 2."""
    found = reading.read(reading.gathered(os.environ, Path(".env")))
    if isinstance(found, Success):
        settings: Settings = found.unwrap()
        return settings
    for mistake in found.failure():
        click.echo(mistake, err=True)
    sys.exit(2)


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Keep a hospital's vital signs and tell who is at risk. Not a medical device."""
    if context.invoked_subcommand is None:
        context.invoke(serve)


@main.command()
def serve() -> None:
    """Start the database if need be, migrate it, and serve (the default)."""
    from vitalweb import serving

    serving.serve(configured())


@main.command()
def migrate() -> None:
    """Bring the schema up to date and stop."""
    from vitalweb import migrate as migrating
    from vitalweb import serving

    dsn, _ = serving.database(configured())
    for name in migrating.migrate(dsn):
        click.echo(f"applied {name}")
    click.echo("the schema is up to date")


@main.command("check-config")
def check_config() -> None:
    """Read the settings and tell every mistake in them at once."""
    configured()
    click.echo("the settings are in order")


@main.command()
def version() -> None:
    """Tell which version this is."""
    click.echo(installed("vitalmonitor"))
