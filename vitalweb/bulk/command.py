"""`vitalweb import`, as its user sees it: a bar while it runs, then what became of the file."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import click
from rich.console import Console
from rich.progress import Progress

from vitalcore.account import ACCOUNT_ID
from vitalweb import errand
from vitalweb.bulk import importing, source
from vitalweb.bulk.importing import Batch
from vitalweb.bulk.report import Refusal, Report
from vitalweb.bulk.source import SUFFIXES, Format
from vitalweb.settings import Settings


def take_in(settings: Settings, file: BinaryIO, form: str | None, by: str, *, keep: bool) -> bool:
    """Import *file* and tell what became of it; false if lines were refused."""
    if detail := ACCOUNT_ID.refusal(by):
        raise click.BadParameter(detail, param_hint="--by")
    written = _form(file.name, form)
    with _bar(file) as (seen, tell):
        batch = Batch(
            lines=source.lines(file),
            form=written,
            batch_id=uuid4(),
            by=by,
            at=datetime.now(UTC),
            kept=keep,
            seen=seen,
            tell=tell,
        )
        report = errand.run(settings, lambda desk: importing.take_in(desk, batch))
    _tell(report, keep=keep)
    if keep and report.readings and not report.refused:
        click.echo(f"strike it out as a whole with DELETE /batches/{batch.batch_id}", err=True)
    return not report.refused


def _form(name: str, asked: str | None) -> Format:
    found = Format(asked) if asked else SUFFIXES.get(Path(name).suffix.lower())
    if found is None:
        raise click.UsageError("FILE's name does not end in .csv, .ndjson or .jsonl: say --format")
    return found


@contextmanager
def _bar(
    file: BinaryIO,
) -> Iterator[tuple[Callable[[int], object], Callable[[Refusal], object]]]:
    """Show on a terminal how much of *file* has been read, and above it what was refused.

    Of a stream the end is not known.
    """
    size = os.fstat(file.fileno()).st_size
    console = Console(stderr=True)
    with Progress(console=console, disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task("reading", total=size or None)
        yield (
            lambda place: progress.update(
                task, completed=place, description="taking in" if place == size else "reading"
            ),
            lambda refusal: console.out(str(refusal), highlight=False),
        )


def _tell(report: Report, *, keep: bool) -> None:
    if report.refused:
        refused = f"refused {report.refused:,} of {_some(report.lines, 'line')}"
        click.echo(f"{refused}: nothing was imported", err=True)
    else:
        deed = "imported" if keep else "dry run, nothing was kept; would import"
        taken = f"{_some(report.patients, 'patient')} and {_some(report.readings, 'reading')}"
        there = f"{_some(report.known, 'reading')} left as in the record"
        click.echo(f"{deed} {taken} from {_some(report.lines, 'line')}; {there}")


def _some(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
