"""The register of this service: what is shipped, a hospital's own tables, and plug-ins."""

import tomllib
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Invalid
from vitalcore.risk.assessment import Strategy
from vitalcore.risk.inputs import Input
from vitalcore.risk.load import loaded
from vitalcore.risk.register import STRATEGIES, STRATEGY
from vitalcore.risk.scored import scored

GROUP = "vitalcore.strategies"

_TEXTS = ("name", "version", "hash", "title", "source")


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
        yield f"plug-in {point.name}", _plugin(point)


def _plugin(point: EntryPoint) -> Result[Strategy, tuple[str, ...]]:
    try:
        made = point.load()
        strategy = made() if isinstance(made, type) else made
        wrong = tuple(_wrong(strategy))
    except Exception as error:  # noqa: BLE001 -- whatever a stranger's code raises is its mistake
        return Failure((f"cannot be loaded: {type(error).__name__}: {error}",))
    return Failure(wrong) if wrong else Success(strategy)


def _wrong(strategy: object) -> Iterator[str]:
    """Tell what keeps an object from being a strategy that can be asked for."""
    missing = [name for name in (*_TEXTS, "inputs", "assess") if not hasattr(strategy, name)]
    if missing:
        yield f"has no {', '.join(missing)}"
        return
    told = {name: getattr(strategy, name) for name in (*_TEXTS, "inputs", "assess")}
    if detail := STRATEGY.refusal(told["name"]):
        yield f"name {detail}"
    for name in _TEXTS[1:]:
        if not isinstance(told[name], str) or not told[name].strip():
            yield f"{name} must be a text that is not blank"
    if not _inputs(told["inputs"]):
        yield "inputs must be a tuple of vitalcore.risk.inputs.Input"
    if not callable(told["assess"]):
        yield "assess must be a function"


def _inputs(told: object) -> bool:
    return isinstance(told, tuple) and all(isinstance(one, Input) for one in told)
