"""A folder of Parquet files, each scored for itself: here, or by the workers of a cluster."""

from argparse import Namespace
from collections.abc import Iterator
from io import StringIO
from typing import Any, TextIO

from pyarrow.fs import FileSelector, FileSystem, FileType, LocalFileSystem
from returns.result import Failure, Result, Success

from vitalcore.frame.files.spoiled import Spoiled
from vitalcore.frame.progress import Progress
from vitalcore.frame.score import DONE, REFUSED, copied, order
from vitalcore.frame.score import score as score_file

_ENDING = ".parquet"

type Counts = tuple[int, int]
#: How many rows of a file there were and how many of them have a total, or why it was refused.
type Counted = Result[Counts, str]


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
    if store.get_file_info(target).type is not FileType.NotFound:
        raise Spoiled(None, f"{target} is there already")
    part = f"{target}.part"
    parts = _parts(said, store, part)
    store.create_dir(part)
    try:
        counted = _there(said.cluster, parts) if said.cluster else map(_here, parts)
        counts = _summed(counted, len(parts), progress)
        _swept(store, part)
        store.move(part, target)
    finally:
        if store.get_file_info(part).type is FileType.Directory:
            store.delete_dir(part)
    return counts


def _parts(said: Namespace, store: FileSystem, part: str) -> list[Namespace]:
    """Ask for each file as if it were asked for alone."""
    found = store.get_file_info(FileSelector(said.file))
    names = sorted(one.base_name for one in found if one.base_name.endswith(_ENDING))
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


def _here(said: Namespace, mark: str = "part") -> Counted:
    try:
        return Success(copied(LocalFileSystem(), order(said), Progress(StringIO()), mark))
    except (Spoiled, OSError) as refused:
        return Failure(f"{said.file}: {refused}")


def _there(address: str, parts: list[Namespace]) -> Iterator[Counted]:
    """Have each part done by some worker; what one that died had in hand another does again."""
    from distributed import Client, as_completed  # noqa: PLC0415 -- an extra of its own

    with Client(address) as client:
        for done in as_completed(client.map(_by_worker, parts, pure=False)):
            yield done.result()


def _by_worker(said: Namespace) -> Counted:
    """Write under a name of the worker's own: one that was given up may still be writing."""
    from distributed import get_worker  # noqa: PLC0415 -- likewise

    worker: Any = get_worker()
    return _here(said, f"{worker.id}.part")


def _swept(store: FileSystem, part: str) -> None:
    """Take away what workers that died had begun."""
    for one in store.get_file_info(FileSelector(part)):
        if one.base_name.endswith(".part"):
            store.delete_file(one.path)
