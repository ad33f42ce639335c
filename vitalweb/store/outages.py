"""What went wrong in the database: an outage, a value it cannot hold, or something undone."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.errors import (
    DataError,
    DeadlockDetected,
    IdleInTransactionSessionTimeout,
    LockNotAvailable,
    QueryCanceled,
    ReadOnlySqlTransaction,
    UndefinedColumn,
    UndefinedTable,
)
from psycopg_pool import PoolClosed, PoolTimeout, TooManyRequests

from vitalcore.guard import Refused
from vitalweb.store.desk import Outage

_OUTAGES = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    IdleInTransactionSessionTimeout,
    ReadOnlySqlTransaction,
    UndefinedTable,  # restored, but not migrated yet
    UndefinedColumn,  # likewise, or a standby that has not taken the migration over
    PoolTimeout,
    PoolClosed,
    TooManyRequests,
)


_UNDONE = (
    psycopg.IntegrityError,
    DeadlockDetected,
    LockNotAvailable,
    QueryCanceled,
)


def undone(error: BaseException) -> bool:
    """Is it certain that the database kept nothing of what failed with *error*?"""
    return isinstance(error, Refused) or isinstance(error.__cause__ or error, _UNDONE)


@contextmanager
def named() -> Iterator[None]:
    """Call an outage an outage, and a value that PostgreSQL cannot hold a refusal."""
    try:
        yield
    except _OUTAGES as error:
        raise Outage(type(error).__name__) from error
    except DataError as error:
        raise Refused("", "holds a value that cannot be stored") from error
