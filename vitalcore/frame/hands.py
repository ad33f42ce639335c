"""Who scores the files of a folder: this process, or the workers of a cluster."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from io import StringIO
from typing import TYPE_CHECKING, Any

from pyarrow.fs import LocalFileSystem
from returns.result import Failure, Result, Success

from vitalcore.frame.files.spoiled import Spoiled
from vitalcore.frame.progress import Progress
from vitalcore.frame.score import copied, order

if TYPE_CHECKING:
    from distributed import Client, Future

type Counts = tuple[int, int]
#: How many rows of a file there were and how many of them have a total, or why it was refused.
type Counted = Result[Counts, str]


def here(said: Namespace, mark: str = "part") -> Counted:
    """Score a file."""
    try:
        return Success(copied(LocalFileSystem(), order(said), Progress(StringIO()), mark))
    except (Spoiled, OSError) as refused:
        return Failure(f"{said.file}: {refused}")


def there(address: str, parts: Sequence[Namespace]) -> Iterator[Counted]:
    """Have each part done by some worker; what one that died had in hand another does again.

    While there is no worker it waits for one, since a cluster may grow as it is asked.
    """
    from distributed import as_completed  # noqa: PLC0415 -- an extra of its own

    with _joined(address) as client:
        asked = client.map(by_worker, parts, pure=False)
        files = {future.key: part.file for future, part in zip(asked, parts, strict=True)}
        for done in as_completed(asked):
            yield _told(done, files[done.key])


def by_worker(said: Namespace) -> Counted:
    """Write under a name of the worker's own: one that was given up may still be writing."""
    from distributed import get_worker  # noqa: PLC0415 -- only a worker has it for certain

    worker: Any = get_worker()
    return here(said, f"{worker.id}.part")


def _joined(address: str) -> "Client":
    from distributed import Client  # noqa: PLC0415 -- only who names a cluster needs it

    try:
        return Client(address)
    except ValueError as refused:
        raise Spoiled(None, f"--cluster: {refused}") from None


def _told(done: "Future[Any]", file: str) -> Counted:
    from distributed import KilledWorker  # noqa: PLC0415 -- only what a cluster did can raise it

    try:
        counted: Counted = done.result()
    except (KilledWorker, CancelledError):
        return Failure(f"{file}: every worker that had it in hand died, or the scheduler did")
    return counted
