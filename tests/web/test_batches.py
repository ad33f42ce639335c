"""Many readings in one request, over a real socket and read back through another connection."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp import ClientResponse
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import Connection, connect

from tests.conftest import Become, Doctor, eventually
from tests.web import raw
from vitalcore.role import Role
from vitalweb.http.batch.source import LONGEST
from vitalweb.http.endpoints.batches import MOST_TOLD

NDJSON, CSV, JSON = "application/x-ndjson", "text/csv", "application/json"
HEAD = "patient_id,recorded_at,vital_type,value\n"
AT = datetime(2026, 1, 1, 8, tzinfo=UTC)
COUNT = "SELECT count(*) FROM vitals WHERE patient_id = %s"


def rows(patient: str, count: int, **other: Any) -> list[dict[str, Any]]:
    """Readings a second apart."""
    return [
        {
            "patient_id": patient,
            "recorded_at": (AT + timedelta(seconds=n)).isoformat(),
            "vital_type": "HR",
            "value": 60 + n % 60,
        }
        | other
        for n in range(count)
    ]


def written(media: str, said: list[dict[str, Any]]) -> bytes:
    """The same rows in each of the formats."""
    if media == JSON:
        return json.dumps(said).encode()
    if media == NDJSON:
        return "\n".join(map(json.dumps, said)).encode()
    return (HEAD + "".join(",".join(map(str, one.values())) + "\n" for one in said)).encode()


async def send(
    who: Doctor, body: bytes, media: str = NDJSON, query: str = "", **headers: str
) -> ClientResponse:
    """Send a batch."""
    return await who.ask(
        "POST",
        f"/vitals/batch{query}",
        data=BytesIO(body),
        headers={"Content-Type": media, **headers},
    )


def there(other: Connection, patient: str) -> int:
    """How many of a patient's readings others see."""
    found = other.execute(COUNT.encode(), [patient]).fetchone()
    return found[0] if found else 0


@pytest.mark.parametrize("media", [JSON, NDJSON, CSV])
async def test_a_batch_is_taken_in_whole(
    media: str, ann: Doctor, patient: str, other: Connection
) -> None:
    """In each format the readings are in the record, under one batch and by whoever sent them."""
    answer = await send(ann, written(media, rows(patient, 1500)), media)
    told = await answer.json()
    assert (answer.status, told["readings"], told["known"], told["refused"]) == (200, 1500, 0, 0)
    assert told["rows"] == 1500
    query = "SELECT batch_id, created_by, count(*) FROM vitals WHERE patient_id = %s GROUP BY 1, 2"
    found = other.execute(query.encode(), [patient]).fetchall()
    assert found == [(UUID(told["batch_id"]), ann.id, 1500)]
    listed = await ann.ask("GET", f"/vitals/{'0' * 8}-0000-7000-8000-{'0' * 12}")
    struck = await ann.ask("DELETE", f"/batches/{told['batch_id']}")
    assert (listed.status, (await struck.json())["struck"]) == (404, 1500)


async def test_a_large_batch_is_struck_out_right_after_it_came(
    ann: Doctor, patient: str, other: Connection
) -> None:
    """Before the database has counted its rows: all of it, each former version kept."""
    told = await (await send(ann, written(NDJSON, rows(patient, 20_000)))).json()
    struck = await ann.ask("DELETE", f"/batches/{told['batch_id']}?reason_code=wrong-patient")
    kept = """
        SELECT count(*), min(version), max(version) FROM vital_history
        WHERE patient_id = %s AND change = 'struck' AND reason_code = 'wrong-patient'
    """
    assert (struck.status, (await struck.json())["struck"]) == (200, 20_000)
    assert other.execute(kept, [patient]).fetchone() == (20_000, 1, 1)


async def test_a_batch_is_struck_out_beside_a_correction(
    ann: Doctor, patient: str, other: Connection, dsn: str
) -> None:
    """Both wait for the same reading, and each leaves the version that it found."""
    told = await (await send(ann, written(NDJSON, rows(patient, 3)))).json()
    query = "SELECT vital_id FROM vitals WHERE patient_id = %s ORDER BY recorded_at LIMIT 1"
    (place,) = other.execute(query, [patient]).fetchone() or (None,)
    with connect(dsn) as holder:
        holder.execute("SELECT 1 FROM vitals WHERE vital_id = %s FOR UPDATE", [place])
        corrected = asyncio.create_task(
            ann.ask("PUT", f"/vitals/{place}", json={"value": 99, "version": 1})
        )
        await _waiting(other, 1)
        struck = asyncio.create_task(ann.ask("DELETE", f"/batches/{told['batch_id']}"))
        await _waiting(other, 2)
    history = (
        "SELECT version, value, change FROM vital_history WHERE vital_id = %s ORDER BY version"
    )
    assert ((await corrected).status, (await struck).status) == (200, 200)
    assert (await (await struck).json())["struck"] == 3
    found = other.execute(history, [place]).fetchall()
    assert [(version, float(value), how) for version, value, how in found] == [
        (1, 60.0, "corrected"),
        (2, 99.0, "struck"),
    ]


async def _waiting(other: Connection, many: int) -> None:
    """Wait until so many statements wait for a lock on a reading."""
    query = """
        SELECT count(*) FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND query LIKE '%%vitals%%' AND datname = current_database()
        HAVING count(*) >= %s
    """
    await eventually(other, query, [many])


async def test_a_batch_and_its_row_in_the_trail_are_one(
    ann: Doctor, patient: str, other: Connection
) -> None:
    """The trail names the batch; a refused one leaves a row that says so."""
    told = await (await send(ann, written(NDJSON, rows(patient, 2)))).json()
    query = "SELECT subject FROM audit WHERE account_id = %s AND action = 'batches_take_in'"
    assert (told["batch_id"],) in other.execute(query.encode(), [ann.id]).fetchall()
    await send(ann, b"nonsense")
    query += " AND outcome = 422"
    assert set(await eventually(other, query, [ann.id])) == {(None,)}


async def test_a_batch_is_known_from_when_it_had_arrived(
    service: str, ann: Doctor, patient: str, other: Connection
) -> None:
    """However long its body takes, no look at a moment before tells two things of that moment."""
    token = f"Authorization: Bearer {ann.tokens['access_token']}"
    body = written(NDJSON, rows(patient, 2))
    about = (token, f"Content-Type: {NDJSON}", f"Content-Length: {len(body)}")
    line = await raw.connect(service)
    await line.send(raw.head("POST", "/api/v1/vitals/batch", *about), body[:9])
    between = datetime.now(UTC)
    answer = await line.ask(body[9:])
    await line.close()
    span = {"from": AT.isoformat(), "to": (AT + timedelta(hours=1)).isoformat()}
    asked = {**span, "as_of": between.isoformat()}
    then = await ann.ask("GET", f"/patients/{patient}/vitals", params=asked)
    query = """
        SELECT count(*) FROM vitals INNER JOIN audit ON audit.subject = vitals.batch_id::text
        WHERE batch_id = %s AND vitals.created_at > %s AND audit.at > %s
    """
    given = [json.loads(answer.body)["batch_id"], between, between]
    assert (answer.status, (await then.json())["items"]) == (200, [])
    assert other.execute(query, given).fetchone() == (2,)


async def test_one_row_that_is_refused_refuses_the_batch(
    ann: Doctor, patient: str, other: Connection
) -> None:
    """Each refused row is told by its number, the place in it and the rule; nothing is kept."""
    said = [*rows(patient, 3), rows(patient, 1, value=301)[0], rows("nobody-here", 1)[0]]
    answer = await send(ann, written(NDJSON, said))
    told = await answer.json()
    assert (answer.status, told["rows"], told["refused"]) == (422, 5, 2)
    assert told["refusals"] == [
        {"row": 4, "pointer": "/value", "detail": "must be a number from 0 to 300 (/min) for HR"},
        {
            "row": 5,
            "pointer": "/patient_id",
            "detail": "is not in the record; POST /patients takes a patient in",
        },
    ]
    assert there(other, patient) == 0


async def test_rows_that_are_refused_are_skipped_where_that_is_asked_for(
    ann: Doctor, patient: str, other: Connection
) -> None:
    """What is in order is taken in, and what was skipped is told."""
    said = [*rows(patient, 3), rows("nobody-here", 1)[0], rows(patient, 1, vital_type="X")[0]]
    answer = await send(ann, written(JSON, said), JSON, "?on_error=skip")
    told = await answer.json()
    assert (answer.status, told["rows"], told["readings"], told["refused"]) == (200, 5, 3, 2)
    assert [one["row"] for one in told["refusals"]] == [4, 5]
    assert there(other, patient) == 3


async def test_a_rehearsal_answers_alike_and_keeps_nothing(
    ann: Doctor, patient: str, other: Connection
) -> None:
    """A dry run does all of it but keep it, and is in the trail."""
    body = written(NDJSON, rows(patient, 5))
    told = await (await send(ann, body, query="?dry_run=true")).json()
    refused = await send(ann, body + b"\nnonsense", query="?dry_run=true")
    assert (told["dry_run"], told["readings"], refused.status) == (True, 5, 422)
    assert there(other, patient) == 0
    query = "SELECT 1 FROM audit WHERE account_id = %s AND subject = %s"
    assert other.execute(query.encode(), [ann.id, told["batch_id"]]).fetchall() == [(1,)]


async def test_a_batch_under_a_key_is_taken_in_once(
    ann: Doctor, patient: str, other: Connection
) -> None:
    """The same bytes under the same key get the first answer; other bytes are refused."""
    key = {"Idempotency-Key": uuid4().hex}
    body = written(NDJSON, rows(patient, 5))
    first = await send(ann, body, **key)
    again = await send(ann, body, **key)
    changed = await send(ann, body + b"\n", **key)
    assert (again.headers["Idempotent-Replayed"], await again.json()) == (
        "true",
        await first.json(),
    )
    assert changed.status == 422
    assert there(other, patient) == 5


async def test_what_was_sent_before_is_known(ann: Doctor, patient: str) -> None:
    """Without a key too, a reading is in the record once."""
    said = rows(patient, 5)
    await send(ann, written(JSON, said), JSON)
    told = await (await send(ann, written(CSV, [*said, *rows(patient, 6)]), CSV)).json()
    assert (told["readings"], told["known"]) == (1, 10)


@pytest.mark.parametrize("query", ["", "?dry_run=true", "?on_error=skip"])
async def test_what_was_struck_out_is_no_reading_again(
    query: str, become: Become, ann: Doctor, patient: str, other: Connection
) -> None:
    """Sent again, it is known, told apart, and still struck out; whoever sends it."""
    device, said = await become(Role.DEVICE), written(NDJSON, rows(patient, 5))
    span = {"starts_at": AT.isoformat(), "ends_at": (AT + timedelta(hours=1)).isoformat()}
    await ann.ask("POST", f"/patients/{patient}/devices", json={"device": device.id, **span})
    first = await (await send(ann, written(NDJSON, rows(patient, 3)))).json()
    await send(ann, said)
    await ann.ask("DELETE", f"/batches/{first['batch_id']}")
    again = [await (await send(who, said, query=query)).json() for who in (ann, device)]
    found = [(one["readings"], one["known"], one["struck"], one["refused"]) for one in again]
    standing = "SELECT count(*) FROM vitals WHERE patient_id = %s AND NOT struck"
    assert (first["struck"], found) == (0, [(0, 5, 3, 0)] * 2)
    assert other.execute(standing, [patient]).fetchone() == (2,)


async def test_a_device_sends_readings_of_its_patients_alone(
    become: Become, ann: Doctor, patient: str, other: Connection
) -> None:
    """A row of another patient, or of another time, is refused like one of nobody."""
    device = await become(Role.DEVICE)
    span = {"starts_at": AT.isoformat(), "ends_at": (AT + timedelta(seconds=2)).isoformat()}
    await ann.ask("POST", f"/patients/{patient}/devices", json={"device": device.id, **span})
    said = [*rows(patient, 4), rows("nobody-here", 1)[0]]
    told = await (await send(device, written(NDJSON, said), query="?on_error=skip")).json()
    assert (told["readings"], [one["row"] for one in told["refusals"]]) == (3, [4, 5])
    assert len({one["detail"] for one in told["refusals"]}) == 1
    assert there(other, patient) == 3


async def test_a_batch_takes_no_patient_in(ann: Doctor, patient: str) -> None:
    """Who is a patient is said elsewhere."""
    answer = await send(ann, written(NDJSON, rows(patient, 1, name="Pat Doe")))
    told = (await answer.json())["refusals"][0]
    assert told["detail"].startswith("has a field that is not known here; known are patient_id,")


@pytest.mark.parametrize(
    ("media", "body", "status"),
    [
        (JSON, b"", 400),
        (JSON, b"nonsense", 400),
        (JSON, b'[{"a": 1}', 400),
        (JSON, b"[" * 100_000, 400),
        (JSON, b"[1, 2", 400),
        (JSON, b'{"patient_id": "a"}', 422),
        (JSON, b"[1, null, [], {}]", 422),
        (JSON, b"[]", 200),
        (NDJSON, b"", 200),
        (NDJSON, b"\xff\xfe", 422),
        (NDJSON, b"[" * 60_000, 422),
        (NDJSON, b"x" * (LONGEST + 1), 422),
        (NDJSON, b'{"patient_id": "\\u0000", "recorded_at": "now", "HR": NaN}', 422),
        (CSV, b"", 200),
        (CSV, b"a;b\n1;2\n", 422),
        (CSV, HEAD.encode() + b"a,infinity,HR,nan\n", 422),
        (CSV, HEAD.encode() + b'"a\n', 422),
        ("text/plain", b"", 415),
        ("application/json; charset=utf-16", b"[]", 415),
    ],
)
async def test_a_hostile_batch_is_refused_and_told(
    media: str, body: bytes, status: int, ann: Doctor
) -> None:
    """Whatever is sent, the service says what is wrong with it."""
    assert (await send(ann, body, media)).status == status


@pytest.mark.parametrize(
    ("media", "body"),
    [(JSON, b"[{}"), (JSON, b"nonsense"), (CSV, b"a;b\n1;2\n"), (CSV, b'"a')],
)
async def test_what_cannot_be_read_to_its_end_is_not_skipped(
    media: str, body: bytes, ann: Doctor
) -> None:
    """Without a header, or an end, it is not known what the rows are."""
    assert (await send(ann, body, media, "?on_error=skip")).status in {400, 422}


@settings(max_examples=40)
@given(
    body=st.binary(max_size=200) | st.text(max_size=80).map(lambda text: (HEAD + text).encode()),
    media=st.sampled_from([JSON, NDJSON, CSV]),
    query=st.sampled_from(["", "?on_error=skip", "?dry_run=true"]),
)
async def test_any_bytes_are_answered(body: bytes, media: str, query: str, ann: Doctor) -> None:
    """For all bytes: taken in, or refused by what is wrong with them; never a fault of ours."""
    assert (await send(ann, body, media, query)).status in {200, 400, 422}


@pytest.mark.parametrize("query", ["?on_error=maybe", "?dry_run=1", "?dry_run=true&dry_run=true"])
async def test_a_way_that_there_is_not_is_refused(query: str, ann: Doctor) -> None:
    """The parameters are as strict as anywhere."""
    assert (await send(ann, b"", query=query)).status == 422


async def test_refusals_are_counted_beyond_those_that_are_told(ann: Doctor) -> None:
    """The first ten thousand are told one by one, and all are counted."""
    answer = await send(ann, b"1\n" * (MOST_TOLD + 5))
    told = await answer.json()
    assert (told["refused"], len(told["refusals"])) == (MOST_TOLD + 5, MOST_TOLD)


async def test_a_stranger_is_refused_before_the_body_is_read(service: str) -> None:
    """Without a token nobody makes the service wait for a body."""
    line = await raw.connect(service)
    about = (f"Content-Type: {NDJSON}", "Content-Length: 200000000")
    answer = await line.ask(raw.head("POST", "/api/v1/vitals/batch", *about))
    await line.close()
    assert answer.status == 401


async def test_a_body_that_is_too_large_is_refused_unread(service: str, ann: Doctor) -> None:
    """What is said to be longer than allowed is not waited for; nor is what turns out to be."""
    line = await raw.connect(service)
    token = f"Authorization: Bearer {ann.tokens['access_token']}"
    about = (token, f"Content-Type: {NDJSON}", "Content-Length: 300000000")
    answer = await line.ask(raw.head("POST", "/api/v1/vitals/batch", *about))
    await line.close()
    assert answer.status == 413


async def test_a_body_that_breaks_off_leaves_nothing(
    service: str, ann: Doctor, patient: str, other: Connection
) -> None:
    """Half a batch is none, and the connection to the database is free again."""
    token = f"Authorization: Bearer {ann.tokens['access_token']}"
    body = written(NDJSON, rows(patient, 1000))
    for _ in range(12):  # more than may arrive at once
        line = await raw.connect(service)
        about = (token, f"Content-Type: {NDJSON}", f"Content-Length: {len(body) * 2}")
        await line.send(raw.head("POST", "/api/v1/vitals/batch", *about), body)
        await line.close()
    await asyncio.sleep(0.1)
    assert (await send(ann, body)).status == 200
    assert there(other, patient) == 1000


async def test_batches_and_single_readings_go_on_together(
    ann: Doctor, patient: str, other: Connection
) -> None:
    """Several batches and single readings at once are each whole."""
    bodies = [written(CSV, rows(patient, 3000, vital_type=kind)) for kind in ("HR", "SBP", "DBP")]
    single = {"patient_id": patient, "recorded_at": AT.isoformat(), "vital_type": "RR", "value": 12}
    done = await asyncio.gather(
        *(send(ann, body, CSV) for body in bodies),
        *(ann.ask("POST", "/vitals", json=single) for _ in range(20)),
    )
    assert [one.status for one in done] == [200] * 3 + [201] * 20
    assert there(other, patient) == 9020
