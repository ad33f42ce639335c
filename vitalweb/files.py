"""Where the files that travel with the code are: beside it in a checkout, inside it in a wheel."""

from pathlib import Path

_HERE = Path(__file__).parent


def folder(name: str) -> Path:
    """Find sql/ or migrations/."""
    inside = _HERE / name
    return inside if inside.is_dir() else _HERE.parent / name
