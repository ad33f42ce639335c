"""`vitalweb import`, as its user sees it: a bar while it runs, then what became of the file."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from uuid import uuid4

import click
from attrs import frozen
from returns.result import Success
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from vitalcore.account import ACCOUNT_ID
from vitalcore.fault import Fault
from vitalweb import errand
from vitalweb.bulk import importing
from vitalweb.bulk.importing import Done, Import
from vitalweb.http import problem
from vitalweb.http.batch.report import Refusal, Report
from vitalweb.http.batch.source import SUFFIXES, Format
from vitalweb.settings import Settings

_ANEW = "what was struck out stays so: POST /vitals enters such a reading anew"


@frozen(kw_only=True)
class Wish:
    """What was asked for on the command line."""

    form: str | None
    by: str
    keep: bool
    skip: bool


def take_in(settings: Settings, file: BinaryIO, wish: Wish) -> bool:
    """Import *file* and tell what became of it; false if lines were refused."""
    if detail := ACCOUNT_ID.refusal(wish.by):
        raise click.BadParameter(detail, param_hint="--by")
    form = _form(file.name, wish.form)
    with _whole(file) as (held, size), _bar(size) as (seen, tell):
        wanted = Import(
            held=held,
            form=form,
            batch_id=uuid4(),
            by=wish.by,
            at=datetime.now(UTC),
            kept=wish.keep,
            skips=wish.skip,
            seen=seen,
            tell=tell,
        )
        done = errand.run(settings, lambda desk: importing.take_in(desk, wanted))
    if isinstance(done, Success):
        return _told(done.unwrap(), wish)
    raise click.ClickException(_detail(done.failure()))


def _detail(fault: Fault) -> str:
    return str(json.loads(problem.of(fault).body)["detail"])


def _form(name: str, asked: str | None) -> Format:
    found = Format(asked) if asked else SUFFIXES.get(Path(name).suffix.lower())
    if found is None:
        known = ", ".join(SUFFIXES)
        raise click.UsageError(f"FILE's name does not end in one of {known}: say --format")
    return found


@contextmanager
def _whole(file: BinaryIO) -> Iterator[tuple[BinaryIO, int]]:
    """Give a file that can be read twice, and its size; a stream is set down on disk first."""
    if file.seekable():
        size = file.seek(0, 2)
        file.seek(0)
        yield file, size
        return
    with TemporaryFile() as held:
        shutil.copyfileobj(file, held)
        size = held.tell()
        held.seek(0)
        yield cast("BinaryIO", held), size


@contextmanager
def _bar(
    size: int,
) -> Iterator[tuple[Callable[[int, int], object], Callable[[Refusal], object]]]:
    """Show how much has been read, how fast, and what time is left; above it what is refused."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    shown = sys.stderr.isatty()
    with Progress(*columns, console=console, disable=not shown, transient=True) as progress:
        task = progress.add_task("reading", total=size or None, rate="")

        def seen(lines: int, place: int) -> None:
            elapsed = progress.tasks[0].elapsed or 0
            rate = f"{lines / elapsed:,.0f} lines/s" if elapsed else ""
            description = "taking in" if place == size else "reading"
            progress.update(task, completed=place, rate=rate, description=description)

        yield seen, lambda refusal: console.out(str(refusal), highlight=False)


def _told(done: Done, wish: Wish) -> bool:
    report = done.report
    if report.refusal(skips=wish.skip):
        refused = f"refused {report.refused:,} of {_some(report.lines, 'line')}"
        click.echo(f"{refused}: nothing was imported", err=True)
        return False
    click.echo(_summed(done, report, wish))
    if wish.keep and report.readings and not done.before:
        click.echo(f"strike it out as a whole with DELETE /batches/{done.batch_id}", err=True)
    if report.struck:
        click.echo(_ANEW, err=True)
    return not report.refused


def _summed(done: Done, report: Report, wish: Wish) -> str:
    deed = "imported" if wish.keep else "dry run, nothing was kept; would import"
    deed = "this file was taken in before; then it imported" if done.before else deed
    taken = f"{_some(report.patients, 'patient')} and {_some(report.readings, 'reading')}"
    there = f"{_some(report.known, 'reading')} left as in the record"
    struck = f", of which {report.struck:,} struck out" if report.struck else ""
    refused = f"; refused {_some(report.refused, 'line')}" if report.refused else ""
    return f"{deed} {taken} from {_some(report.lines, 'line')}; {there}{struck}{refused}"


def _some(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
