"""Readings in and out as files."""

import sys
from typing import BinaryIO

import click

from vitalweb.console import configured, explained


@click.command("import")
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
    a reading that was imported before is left as it is. If it was struck out since, that is told.
    """
    from vitalweb.bulk import command

    wish = command.Wish(form=form, by=by, keep=not dry_run, skip=on_error == "skip")
    if not command.take_in(configured(), file, wish):
        sys.exit(1)


@click.command()
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
