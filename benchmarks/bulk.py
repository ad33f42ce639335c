"""`python -m benchmarks.bulk`: many readings at once, beside psql's own copy of the same rows.

The copy goes into a table with the same keys, constraints and foreign key, by turns with an import
and a batch over HTTP, so that whatever else the machine does meets all three.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from pathlib import Path
from statistics import median

import psycopg
from aiohttp import ClientSession
from attrs import frozen

from benchmarks import server
from tests.conftest import registered_at
from tests.house.process import VITALWEB, bare
from tests.house.process import started as serving
from vitalcore.identity import bucket
from vitalweb.http.batch.entry import READINGS
from vitalweb.http.batch.slices import File, slices
from vitalweb.http.batch.source import Format

ROWS, QUICK = 1_000_000, 100_000
ROUNDS = 3
PATIENTS = [f"bench-{number:04}" for number in range(1000)]
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
COPY, IMPORT, BATCH = "psql \\copy", "vitalweb import", "POST /vitals/batch"

_PATIENT = """
INSERT INTO patients (patient_id, bucket, name, gender, birth_date,
version, created_by, updated_by, created_at, updated_at)
VALUES (%s, %s, 'Pat Doe', 'F', '1970-01-01', 1, 'bench', 'bench', now(), now())
"""
_TABLE = """
CREATE TABLE copied (LIKE vitals INCLUDING ALL);
ALTER TABLE copied ADD FOREIGN KEY (patient_id, bucket) REFERENCES patients (patient_id, bucket)
"""
_COPY = (
    "\\copy copied (vital_id, bucket, patient_id, recorded_at, vital_type, value, version,"
    " created_by, updated_by, created_at, updated_at, batch_id) FROM '{}' CSV"
)
_REST = ",1,bench,bench,2026-06-01Z,2026-06-01Z,00000000-0000-4000-8000-000000000000\n"


@frozen
class _Stage:
    folder: Path
    dsn: str
    base: str
    programs: Path

    def copy(self) -> None:
        """Let psql copy the rows, ids and all."""
        said = _COPY.format(self.folder / "rows.csv")
        subprocess.run([self.programs / "psql", "-qX", self.dsn, "-c", said], check=True)

    def take_in(self) -> None:
        """Import the lines."""
        command = [*VITALWEB, "import", "--format", "ndjson", str(self.folder / "lines")]
        env = bare() | {"VITALWEB_DATA_DIR": str(self.folder), "VITALWEB_DATABASE_URL": self.dsn}
        subprocess.run(command, check=True, env=env, capture_output=True, cwd=self.folder)

    def send(self) -> None:
        """Send the lines as one batch."""
        asyncio.run(self._send())

    async def _send(self) -> None:
        kind = {"Content-Type": "application/x-ndjson"}
        async with ClientSession() as session:
            ann = await registered_at(self.base, session)
            with (self.folder / "lines").open("rb") as body:
                answer = await ann.ask("POST", "/vitals/batch", data=body, headers=kind)
            answer.raise_for_status()


def measured(rows: int = ROWS, rounds: int = ROUNDS) -> Mapping[str, float]:
    """Give the median rows a second of the copy, the import and the batch."""
    with _staged(rows) as stage, psycopg.connect(stage.dsn, autocommit=True) as conn:
        ways: Mapping[str, Callable[[], None]] = {
            COPY: stage.copy,
            IMPORT: stage.take_in,
            BATCH: stage.send,
        }
        seen: dict[str, list[float]] = {name: [] for name in ways}
        for _, (name, way) in product(range(rounds), ways.items()):
            conn.execute("TRUNCATE vitals, vital_history, retries, copied")
            conn.execute("CHECKPOINT")
            began = time.perf_counter()
            way()
            seen[name].append(rows / (time.perf_counter() - began))
    return {name: median(rates) for name, rates in seen.items()}


@contextmanager
def _staged(rows: int) -> Iterator[_Stage]:
    with tempfile.TemporaryDirectory() as name, server.started(Path(name)) as postgres:
        folder = Path(name)
        dsn, superuser = postgres.made("bulk")
        with serving(VITALWEB, folder, VITALWEB_DATABASE_URL=dsn) as port:
            with psycopg.connect(superuser, autocommit=True) as conn:
                _furnished(conn)
            _written(folder, rows)
            yield _Stage(folder, superuser, f"http://127.0.0.1:{port}", postgres.programs)


def _furnished(conn: psycopg.Connection) -> None:
    conn.cursor().executemany(_PATIENT, [(one, bucket(one)) for one in PATIENTS])
    conn.execute(_TABLE.encode())


def _written(folder: Path, rows: int) -> None:
    """Write the lines, and the same as they will be kept, ids and all."""
    with (folder / "lines").open("w") as lines:
        lines.writelines(islice(_lines(), rows))
    with (folder / "lines").open("rb") as held, (folder / "rows.csv").open("w") as kept:
        for some in slices(File(held, Format.NDJSON, READINGS), datetime.now(UTC)):
            kept.writelines(f"{','.join(map(str, one[1:]))}{_REST}" for one in some.vitals)


def _lines() -> Iterator[str]:
    at = FIRST
    while True:
        for number, patient in enumerate(PATIENTS):
            yield (
                f'{{"patient_id": "{patient}", "recorded_at": "{at.isoformat()}",'
                f' "vital_type": "HR", "value": {60 + number % 60}}}\n'
            )
        at += timedelta(seconds=10)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bulk", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} rows, one round")
    quick = parser.parse_args().quick
    rows = QUICK if quick else ROWS
    found = measured(rows, 1 if quick else ROUNDS)
    sys.stdout.write(f"| {rows:,} readings | rows/s | of psql \\copy |\n|---|--:|--:|\n")
    for name, rate in found.items():
        sys.stdout.write(f"| {name} | {rate:,.0f} | {rate / found[COPY]:.2f} |\n")


if __name__ == "__main__":
    main()
