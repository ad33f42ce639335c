"""What schemathesis thinks of as a caller: nothing it sends finds a fault of the service's own."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest
from aiohttp import ClientResponse

from tests.conftest import Doctor

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "tests/web/fuzz/schemathesis.toml"


async def test_nothing_is_found_in_a_thousand_cases(service: str, tmp_path: Path) -> None:
    """Every check, on valid and invalid data, by a doctor who is logged in, finds nothing."""
    report = tmp_path / "report.json"
    options = ("--max-examples", "6", "--report", "json", "--report-json-path", str(report))
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG)),
        *("run", f"{service}/openapi.json", *options),
        cwd=ROOT,
        env=os.environ | {"VITALWEB_FUZZED": service},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await run.communicate()
    found = json.loads(report.read_bytes())
    assert (found["failures"], found["errors"], run.returncode) == ([], [], 0), told.decode()
    assert found["operations"]["tested"] == found["operations"]["total"]
    assert found["test_cases"]["generated"] >= 1000


def pointers(told: dict[str, list[dict[str, str]]]) -> list[str]:
    return [flaw["pointer"] for flaw in told["errors"]]


@pytest.mark.parametrize("records", [None, {}, "abc", 1, True])
async def test_records_that_are_no_list_are_refused(ann: Doctor, records: object) -> None:
    """Whatever stands where a list belongs is a flaw of that field."""
    question = {"patient_id": "p-1", "records": records}
    refused = await ann.ask("POST", "/inference/vital-risk", json=question)
    assert (refused.status, pointers(await refused.json())) == (422, ["/records"])


async def test_a_whole_number_may_have_a_point(ann: Doctor, patient: str) -> None:
    """A version of 1.0 is version 1, as JSON has one kind of number; 1.5 is none."""
    revision = {"name": "Pat Roe", "gender": "F", "birth_date": "1970-01-01"}
    answers = [
        await ann.ask("PUT", f"/patients/{patient}", json=revision | {"version": version})
        for version in (1.5, 1.0, 2e0, 1e300, 1e-300)
    ]
    assert [one.status for one in answers] == [422, 200, 200, 422, 422]


@pytest.mark.parametrize("tag", ['"0"', '"2147483648"', '"9999999999"', "3", 'W/"1"', "*"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_a_tag_that_is_no_version_is_refused(
    ann: Doctor, patient: str, method: str, tag: str
) -> None:
    """An If-Match that names no version there can be is refused, and nothing is written."""
    reading = {
        "patient_id": patient,
        "recorded_at": "2026-01-01T08:00:00Z",
        "vital_type": "HR",
        "value": 80,
    }
    vital = await (await ann.ask("POST", "/vitals", json=reading)).json()
    place = f"/vitals/{vital['vital_id']}"
    body = {"json": {"value": 81}} if method == "PUT" else {}
    refused: ClientResponse = await ann.ask(method, place, headers={"If-Match": tag}, **body)
    assert (refused.status, pointers(await refused.json())) == (422, [""])
    assert await (await ann.ask("GET", place)).json() == vital
