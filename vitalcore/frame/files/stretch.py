"""A stretch of a file: what stands there, what of it are readings, and how far it reaches."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
from attrs import frozen

from vitalcore.frame.files.spoiled import Spoiled

#: Rows that are held at a time, about.
ROWS = 65_536


@frozen(eq=False)
class Stretch:
    """*whole* is given back with the scores; *done* is the share of the file read, 0 to 1."""

    whole: Any
    readings: pa.Table
    done: float


type Readings = Iterator[Stretch]
#: Takes what stands in a file and the scores of its rows.
type Write = Callable[[Any, pa.Table], None]


def joined(whole: pa.Table, scores: pa.Table) -> pa.Table:
    """Put the columns of the scores behind those of the file."""
    once(whole.column_names, scores.column_names)
    for name in scores.column_names:
        whole = whole.append_column(name, scores[name])
    return whole


def once(held: Iterable[str], added: Iterable[str]) -> None:
    """Refuse a file that holds what is to be added."""
    if both := sorted(set(held) & set(added)):
        raise Spoiled(None, f"has {both[0]} already")
