"""What the service says of itself."""

from attrs import frozen


@frozen
class Health:
    """How the process is: alive, or ready."""

    status: str
