"""The command line: serve, unless something else is asked for."""

import sys
from datetime import UTC, datetime
from importlib.metadata import version as installed
from typing import BinaryIO

import click

from vitalcore.account import MOST_HOURS, Invitation
from vitalcore.role import Role
from vitalweb.console import configured, explained
from vitalweb.settings import INVITE


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(installed("vitalmonitor"), message="%(version)s")
@click.pass_context
def main(context: click.Context) -> None:
    """Keep a hospital's vital signs and tell who is at risk. Not a medical device.

    Settings are read from VITALWEB_ variables and from .env in this folder; check-config shows
    them. A command leaves with code 0 when it did its work, 1 when it could not, and 2 when the
    settings or its arguments are wrong.
    """
    if context.invoked_subcommand is None:
        context.invoke(serve)


@main.command()
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


@main.command()
@explained
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
    """Show the settings, or every mistake in them.

    Of a secret it is only shown whether it is given.
    """
    from vitalweb import handbook

    for name, value in handbook.now(configured()):
        click.echo(f"{name:25} {value}")
    click.echo("the settings are in order")


@main.command()
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
    kept in vitals_rest.
    """
    from vitalweb import errand
    from vitalweb.store import partitions

    now = datetime.now(UTC)
    turned = errand.run(configured(), lambda desk: partitions.turn(desk, now))
    if turned:
        click.echo("the table of readings is vitals_first now, a partition")
    for name in errand.run(configured(), lambda desk: partitions.extend(desk, now, ahead)):
        click.echo(f"made {name}")


@main.command()
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


@main.command()
def version() -> None:
    """Tell which version this is."""
    click.echo(installed("vitalmonitor"))


@main.command()
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


@main.command()
@click.option(
    "--format",
    "form",
    default="ndjson",
    show_default=True,
    type=click.Choice(["ndjson", "csv", "parquet"]),
    help="How it is written; parquet needs vitalmonitor[frame].",
)
@explained
def export(form: str) -> None:
    """Write the record as a file.

    Every patient and every reading that stands goes to standard output, as of one moment, as lines
    of JSON, CSV or Parquet; `vitalweb import` takes the first two in again. Readings that were
    struck out, former versions and accounts are not among them: this is no backup of the database.
    """
    from vitalweb import errand
    from vitalweb.bulk import exporting

    settings, writer, out = configured(), exporting.writer(form), sys.stdout.buffer
    errand.run(settings, lambda desk: exporting.write(desk, out, writer, settings.replica_url))


@main.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "ndjson", "json"]),
    help="Needed where FILE's name does not say it.",
)
@click.option("--by", default="import", show_default=True, help="Who answers for the readings.")
@click.option("--dry-run", is_flag=True, help="Do everything, and keep nothing.")
@click.option(
    "--on-error",
    default="refuse",
    show_default=True,
    type=click.Choice(["refuse", "skip"]),
    help="Refuse the file, or skip the line.",
)
@explained
def import_(file: BinaryIO, form: str | None, by: str, on_error: str, *, dry_run: bool) -> None:
    """Take a file of readings into the record.

    FILE is CSV, with a header and commas, NDJSON, with an object a line, or a JSON array of such
    objects; - is standard input. A line says patient_id, and a reading in one of two forms:
    recorded_at, vital_type and value; or recorded_at and values under HR, RR, SBP, DBP, SpO2, BT,
    O2 and ACVPU, where empty means not measured. With name, gender and birth_date, all three, it
    takes a patient in who is not in the record.

    The file is taken in whole or not at all, or, with --on-error skip, without the lines that are
    refused: each of these is told with its reason on standard error, however many there are. A
    patient in the record must be described as the record has them. The same file is imported once;
    a reading that was imported before is left as it is.
    """
    from vitalweb.bulk import command

    wish = command.Wish(form=form, by=by, keep=not dry_run, skip=on_error == "skip")
    if not command.take_in(configured(), file, wish):
        sys.exit(1)


@main.command("create-admin")
@click.argument("account_id")
@click.option("--name", required=True, help="The administrator's name.")
@click.password_option(help="Asked for where it is not given.")
@explained
def create_admin(account_id: str, name: str, password: str) -> None:
    """Open the first administrator's account."""
    from vitalweb import operating

    operating.create_admin(configured(), account_id, name, password)


@main.group()
def audit() -> None:
    """Check and write out the trail of who did what."""


@audit.command("verify")
@click.option("--last", help="A seal's chain from the log, which must still be there.")
@explained
def audit_verify(last: str | None) -> None:
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


@main.group()
def keys() -> None:
    """Look after the keys under which tokens rest."""


@keys.command("rotate")
@explained
def keys_rotate() -> None:
    """Seal what rests under old keys anew under the one that writes; traffic may go on."""
    from vitalweb import operating

    operating.rotate(configured())
