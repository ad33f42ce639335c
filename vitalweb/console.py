"""What every command does first and last: read the settings, and say in a sentence what failed."""

import os
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path

import click
from returns.result import Success

from vitalweb import environment, settings, spelling, strategies
from vitalweb.settings import Settings


def configured() -> Settings:
    """Read the settings, or tell every mistake and leave with code 2."""
    given = environment.gathered(os.environ, Path(".env"))
    found = given.bind(settings.read)
    mistakes = (*found.swap().value_or(()), *given.map(_strategies).value_or(()))
    if isinstance(found, Success) and not mistakes:
        read: Settings = found.unwrap()
        return read
    for mistake in mistakes:
        click.echo(mistake, err=True)
    sys.exit(2)


def _strategies(given: Mapping[str, str]) -> tuple[str, ...]:
    """List the mistakes in a hospital's own scores, whatever else is wrong."""
    name = settings.environment_name("strategies")
    try:
        found = strategies.registered(spelling.files(given.get(name, "")))
    except spelling.Mistake:
        return ()  # the settings tell it
    return tuple(f"{name} {mistake}" for mistake in found.swap().value_or(()))


def explained[**P](command: Callable[P, None]) -> Callable[P, None]:
    """Tell what keeps *command* from its work in one sentence, and leave with code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BrokenPipeError:
            raise  # click ends quietly where nobody reads on
        except Exception as error:
            if told := _sentence(error):
                raise click.ClickException(told) from error
            raise

    return run


def _sentence(error: Exception) -> str | None:
    from vitalweb import trouble  # noqa: PLC0415 -- the driver is slow to import, and seldom needed

    return trouble.sentence(error)
