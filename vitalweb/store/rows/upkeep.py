"""What the database tells of itself: the trail, partitions, releases, migrations."""

from datetime import datetime
from uuid import UUID

from attrs import frozen


@frozen(kw_only=True)
class Minute:
    """A minute of the trail."""

    minute: datetime


@frozen(kw_only=True)
class Row(Minute):
    """A row of the trail, and its minute."""

    audit_id: int


@frozen(kw_only=True)
class Added:
    """A row of the trail that was added."""

    audit_id: int


@frozen(kw_only=True)
class Position:
    """A place in the log of what was written, in bytes."""

    position: int


@frozen(kw_only=True)
class Step:
    """A statement that the database has written."""

    step: str


@frozen(kw_only=True)
class Release:
    """Which release of something there is."""

    version: str


@frozen(kw_only=True)
class Bound:
    """The least id of a reading that a partition does not take."""

    bound: UUID


@frozen(kw_only=True)
class Partition:
    """A partition by name."""

    name: str


@frozen(kw_only=True)
class Newest:
    """The id of a reading."""

    vital_id: UUID


@frozen(kw_only=True)
class Applied:
    """A migration that the database has had."""

    migration_id: str
    sha256: str
