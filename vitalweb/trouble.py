"""What keeps a command from its work, as one sentence that says where to look; never a secret."""

from socket import gaierror
from subprocess import SubprocessError

import psycopg
from psycopg import errors

from vitalweb.migrate import Edited
from vitalweb.spelling import Mistake
from vitalweb.store.desk import Outage
from vitalweb.store.distribution import Undistributable

_OURS = (Edited, Mistake, TimeoutError, Undistributable)
_DOWN = (psycopg.OperationalError, psycopg.InterfaceError, Outage)
_HELD = (errors.LockNotAvailable, errors.DeadlockDetected, errors.QueryCanceled)
_SPENT = (errors.DiskFull, errors.OutOfMemory, errors.TooManyConnections)
_EMBEDDED = (SubprocessError, AssertionError)


def sentence(error: Exception) -> str | None:
    """Explain *error*, or None if it is a fault of the program's own."""
    if isinstance(error, _DOWN):
        return _outage(error.__cause__ if isinstance(error, Outage) else error)
    if isinstance(error, errors.InsufficientPrivilege):
        return "the user of VITALWEB_DATABASE_URL may not do this; it must own the schema"
    if isinstance(error, _EMBEDDED):
        return "the embedded PostgreSQL did not start; see postgres/log in VITALWEB_DATA_DIR"
    if isinstance(error, gaierror):
        return "the address of VITALWEB_HOST is not known"
    return _plain(error)


def _outage(reason: BaseException | None) -> str:
    # the driver's own message may hold the address, or a value
    if isinstance(reason, _HELD):
        return "others held what this needs for too long; nothing was changed, so repeat it later"
    if isinstance(reason, _SPENT):
        return "the database has no room or no connection left; make some, then repeat"
    return "the database cannot be reached, or was lost; see VITALWEB_DATABASE_URL, then repeat"


def _plain(error: Exception) -> str | None:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({error.filename})" if error.filename else error.strerror
    return str(error) if isinstance(error, _OURS) else None
