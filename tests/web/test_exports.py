"""A patient's readings as a file, over a real socket; who reads it slowly or not costs nothing."""

import asyncio
import csv
import io
import json
import socket
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
from aiohttp import ClientResponse
from attrs import frozen
from psycopg import Connection

from tests.conftest import Become, Doctor, eventually
from tests.web import raw
from vitalcore.kinds import Kind
from vitalcore.role import Role
from vitalweb.http import poured
from vitalweb.http.batch import outgoing
from vitalweb.http.batch.outgoing import ExportFormat
from vitalweb.http.batch.parquet import GROUP
from vitalweb.http.endpoints.exports import AT_ONCE
from vitalweb.store.rows.readings import Exported

NDJSON, CSV, PARQUET = outgoing.MEDIA
#: One row if no connection of the service is at work or in a transaction.
NOBODY = """
SELECT 1 FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'vitalweb' AND state <> 'idle'
HAVING count(*) = 0
"""
AT = datetime(2026, 1, 1, 8, tzinfo=UTC)


def held(answer: ClientResponse) -> bytes:
    """What was answered, which the asker has read."""
    assert isinstance(answer._body, bytes)
    return answer._body


def path(patient: str, query: str = "") -> str:
    return f"/patients/{patient}/vitals/export{query}"


async def filled(ann: Doctor, patient: str, count: int) -> list[dict[str, Any]]:
    """Take readings in, of two kinds, and give them as an export should."""
    rows = [
        {
            "patient_id": patient,
            "recorded_at": (AT + timedelta(seconds=n)).isoformat().replace("+00:00", "Z"),
            "vital_type": "BT" if n % 2 else "ACVPU",
            "value": 36.5 if n % 2 else "A",
        }
        for n in range(count)
    ]
    body = json.dumps(rows).encode()
    done = await ann.ask(
        "POST", "/vitals/batch", data=io.BytesIO(body), headers={"Content-Type": "application/json"}
    )
    assert done.status == 200
    return rows


def bare(found: dict[str, Any]) -> dict[str, Any]:
    """A row without its id."""
    return {name: value for name, value in found.items() if name != "vital_id"}


async def test_every_reading_goes_out_once(ann: Doctor, patient: str) -> None:
    """A file of several pieces holds all readings, the oldest first, each under its id."""
    rows = await filled(ann, patient, AT_ONCE * 2 + 1)
    answer = await ann.ask("GET", path(patient))
    found = [json.loads(line) for line in held(answer).splitlines()]
    assert (answer.status, answer.content_type) == (200, NDJSON)
    assert answer.headers["X-Request-ID"]
    assert [bare(one) for one in found] == rows
    assert len({one["vital_id"] for one in found}) == len(rows)


async def test_the_three_formats_say_the_same(ann: Doctor, patient: str) -> None:
    """CSV and Parquet hold the rows of NDJSON; in Parquet a letter has a column of its own."""
    await filled(ann, patient, 5)
    lines = await ann.ask("GET", path(patient, "?format=ndjson"))
    sheet = await ann.ask("GET", path(patient), headers={"Accept": f"{CSV};q=0.9, */*"})
    table = await ann.ask("GET", path(patient, "?format=parquet"), headers={"Accept": CSV})
    wanted = [json.loads(line) for line in held(lines).splitlines()]
    assert (sheet.content_type, table.content_type) == (CSV, PARQUET)
    cells = [{name: str(value) for name, value in one.items()} for one in wanted]
    assert list(csv.DictReader(io.StringIO(held(sheet).decode()))) == cells
    found = pq.read_table(io.BytesIO(held(table))).to_pylist()
    assert [one["vital_id"] for one in found] == [one["vital_id"] for one in wanted]
    assert [one["letter"] or one["value"] for one in found] == ["A", Decimal("36.5")] * 2 + ["A"]
    assert found[0]["recorded_at"] == AT


def test_a_row_group_of_parquet_goes_out_when_it_is_full() -> None:
    """Few of them, since the footer's words on each are held to the end; and no row is missing."""
    out = outgoing.writer(ExportFormat.PARQUET, outgoing.READINGS).unwrap()
    some = [
        Exported(
            vital_id=uuid4(), patient_id="p", recorded_at=AT, vital_type=Kind.HR, value=Decimal(n)
        )
        for n in range(AT_ONCE)
    ]
    pieces = [out.rows(some) for _ in range(2 * GROUP // AT_ONCE + 1)]
    file = pq.ParquetFile(io.BytesIO(b"".join([*pieces, out.end()])))
    assert (file.num_row_groups, file.metadata.num_rows) == (3, len(pieces) * AT_ONCE)
    assert file.read(["value"])["value"].to_pylist()[-AT_ONCE:] == [one.value for one in some]
    assert [bool(piece) for piece in pieces].count(True) == 3  # the file's mark goes ahead


async def test_an_export_is_taken_in_again(ann: Doctor, patient: str) -> None:
    """What goes out is what a batch takes: everything in it is known."""
    await filled(ann, patient, 5)
    for media in (NDJSON, CSV):
        answer = await ann.ask("GET", path(patient), headers={"Accept": media})
        again = await ann.ask(
            "POST", "/vitals/batch", data=held(answer), headers={"Content-Type": media}
        )
        assert (await again.json())["known"] == 5


async def test_a_part_of_the_readings_is_asked_for(ann: Doctor, patient: str) -> None:
    """By kind and by time, both ends included."""
    await filled(ann, patient, 10)
    query = "?vital_type=BT&from=2026-01-01T08:00:01Z&to=2026-01-01T08:00:05Z"
    answer = await ann.ask("GET", path(patient, query))
    assert len(held(answer).splitlines()) == 3


async def test_nobody_s_readings_are_no_file(ann: Doctor, patient: str, become: Become) -> None:
    """A patient without readings is an empty file, nobody is 404, and a device may not."""
    device = await become(Role.DEVICE)
    empty = await ann.ask("GET", path(patient))
    absent = await ann.ask("GET", path("nobody-here"))
    odd = await ann.ask("GET", path(patient, "?format=xlsx"))
    refused = await device.ask("GET", path(patient))
    assert held(empty) == b""
    assert [one.status for one in (empty, absent, odd, refused)] == [200, 404, 422, 403]


async def test_a_format_whose_extra_is_missing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the frame extra it is told what is missing."""
    monkeypatch.setattr(outgoing, "find_spec", lambda _: None)
    refused = outgoing.writer(ExportFormat.PARQUET, outgoing.READINGS).failure()
    assert "vitalmonitor[frame]" in str(refused)


@frozen
class Noting:
    """Hears on which callers the service hangs up, and why."""

    heard: asyncio.Queue[str]

    def info(self, _: str, reason: str) -> None:
        self.heard.put_nowait(reason)


async def asking(service: str, ann: Doctor, patient: str) -> raw.Line:
    """Ask for a file through a narrow line, and read nothing of it."""
    place = urlsplit(service)
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.setblocking(False)
    await asyncio.get_running_loop().sock_connect(narrow, (place.hostname, place.port))
    line = raw.Line(*await asyncio.open_connection(sock=narrow))
    token = f"Authorization: Bearer {ann.tokens['access_token']}"
    await line.send(raw.head("GET", f"/api/v1{path(patient)}", token))
    return line


async def test_who_stops_reading_holds_nothing(
    service: str,
    ann: Doctor,
    patient: str,
    other: Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twelve callers who read nothing hold no connection to the database, and are hung up on."""
    hung_up: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(poured, "STALLED", 1.0)
    monkeypatch.setattr(poured, "_log", Noting(hung_up))
    await filled(ann, patient, 40_000)
    lines = [await asking(service, ann, patient) for _ in range(12)]
    assert await eventually(other, NOBODY, [])
    assert (await ann.ask("GET", f"/patients/{patient}")).status == 200
    async with asyncio.timeout(raw.PATIENCE):
        assert [await hung_up.get() for _ in lines] == ["TimeoutError"] * len(lines)
    for line in lines:
        line.writer.transport.abort()
        await line.close()


async def test_who_goes_away_is_forgotten(service: str, ann: Doctor, patient: str) -> None:
    """A caller who hangs up in the middle costs the next one nothing."""
    await filled(ann, patient, 20_000)
    for _ in range(20):
        line = await asking(service, ann, patient)
        await line.reader.read(100)
        line.writer.transport.abort()
        await line.close()
    answer = await ann.ask("GET", path(patient))
    assert len(held(answer).splitlines()) == 20_000


async def test_a_file_breaks_off_for_whoever_is_sent_away(
    service: str,
    become: Become,
    ann: Doctor,
    patient: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who reads a file while the account is disabled gets no further piece, and no end of it."""
    hung_up: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(poured, "_log", Noting(hung_up))
    admin, nurse = await become(Role.ADMIN), await become(Role.NURSE)
    await filled(ann, patient, 40_000)
    line = await asking(service, nurse, patient)
    await line.reader.readexactly(1000)
    assert (await admin.ask("POST", f"/accounts/{nurse.id}/disable")).status == 200
    (rest,) = await asyncio.gather(line.reader.read(), return_exceptions=True)
    assert not (isinstance(rest, bytes) and rest.endswith(b"\r\n0\r\n\r\n"))
    async with asyncio.timeout(raw.PATIENCE):
        assert await hung_up.get() == "Ended"
    await line.close()
