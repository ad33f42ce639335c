"""What a file holds that cannot be scored, and on which line."""

import pyarrow as pa
import pyarrow.compute as pc

from vitalcore.risk.inputs import NATURE, Coding, Input

CODED = frozenset(name.value for name in Input if isinstance(NATURE[name], Coding))
NUMERIC = frozenset(name.value for name in Input) - CODED


class Spoiled(ValueError):  # noqa: N818 -- a judgment, in the words of the house
    """A file was refused: *detail* states the rule that a line, or with None the file, breaks."""

    def __init__(self, line: int | None, detail: str) -> None:
        super().__init__(detail if line is None else f"line {line}: {detail}")


def numbers(name: str, texts: pa.Array, line: int) -> pa.Array:
    """Read *texts*, the first of them on *line*, as numbers; an empty one is missing."""
    given = codes(texts)
    try:
        return given.cast(pa.float64())
    except pa.ArrowInvalid:
        raise Spoiled(line + _first(given), f"{name} must be a number") from None


def codes(texts: pa.Array) -> pa.Array:
    """Read *texts* as they stand; an empty one is missing."""
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _first(texts: pa.Array) -> int:
    """Halve the stretch until the first text that is no number is alone."""
    if len(texts) == 1:
        return 0
    half = len(texts) // 2
    try:
        texts[:half].cast(pa.float64())
    except pa.ArrowInvalid:
        return _first(texts[:half])
    return half + _first(texts[half:])
