"""`python -m benchmarks`: what a request costs, measured on a service started for it."""

import argparse
import asyncio
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from itertools import batched
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from benchmarks import load, requests
from tests.conftest import Doctor, registered_at
from tests.house.process import VITALWEB, started

CONNECTIONS = (1, 16, 64)
SECONDS, QUICK = 5, 1  # of each run
PAUSE = 0.5  # seconds, in which what the last run left in flight comes to its end
JSON = "application/json"


async def measure(port: int, seconds: int) -> None:
    """Fill the record, run every kind of request, and print a row for each."""
    async with ClientSession() as session:
        ann = await registered_at(f"http://127.0.0.1:{port}", session)
        await fill(ann)
        print(f"load: {load.generator()}, {seconds} s a run\n")
        print("| request | connections | requests/s | p50 ms | p99 ms | failed |")
        print("|---|--:|--:|--:|--:|--:|")
        for name in requests.MEASURED:
            for connections in CONNECTIONS:
                seen = await one(ann, name, connections, seconds)
                print(
                    f"| {name} | {connections} | {seen.rate:,.0f} "
                    f"| {seen.p50:.2f} | {seen.p99:.2f} | {seen.failed} |",
                    flush=True,
                )


async def one(ann: Doctor, name: str, connections: int, seconds: float) -> load.Figures:
    """Run one kind of request, with a fresh token and the current versions."""
    await asyncio.sleep(PAUSE)
    await refresh(ann)
    row = requests.row(name, await versions(ann))
    headers = {"Authorization": f"Bearer {ann.tokens['access_token']}", "Content-Type": JSON}
    return await load.run(ann.base, headers, row, connections, seconds)


async def fill(ann: Doctor) -> None:
    """Take a patient into the record, with a day of readings."""
    facts = {"name": "Pat Doe", "gender": "F", "birth_date": "1970-01-01"}
    await asked(ann, "POST", "/patients", {"patient_id": requests.PATIENT, **facts})
    for minutes in batched(range(requests.MINUTES), 10, strict=True):
        await asyncio.gather(*(record(ann, minute) for minute in minutes))


async def record(ann: Doctor, minute: int) -> None:
    """Take one reading of the day into the record."""
    at = requests.DAY + timedelta(minutes=minute)
    await asked(ann, "POST", "/vitals", requests.reading(at, 60 + minute % 60))


async def versions(ann: Doctor) -> Mapping[str, int]:
    """Look at the day's readings."""
    (day,) = requests.get_day({})
    found = await asked(ann, "GET", day.path.removeprefix(requests.API))
    return {item["vital_id"]: item["version"] for item in found["items"]}


async def refresh(ann: Doctor) -> None:
    """Get a token that outlives a run; it is signed for 3 minutes."""
    known = {"refresh_token": ann.tokens["refresh_token"]}
    ann.tokens |= await asked(ann, "POST", "/auth/refresh-token", known)


async def asked(
    ann: Doctor, method: str, path: str, body: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Ask the service, which must be willing."""
    answer = await ann.ask(method, path, json=body)
    answer.raise_for_status()
    found: dict[str, Any] = await answer.json()
    return found


def main() -> None:
    """Start the service with its default settings in a folder of its own, and measure it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} s a run")
    seconds = QUICK if parser.parse_args().quick else SECONDS
    with tempfile.TemporaryDirectory() as folder, started(VITALWEB, Path(folder)) as port:
        asyncio.run(measure(port, seconds))


if __name__ == "__main__":
    main()
