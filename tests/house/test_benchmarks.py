"""What is measured is what everybody answers well."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from benchmarks import load, measure, results, table
from benchmarks.limit import SCRIPTS
from benchmarks.measure import Stage
from benchmarks.plan import Plan
from benchmarks.requests import MEASURED
from benchmarks.results import LIMIT, OURS, PEER, Results, Run
from benchmarks.stage import stage
from benchmarks.targets import TARGETS

READINGS = 10_000  # of one patient


@pytest.fixture(scope="module")
async def everybody() -> AsyncIterator[Stage]:
    """The service and the peer, each with a small ward."""
    async with stage(Plan(sizes=(READINGS,), workers=1)) as (everybody, _):
        yield everybody


@pytest.mark.parametrize("name", MEASURED)
async def test_no_measured_request_fails(
    everybody: Stage, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure counts good answers only, also without wrk."""
    monkeypatch.setattr(load, "generator", lambda: "asyncio")
    for one in everybody.contenders:
        seen = await measure.answered(one, name, 2, 1, everybody.postgres)
        assert seen.failed == 0, one.name
        assert seen.rate > 0, one.name


@pytest.mark.parametrize("name", SCRIPTS)
async def test_the_limit_is_reached_without_failure(everybody: Stage, name: str) -> None:
    """The statements of pgbench suit the schema."""
    (limit,) = everybody.limits
    seen = await measure.reached(limit, name, 2, 1)
    assert seen.failed == 0
    assert seen.rate > 0


def test_what_was_kept_is_shown_with_its_aim(tmp_path: Path) -> None:
    """Medians of passes are compared, and what misses its aim says so."""
    aim = TARGETS[0]
    rates = {OURS: (100, 300, 200), PEER: (50,), LIMIT: (200,)}
    runs = [run(who, rate) for who, several in rates.items() for rate in several]
    results.save(Results(machine={"cores": "2"}, runs=runs), tmp_path / "kept.json")
    shown = table.markdown(results.load(tmp_path / "kept.json"))
    assert f"| 200/s | 50/s | 4x (>= {aim.peer:g}x, missed) | 200/s | 1x (>= 0.8x) |" in shown
    assert "| limit | 200 | mean 1.00 | - | - | 0 |" in shown


def run(who: str, rate: float) -> Run:
    aim = TARGETS[0]
    return Run(
        who=who,
        name=aim.name,
        readings=aim.readings,
        connections=aim.connections,
        rate=rate,
        p50=1,
        p99=2,
        failed=0,
        service_us=3,
        postgres_us=4,
    )
