"""The shape of the database."""

from datetime import UTC, datetime

import click

from vitalweb.console import configured, explained


@click.command()
@explained
def migrate() -> None:
    """Bring the schema up to date and stop."""
    from vitalweb import migrate as migrating
    from vitalweb import serving

    dsn, _ = serving.database(configured())
    for name in migrating.migrate(dsn):
        click.echo(f"applied {name}")
    click.echo("the schema is up to date")


@click.command()
@click.option(
    "--ahead",
    default=24,
    show_default=True,
    type=click.IntRange(1, 120),
    help="For how many months to come there shall be partitions.",
)
@explained
def partition(ahead: int) -> None:
    """Keep the readings in partitions, one a month.

    The first time the table becomes the first of them, while the service goes on; every time the
    months are made that are missing. Repeat it once a year; readings of a month without one are
    kept in vitals_rest, and when it holds many, writers wait while it is read for each new month.
    """
    from vitalweb import errand
    from vitalweb.store import partitions

    now = datetime.now(UTC)
    turned = errand.run(configured(), lambda desk: partitions.turn(desk, now))
    if turned:
        click.echo("the table of readings is vitals_first now, a partition")
    for name in errand.run(configured(), lambda desk: partitions.extend(desk, now, ahead)):
        click.echo(f"made {name}")


@click.command()
@explained
def distribute() -> None:
    """Spread the record over the servers of a Citus cluster.

    VITALWEB_DATABASE_URL must lead to its coordinator, in whose database the extension is. All is
    done in one transaction; whoever writes meanwhile is asked to try again. Serve with
    VITALWEB_GROUPS=pipelined from then on.
    """
    from vitalweb import errand
    from vitalweb.store import distribution

    release = errand.run(configured(), distribution.distribute)
    click.echo(f"the record is distributed by Citus {release}")
