"""A folder of Parquet files, each scored for itself: here, or by the workers of a cluster."""

from argparse import Namespace
from collections.abc import Iterator
from typing import TextIO

from pyarrow.fs import FileSelector, FileSystem, FileType, LocalFileSystem
from returns.result import Success

from vitalcore.frame import hands
from vitalcore.frame.files.spoiled import Spoiled
from vitalcore.frame.hands import Counted, Counts
from vitalcore.frame.progress import Progress
from vitalcore.frame.score import DONE, REFUSED
from vitalcore.frame.score import score as score_file

_ENDING = ".parquet"


def score(said: Namespace, stream: TextIO) -> int:
    """Score a file or a folder; a folder's scores are there in whole, or not at all.

    A cluster's workers must see the folder under the same path.
    """
    store = LocalFileSystem()
    if store.get_file_info(said.file).type is FileType.Directory:
        return _told(said, store, stream)
    if said.cluster:
        stream.write(f"{said.file}: must be a folder where --cluster is given\n")
        return REFUSED
    return score_file(said, stream)


def _told(said: Namespace, store: FileSystem, stream: TextIO) -> int:
    target = said.out or f"{said.file.rstrip('/')}.{said.strategy}"
    try:
        rows, totals = _folder(said, store, target, Progress(stream))
    except (Spoiled, OSError) as refused:
        stream.write(f"{said.file}: {refused}\n")
        return REFUSED
    stream.write(f"{rows:,} rows, {totals:,} with a total, written to {target}\n")
    return DONE


def _folder(said: Namespace, store: FileSystem, target: str, progress: Progress) -> Counts:
    """Write beside the target, and put it in its place when it is whole."""
    part = f"{target}.part"
    for taken in (target, part):  # the part of one that was killed may hold what is no more
        if store.get_file_info(taken).type is not FileType.NotFound:
            raise Spoiled(None, f"{taken} is there already")
    parts = _parts(said, store, part)
    store.create_dir(part)
    try:
        counted = hands.there(said.cluster, parts) if said.cluster else map(hands.here, parts)
        counts = _summed(counted, len(parts), progress)
        _swept(store, part)
        store.move(part, target)
    finally:
        if store.get_file_info(part).type is FileType.Directory:
            store.delete_dir(part)
    return counts


def _parts(said: Namespace, store: FileSystem, part: str) -> list[Namespace]:
    """Ask for each file as if it were asked for alone; none may be hidden in a folder below."""
    found = store.get_file_info(FileSelector(said.file))
    if below := [one.base_name for one in found if one.type is FileType.Directory]:
        raise Spoiled(None, f"must hold no folder, such as {min(below)}")
    names = sorted(one.base_name for one in found if one.base_name.lower().endswith(_ENDING))
    if not names:
        raise Spoiled(None, f"must hold a file that ends in {_ENDING}")
    rest = {"strategy": said.strategy, "unit": said.unit}
    return [Namespace(file=f"{said.file}/{one}", out=f"{part}/{one}", **rest) for one in names]


def _summed(counted: Iterator[Counted], parts: int, progress: Progress) -> Counts:
    rows = totals = 0
    for place, one in enumerate(counted, 1):
        if not isinstance(one, Success):
            raise Spoiled(None, one.failure())
        more, known = one.unwrap()
        rows, totals = rows + more, totals + known
        progress.show(place / parts, rows)
    progress.end()
    return rows, totals


def _swept(store: FileSystem, part: str) -> None:
    """Take away what workers that died had begun."""
    for one in store.get_file_info(FileSelector(part)):
        if one.base_name.endswith(".part"):
            store.delete_file(one.path)
