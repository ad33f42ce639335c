"""The limit: what PostgreSQL's own pgbench gets out of the same table with the same statements."""

import asyncio
import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import psycopg
from attrs import field, frozen

from benchmarks import ward
from benchmarks.load import Figures
from benchmarks.requests import Record

_HERE = Path(__file__).parent / "pgbench"
EACH = 32  # readings that a client corrects in turn

#: Its script and the minutes of a window, by the request that it stands for.
SCRIPTS: Mapping[str, tuple[str, int]] = {
    "POST /vitals": ("insert", 0),
    "PUT /vitals/{id}": ("correct", 0),
    "GET a day (1,440)": ("window", ward.DAY),
    "GET 10": ("window", 10),
}


@frozen
class Limit:
    """A pgbench beside the contenders, on our own table."""

    programs: Path
    record: Record
    _turns: "count[int]" = field(factory=count)

    async def run(self, name: str, clients: int, seconds: int) -> Figures:
        """Send prepared statements from so many connections, each one at a time."""
        script, minutes = SCRIPTS[name]
        own = ward.milliseconds(ward.LATER) + ward.WEEK * 60_000 + next(self._turns)
        if script == "correct":
            self._lay(own, clients)
        given = {**_given(self.record.readings), "minutes": minutes, "own": own, "passed": 0}
        size = ["-n", "-Mprepared", "-j1", f"-c{clients}", f"-T{seconds}"]
        told = [f"-D{name}={number}" for name, number in given.items()]
        file = f"-f{_HERE / script}.sql"
        return _figures(await self._ran(*size, *told, file, self.record.dsn), seconds)

    def _lay(self, own: int, clients: int) -> None:
        lay = (_HERE / "own.sql").read_bytes()
        many = {"own": own, "many": clients * EACH, "first": ward.FIRST, "patients": ward.PATIENTS}
        with psycopg.connect(self.record.dsn) as conn:
            conn.execute(lay, many)

    async def _ran(self, *told: str) -> str:
        program = self.programs / "pgbench"
        output = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(program, *told, stdout=output, stderr=output)
        said, failed = await process.communicate()
        assert process.returncode == 0, failed.decode()
        return said.decode()


def _given(readings: int) -> Mapping[str, int]:
    return {
        "patients": ward.PATIENTS,
        "first": ward.FIRST,
        "later": ward.milliseconds(ward.LATER),
        "begin": ward.milliseconds(ward.BEGIN) // 1000,
        "day": ward.DAY,
        "days": ward.DAYS,
        "seen": len(ward.seen(readings)),
        "stride": ward.stride(readings),
        "each": EACH,
    }


def _figures(said: str, seconds: int) -> Figures:
    """Read what pgbench says; where nothing was answered, it tells no latency."""

    def number(pattern: str, otherwise: float) -> float:
        found = re.search(pattern, said)
        return float(found[1]) if found else otherwise

    sent = round(number(r"tps = ([\d.]+)", 0) * seconds)
    average = number(r"latency average = ([\d.]+)", 1000 * seconds)
    return Figures(sent, seconds, average, average, int(number(r"failed transactions: (\d+)", 0)))
