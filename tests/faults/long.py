"""A long run of the faults: uv run python -m tests.faults.long --minutes 10 --seed 1.

More settings of the servers may follow, as VITALWEB_GROUPS=pipelined.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults import judge, report
from tests.faults.hospital import hospital
from tests.faults.mishap import MISHAPS, Mishap
from tests.faults.staff import staff

_REST = 1.0  # seconds between two faults


def run(minutes: float, seed: int, servers: int, settings: Sequence[str]) -> int:
    """Let everything happen in turn until the time is over, and tell it."""
    dice = random.Random(seed)  # noqa: S311 -- luck, not secrecy
    until = time.monotonic() + minutes * 60
    given = dict(one.split("=", 1) for one in settings)
    with (
        tempfile.TemporaryDirectory() as folder,
        hospital(Path(folder), servers, settings=given) as own,
    ):
        with staff(own, seed) as people:
            for one in _in_turn(dice):
                if time.monotonic() > until:
                    break
                sys.stderr.write(f"{one.kind}\n")
                one.befall(own, people.history, dice)
                people.recovered()
                if own.standby is None:
                    own.join()
                time.sleep(_REST)
        found = judge.violations(people.history, people.record())
    sys.stdout.writelines(f"{line}\n" for line in report.lines(people.history, found))
    return 1 if found else 0


def _in_turn(dice: random.Random) -> Iterator[Mishap]:
    """Give all of them in one order, then in another, without an end."""
    while True:
        yield from dice.sample(MISHAPS, len(MISHAPS))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.long", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--servers", type=int, default=3)
    parser.add_argument("settings", nargs="*")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(run(**vars(_arguments())))
