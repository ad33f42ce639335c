"""What is measured is what the service answers well."""

import pytest

from benchmarks import load, requests
from benchmarks.__main__ import fill, one
from tests.conftest import Doctor, Register


@pytest.fixture(scope="module")
async def doctor(register: Register) -> Doctor:
    """A doctor whose patient has a day of readings."""
    made = await register()
    await fill(made)
    return made


@pytest.mark.parametrize("name", requests.MEASURED)
async def test_no_measured_request_fails(
    doctor: Doctor, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure counts good answers only, also without wrk."""
    monkeypatch.setattr(load, "generator", lambda: "asyncio")
    seen = await one(doctor, name, connections=4, seconds=0.1)
    assert seen.failed == 0
    assert seen.rate > 0
