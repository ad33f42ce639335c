"""A million runs on each page that reads what strangers write.

    uv run --with atheris python -m tests.fuzz json -runs=1000000

takes one of json, times, tokens and imports; what follows goes to libFuzzer. A reader may accept,
or refuse with a fault; what it raises, and what it accepts against its promise, ends the run.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["vitalcore", "vitalweb"]):
    from tests.fuzz import imports, jsons, times, tokens

LONGEST = "-max_len=900"  # bytes: an import's lines then make one slice
TARGETS: Mapping[str, tuple[Callable[[bytes], None], tuple[bytes, ...]]] = {
    "json": (jsons.read, jsons.SEEDS),
    "times": (times.read, times.SEEDS),
    "imports": (imports.read, imports.SEEDS),
    "tokens": (tokens.read, tokens.SEEDS),
}


def run(name: str, *options: str) -> None:
    """Fuzz a target from its seeds, with libFuzzer's options."""
    target, seeds = TARGETS[name]
    with TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds):
            (Path(corpus) / f"seed-{number}").write_bytes(seed)
        atheris.Setup([sys.argv[0], LONGEST, *options, corpus], target)
        atheris.Fuzz()


if __name__ == "__main__":
    run(*sys.argv[1:])
