"""The command `score` on a folder: here, and by a cluster one of whose workers dies on the way."""

import os
import re
import signal
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from pyarrow.fs import LocalFileSystem

from vitalcore.__main__ import main
from vitalcore.frame import hands
from vitalcore.frame.cohort import _swept as swept

FILES, ROWS = 24, 60_000
DASK = (sys.executable, "-m", "dask")


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """A folder of one file."""
    folder = tmp_path / "ward"
    folder.mkdir()
    pq.write_table(pa.table({"id": [7, 8], "RR": [16, 25], "HR": [80, 130]}), folder / "a.parquet")
    return folder


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that takes a while."""
    folder = tmp_path_factory.mktemp("cohort")
    dice = np.random.default_rng(7)
    for place in range(FILES):
        columns = {
            "RR": pa.array(dice.integers(4, 40, ROWS)),
            "SpO2": pa.array(dice.integers(80, 101, ROWS)),
            "O2": pa.array(dice.integers(0, 4, ROWS)),
            "SBP": pa.array(dice.integers(60, 240, ROWS)),
            "HR": pa.array(dice.integers(30, 160, ROWS)),
            "ACVPU": pa.array(dice.choice(list("ACVPU"), ROWS)),
            "BT": pa.array(dice.integers(340, 410, ROWS) / 10, mask=dice.random(ROWS) < 0.1),
        }
        pq.write_table(pa.table(columns), folder / f"{place:02}.parquet")
    return folder


def sums(folder: Path) -> tuple[int, int, int, int]:
    """Rows, rows with a total, and the sums of what is certain and of the totals."""
    scores = ds.dataset(folder, format="parquet").to_table(["news2.total", "news2.least"])
    total, least = scores["news2.total"], scores["news2.least"]
    return len(total), pc.count(total).as_py(), pc.sum(least).as_py(), pc.sum(total).as_py()


def score(folder: Path, out: Path, *more: str) -> int:
    return main(["score", str(folder), "--strategy", "news2", "--out", str(out), *more])


def test_a_worker_writes_under_a_name_of_its_own(
    ward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one that was given up still writes is not what another has written."""
    monkeypatch.setattr("distributed.get_worker", lambda: SimpleNamespace(id="w1"))
    said = Namespace(file=f"{ward}/a.parquet", out=f"{tmp_path}/a.parquet", strategy="news2")
    said.unit = []
    assert hands.by_worker(said).unwrap() == (2, 0)
    assert (tmp_path / "a.parquet").exists()


@contextmanager
def running(
    *command: str, log: Path, cwd: Path | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("wb") as errors, subprocess.Popen(command, stderr=errors, cwd=cwd) as process:
        try:
            yield process
        finally:
            process.kill()


def until(so: Callable[[], bool]) -> None:
    """Wait until it is so; a minute is for ever."""
    end = time.monotonic() + 60
    while not so():
        assert time.monotonic() < end, "it does not come to be so"
        time.sleep(0.01)


@contextmanager
def cluster(home: Path) -> Iterator[tuple[str, "list[subprocess.Popen[bytes]]"]]:
    """A scheduler and two workers, each a process that nobody revives."""
    place = home / "scheduler.json"
    scheduler = (*DASK, "scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")
    with ExitStack() as stack:
        found = running(*scheduler, "--scheduler-file", str(place), log=home / "scheduler.log")
        stack.enter_context(found)
        until(place.exists)
        worker = (*DASK, "worker", "--scheduler-file", str(place), "--nthreads", "1", "--no-nanny")
        local = ("--no-dashboard", "--local-directory", str(home), "--host", "127.0.0.1")
        logs = [home / f"worker-{number}.log" for number in range(2)]
        workers = [stack.enter_context(running(*worker, *local, log=log)) for log in logs]
        until(lambda: all("Registered to" in log.read_text() for log in logs))
        (said,) = [w for w in (home / "scheduler.log").read_text().split() if w.startswith("tcp:")][
            :1
        ]
        yield said, workers


def test_a_folder_is_given_back_with_scores(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each file under its own name, beside the folder, with the rows in their order."""
    assert main(["score", str(ward), "--strategy", "qsofa"]) == 0
    target = ward.with_name("ward.qsofa")
    assert capsys.readouterr().err == f"2 rows, 0 with a total, written to {target}\n"
    found = pq.read_table(target / "a.parquet")
    assert found["id"].to_pylist() == [7, 8]
    assert "qsofa.least" in found.column_names
    assert [one.name for one in target.iterdir()] == ["a.parquet"]


def test_what_a_dead_worker_had_begun_is_swept_away(tmp_path: Path) -> None:
    """A part that nobody finished goes; what was finished stays."""
    for name in ("ward.parquet", "ward.parquet.worker-1.part"):
        (tmp_path / name).write_bytes(b"")
    swept(LocalFileSystem(), str(tmp_path))
    assert [one.name for one in tmp_path.iterdir()] == ["ward.parquet"]


def test_a_worker_that_dies_changes_no_sum(cohort: Path, tmp_path: Path) -> None:
    """Two workers, one of them killed on the way, give what one process gives.

    The folder is named from where the command runs, which is not where the workers do.
    """
    alone, shared = tmp_path / "alone", tmp_path / "shared"
    assert score(cohort, alone) == 0
    with cluster(tmp_path) as (address, workers):
        asked = (sys.executable, "-m", "vitalcore", "score", cohort.name, "--strategy", "news2")
        more = ("--out", os.path.relpath(shared, cohort.parent), "--cluster", address)
        log = tmp_path / "score.log"
        with running(*asked, *more, log=log, cwd=cohort.parent) as scoring:
            part = tmp_path / "shared.part"
            until(lambda: part.is_dir() and len(list(part.glob("*.parquet"))) > 1)
            os.kill(workers[0].pid, signal.SIGKILL)
            on_the_way = scoring.poll() is None and len(list(part.glob("*.parquet"))) < FILES
            code = scoring.wait(120)
    assert on_the_way
    assert code == 0, (tmp_path / "score.log").read_text()
    assert sums(shared) == sums(alone)
    assert sums(alone)[:2] != (0, 0)
    assert sorted(one.name for one in shared.iterdir()) == sorted(
        one.name for one in cohort.iterdir()
    )


def test_a_file_that_no_worker_survives_is_told(
    cohort: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file may have cost no worker's life, the first that dies ends it; nothing is left."""
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    log, part = tmp_path / "score.log", tmp_path / "out.part"
    with cluster(tmp_path) as (address, workers):
        asked = (sys.executable, "-m", "vitalcore", "score", str(cohort), "--strategy", "news2")
        more = ("--out", str(tmp_path / "out"), "--cluster", address)
        with running(*asked, *more, log=log) as scoring:
            until(lambda: part.is_dir() and len(list(part.glob("*.parquet"))) > 1)
            os.kill(workers[0].pid, signal.SIGKILL)
            code = scoring.wait(120)
    told = log.read_text().splitlines()[-1]
    assert code == 2
    assert re.fullmatch(f"{cohort}: {cohort}/[0-9]+.parquet: every worker that had it .*", told)
    assert [(tmp_path / "out").exists(), part.exists()] == [False, False]


def test_a_refused_file_of_a_folder_leaves_nothing_behind(
    ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is named, and the others' scores are not kept either."""
    (ward / "b.parquet").write_text("no parquet")
    before = sorted(ward.parent.iterdir())
    assert main(["score", str(ward), "--strategy", "news2"]) == 2
    told = f"{ward}: {ward / 'b.parquet'}: must be a whole Parquet file\n"
    assert capsys.readouterr().err == told
    assert sorted(ward.parent.iterdir()) == before


def test_a_folder_that_cannot_be_scored_is_refused(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One without files or with folders, one whose scores are there, a cluster for a file."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "deep" / "year=2026").mkdir(parents=True)
    (tmp_path / "half.part").mkdir()
    assert score(tmp_path / "deep", tmp_path / "out") == 2
    assert score(ward, tmp_path / "half") == 2
    assert score(tmp_path / "empty", tmp_path / "out") == 2
    assert score(ward, ward) == 2
    assert score(ward / "a.parquet", tmp_path / "out", "--cluster", "tcp://127.0.0.1:1") == 2
    told = capsys.readouterr().err.splitlines()
    assert told == [
        f"{tmp_path / 'deep'}: must hold no folder, such as year=2026",
        f"{ward}: {tmp_path / 'half'}.part is there already",
        f"{tmp_path / 'empty'}: must hold a file that ends in .parquet",
        f"{ward}: {ward} is there already",
        f"{ward / 'a.parquet'}: must be a folder where --cluster is given",
    ]


def test_an_ending_may_be_written_in_capitals(ward: Path, tmp_path: Path) -> None:
    """No file is left out for how it is spelled."""
    (ward / "a.parquet").rename(ward / "A.PARQUET")
    assert score(ward, tmp_path / "out") == 0
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["A.PARQUET"]


@pytest.mark.parametrize("address", ["somewhere", "tcp://a:b", "tcp://"])
def test_what_is_no_address_is_told(
    address: str, ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a sentence, and nothing is left behind."""
    assert score(ward, tmp_path / "out", "--cluster", address) == 2
    assert capsys.readouterr().err.startswith(f"{ward}: ")
    assert [one.name for one in tmp_path.iterdir()] == ["ward"]


def test_a_cluster_that_is_not_there_is_told(ward: Path, tmp_path: Path) -> None:
    """Nothing is left behind either."""
    asked = (sys.executable, "-m", "vitalcore", "score", str(ward), "--strategy", "news2")
    told = subprocess.run(
        [*asked, "--cluster", "tcp://127.0.0.1:1"],
        capture_output=True,
        check=False,
        env={**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"},
        text=True,
        timeout=120,
    )
    assert (told.returncode, "tcp://127.0.0.1:1" in told.stderr) == (2, True)
    assert [one.name for one in tmp_path.iterdir()] == ["ward"]


def test_a_cluster_without_its_extra_is_told(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence says what to install, and nothing is left behind."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    asked = ["score", str(ward), "--strategy", "news2", "--cluster", "tcp://127.0.0.1:1"]
    assert main(asked) == 2
    assert capsys.readouterr().err == ("distributed is missing: install 'vitalmonitor[cluster]'\n")
    assert [one.name for one in tmp_path.iterdir()] == ["ward"]
