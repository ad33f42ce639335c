"""A ward's thousand rows, imported by the command, and each patient's risk asked of the service."""

import asyncio
import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from psycopg import Connection

from tests.command import run
from tests.conftest import Doctor

WARD = Path(__file__).parents[1] / "data" / "ward_sample.csv"
MOMENT = "2026-01-01T08:00:00Z"
COLUMNS = ("patient_id", "name", "gender", "birth_date", "recorded_at", "HR", "RR", "SBP", "DBP",
           "SpO2", "BT", "O2", "ACVPU")  # fmt: skip

type Row = Mapping[str, str]


def ward() -> dict[str, Row]:
    """The rows as they were published, each a patient of ours."""
    with WARD.open(encoding="utf-8", newline="") as file:
        return {f"ward-{number:04}": row for number, row in enumerate(csv.DictReader(file))}


def written(patient_id: str, row: Row) -> tuple[str, ...]:
    """A row as an import has it; how much oxygen, and which lesser alertness, was not recorded."""
    return (
        patient_id,
        f"Patient {patient_id}",
        "M" if row["male"] == "1" else "F",
        date(2025 - int(row["age"]), 6, 30).isoformat(),
        MOMENT,
        row["pulse"],
        row["resp"],
        row["syst"],
        row["dias"],
        row["sat"],
        row["temp"],
        "0" if row["sup"] == "0" else "",
        "A" if row["alert"] == "0" else "",
    )


def expected(row: Row) -> dict[str, Any]:
    """What the three thresholds say of a row, worked out from the text of the file."""
    broken = [
        name
        for name, breaks in {
            "HR > 120": float(row["pulse"]) > 120,
            "SBP < 90": float(row["syst"]) < 90,
            "SpO2 < 90": float(row["sat"]) < 90,
        }.items()
        if breaks
    ]
    level, score = {0: ("LOW", 0.2), 1: ("MEDIUM", 0.5), 2: ("MEDIUM", 0.7), 3: ("HIGH", 0.9)}[
        len(broken)
    ]
    return {"checked_rules": broken, "risk_level": level, "risk_score": score, "missing": []}


async def asked(ann: Doctor, patient_id: str) -> dict[str, Any]:
    """The risk of a patient an hour later, by the default strategy."""
    params = {"strategy": "rule_based", "at": "2026-01-01T09:00:00Z"}
    response = await ann.ask("GET", f"/patients/{patient_id}/risk", params=params)
    assert response.status == 200, await response.text()
    return dict(await response.json())


async def test_a_ward_is_imported_and_every_risk_is_right(
    ann: Doctor, dsn: str, other: Connection, tmp_path: Path
) -> None:
    """All thousand patients have the risk that an independent reading of the file gives them."""
    rows, place = ward(), tmp_path / "ward.csv"
    with place.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *(written(*one) for one in rows.items())])
    told = run(tmp_path, "import", place, "--by", "ward-sample", database_url=dsn)
    found: dict[str, dict[str, Any]] = {}
    for some in range(0, len(rows), 50):
        ids = list(rows)[some : some + 50]
        found |= zip(ids, await asyncio.gather(*(asked(ann, one) for one in ids)), strict=True)
    wanted = {patient_id: expected(row) for patient_id, row in rows.items()}
    assert told.stdout.startswith(b"imported 1,000 patients and ")
    assert {one: {key: found[one][key] for key in wanted[one]} for one in rows} == wanted
    assert {one["risk_score"] for one in wanted.values()} == {0.2, 0.5, 0.7}
    assert stored(other) == counted(rows)


def stored(other: Connection) -> dict[str, tuple[int, float]]:
    """How many readings of each kind there are, and their sum."""
    found = other.execute(
        "SELECT vital_type, count(*), sum(value) FROM vitals WHERE created_by = 'ward-sample'"
        " GROUP BY vital_type"
    ).fetchall()
    return {kind: (number, float(total)) for kind, number, total in found}


def counted(rows: Mapping[str, Row]) -> dict[str, tuple[int, float]]:
    """The same of the file, its float noise rounded away."""
    kinds: dict[str, list[float]] = {}
    for patient_id, row in rows.items():
        for kind, text in zip(COLUMNS[5:], written(patient_id, row)[5:], strict=True):
            if text:
                kinds.setdefault(kind, []).append(0 if text == "A" else round(float(text), 1))
    return {kind: (len(values), round(sum(values), 1)) for kind, values in kinds.items()}
