"""Where a place of a table stands in the plain data, which may leave out lists of one."""

from collections.abc import Mapping
from typing import Any

#: A parameter's only gauge and a gauge's only chart need no list of their own.
_LISTS = frozenset({"gauges", "charts"})


def written(content: Any, pointer: str) -> str:
    """Give *pointer* without the lists that *content* leaves out."""
    steps: list[str] = []
    parts = pointer.split("/")[1:]
    while parts:
        name, *parts = parts
        inside = _inside(content, name)
        if inside is None and name in _LISTS and parts:
            parts = parts[1:]
        else:
            steps.append(f"/{name}")
            content = inside
    return "".join(steps)


def _inside(content: Any, name: str) -> Any:
    if isinstance(content, Mapping):
        return content.get(name)
    listed = isinstance(content, list | tuple) and name.isdigit()
    return content[int(name)] if listed else None
