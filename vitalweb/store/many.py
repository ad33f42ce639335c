"""How many rows go into one statement: as one JSON text, which PostgreSQL takes apart."""

from collections.abc import Sequence

import msgspec

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def written(rows: Sequence[object]) -> str:
    """Write rows, mappings or attrs values, for json_to_recordset; decimals stay exact."""
    return _ENCODER.encode(rows).decode()
