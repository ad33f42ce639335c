"""Serving, and what tells of a service."""

import sys
from importlib.metadata import version as installed

import click

from vitalweb.console import configured, explained


@click.command()
@explained
def serve() -> None:
    """Migrate the database and serve (the default).

    Without VITALWEB_DATABASE_URL a PostgreSQL of its own is started in VITALWEB_DATA_DIR. Ctrl-C or
    SIGTERM ends the service: requests in flight are answered first.
    """
    settings = configured()
    if settings.workers > 1:
        from vitalweb import workers

        sys.exit(workers.serve(settings))
    from vitalweb import serving

    serving.serve(settings)


@click.command("check-config")
def check_config() -> None:
    """Show the settings, or every mistake in them.

    Of a secret it is only shown whether it is given.
    """
    from vitalweb import handbook

    for name, value in handbook.now(configured()):
        click.echo(f"{name:25} {value}")
    click.echo("the settings are in order")


@click.command()
def version() -> None:
    """Tell which version this is."""
    click.echo(installed("vitalmonitor"))
