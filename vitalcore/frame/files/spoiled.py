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
    return _read(texts, pa.float64(), line, f"{name} must be a number")


def truths(name: str, texts: pa.Array, line: int) -> pa.Array:
    """Read *texts* as true and false, in any case, or 1 and 0; an empty one is not known."""
    return _read(texts, pa.bool_(), line, f"{name} must be true or false")


def codes(texts: pa.Array) -> pa.Array:
    """Read *texts* as they stand; an empty one is missing."""
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _read(texts: pa.Array, kind: pa.DataType, line: int, rule: str) -> pa.Array:
    given = codes(texts)
    try:
        return given.cast(kind)
    except pa.ArrowInvalid:
        raise Spoiled(line + _first(given, kind), rule) from None


def _first(texts: pa.Array, kind: pa.DataType) -> int:
    """Halve the stretch until the first text that is none of its *kind* is alone."""
    if len(texts) == 1:
        return 0
    half = len(texts) // 2
    try:
        texts[:half].cast(kind)
    except pa.ArrowInvalid:
        return _first(texts[:half], kind)
    return half + _first(texts[half:], kind)
