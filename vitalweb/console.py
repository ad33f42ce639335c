"""What every command does first and last: read the settings, and say in a sentence what failed."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import click
from returns.result import Result, Success

from vitalweb import environment, settings, strategies
from vitalweb.settings import Settings


def configured() -> Settings:
    """Read the settings, or tell every mistake and leave with code 2."""
    found = environment.gathered(os.environ, Path(".env")).bind(settings.read).bind(_assessing)
    if isinstance(found, Success):
        read: Settings = found.unwrap()
        return read
    for mistake in found.failure():
        click.echo(mistake, err=True)
    sys.exit(2)


def _assessing(read: Settings) -> Result[Settings, tuple[str, ...]]:
    return strategies.registered(read.strategies).map(lambda _: read)


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
