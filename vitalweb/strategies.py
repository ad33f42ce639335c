"""The register of this service: what is shipped, a hospital's own tables, and plug-ins."""

import tomllib
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Invalid
from vitalcore.risk.assessment import Strategy
from vitalcore.risk.load import loaded
from vitalcore.risk.register import STRATEGIES
from vitalcore.risk.scored import scored

GROUP = "vitalcore.strategies"


def registered(files: tuple[Path, ...]) -> Result[tuple[Strategy, ...], tuple[str, ...]]:
    """Gather every strategy there is, or tell every mistake in the files and plug-ins."""
    mistakes: list[str] = []
    found = [*STRATEGIES]
    for place, result in (*_tables(files), *_plugins()):
        if isinstance(result, Success):
            found.append(result.unwrap())
        else:
            mistakes.extend(f"{place}: {sentence}" for sentence in result.failure())
    names = [one.name for one in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    mistakes.extend(f"two strategies are named {name}" for name in twice)
    return Failure(tuple(mistakes)) if mistakes else Success(tuple(found))


type _Found = Iterator[tuple[str, Result[Strategy, tuple[str, ...]]]]


def _tables(files: tuple[Path, ...]) -> _Found:
    for file in files:
        yield file.name, _table(file)


def _table(file: Path) -> Result[Strategy, tuple[str, ...]]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        return Failure(("cannot be read",))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Failure((f"is not TOML: {error}",))
    return loaded(content).map(scored).alt(_sentences)


def _sentences(fault: Fault) -> tuple[str, ...]:
    flaws = fault.flaws if isinstance(fault, Invalid) else ()
    return tuple(f"{flaw.pointer} {flaw.detail}" for flaw in flaws)


def _plugins() -> _Found:
    for point in entry_points(group=GROUP):
        yield f"plug-in {point.name}", _plugin(point.load())


def _plugin(made: object) -> Result[Strategy, tuple[str, ...]]:
    strategy = made() if isinstance(made, type) else made
    missing = [
        name
        for name in ("name", "version", "hash", "title", "source", "inputs", "assess")
        if not hasattr(strategy, name)
    ]
    if missing:
        return Failure((f"has no {', '.join(missing)}",))
    return Success(strategy)  # type: ignore[arg-type]  # it has all that a strategy has
