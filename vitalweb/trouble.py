"""What keeps a command from its work, as one sentence that says where to look; never a secret."""

from subprocess import SubprocessError

import psycopg

from vitalweb.migrate import Edited
from vitalweb.spelling import Mistake
from vitalweb.store.desk import Outage

_OURS = (Edited, Mistake, TimeoutError)
_DOWN = (psycopg.Error, Outage)
_EMBEDDED = (SubprocessError, AssertionError)


def sentence(error: Exception) -> str | None:
    """Explain *error*, or None if it is a fault of the program's own."""
    if isinstance(error, _DOWN):
        return _database(error)
    if isinstance(error, _EMBEDDED):
        return "the embedded PostgreSQL did not start; see the file log in its data directory"
    if isinstance(error, OSError) and error.strerror:
        place = f" ({error.filename})" if error.filename else ""
        return error.strerror + place
    return str(error) if isinstance(error, _OURS) else None


def _database(error: Exception) -> str:
    """Say why, by the code alone: a message of the driver's may hold the address."""
    state = (getattr(error, "sqlstate", None) or "")[:2]
    return {
        "28": "the database refuses the user or the password of VITALWEB_DATABASE_URL",
        "3D": "the database of VITALWEB_DATABASE_URL does not exist",
        "42": "the database does not allow its user to do this; it must own the schema",
    }.get(state, "the database cannot be reached, or was lost; the outcome is not known")
