"""What a caller may send by mistake or in malice: refused with the reason, nothing kept of it."""

import asyncio
import gzip
import json
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from tests.conftest import API, Doctor, serving
from tests.web.raw import Line, connect, head, posted
from vitalweb.http import intake

#: Stands for whatever must not come back.
SECRET = "Quagmire4711"
TABLES = "accounts", "sessions", "patients", "patient_history", "vitals", "vital_history", "retries"


@pytest.fixture
async def line(service: str) -> AsyncIterator[Line]:
    """A connection of the test's own."""
    opened = await connect(service)
    yield opened
    await opened.close()


@pytest.fixture
def bearer(ann: Doctor) -> str:
    """The header that lets a doctor in."""
    return f"Authorization: Bearer {ann.tokens['access_token']}"


def kept(other: Connection) -> list[int]:
    """Count the rows of every table."""
    counts = [SQL("SELECT count(*) FROM {}").format(Identifier(table)) for table in TABLES]
    return [row[0] for row in other.execute(SQL(" UNION ALL ").join(counts)).fetchall()]


def reading(patient: str, **changes: Any) -> dict[str, Any]:
    """Give the fields of a reading that would be taken, but for *changes*."""
    plain = {"recorded_at": "2026-01-01T08:00:00Z", "vital_type": "HR", "value": 80}
    return {"patient_id": patient, **plain, **changes}


def written(patient: str, value: str) -> bytes:
    """Write a reading whose value is any text."""
    return json.dumps(reading(patient, value=SECRET)).replace(f'"{SECRET}"', value).encode()


UNREADABLE = {
    "an integer of 5,000 digits": b"4711" * 1250,
    "100,000 opening brackets": b"[" * 100_000,
    "100,000 opening braces": b'{"a":' * 40_000,
    "not a number": b"NaN",
    "infinity": b"Infinity",
    "negative infinity": b"-Infinity",
    "an exponent beyond decimals": b"1e9999999999999999999",
    "a number of 50 digits": b"0." + b"4711" * 12,
    "a bare word": SECRET.encode(),
    "a trailing comma": b"1,",
    "hexadecimal": b"0x1F",
    "a leading plus": b"+80",
    "an unknown escape": rb'"\q"',
    "a naked control character": b'"\x01"',
}


@pytest.mark.parametrize("value", UNREADABLE.values(), ids=UNREADABLE)
async def test_what_is_not_strict_json_is_refused(
    line: Line, bearer: str, patient: str, other: Connection, value: bytes
) -> None:
    """Text that JSON does not have, or that no reader should trust, is a 400 and leaves nothing."""
    before = kept(other)
    answer = await line.ask(posted(f"{API}/vitals", written(patient, value.decode()), bearer))
    assert (answer.status, answer.problem["title"]) == (400, "Not readable")
    assert SECRET.encode() not in answer.body
    assert b"4711" not in answer.body
    assert kept(other) == before
    assert await line.usable()


ENCODED = {
    "UTF-16": json.dumps({"id": SECRET}).encode("utf-16"),
    "UTF-32": json.dumps({"id": SECRET}).encode("utf-32"),
    "a byte order mark": json.dumps({"id": SECRET}).encode("utf-8-sig"),
    "Latin-1": json.dumps({"id": SECRET + "é"}, ensure_ascii=False).encode("latin-1"),
    "an encoded surrogate": b'{"id": "\xed\xa0\x80"}',
    "an overlong slash": b'{"id": "\xc0\xaf"}',
    "a key twice": b'{"id": "a", "id": "b"}',
    "a key twice, one escaped": rb'{"id": "a", "\u0069d": "b"}',
    "nothing": b"",
    "blanks": b" \r\n\t ",
    "two values": b"{} {}",
}


@pytest.mark.parametrize("body", ENCODED.values(), ids=ENCODED)
async def test_a_body_has_one_meaning_or_none(line: Line, other: Connection, body: bytes) -> None:
    """Other encodings, marks in front, and keys that stand twice are a 400."""
    before = kept(other)
    answer = await line.ask(posted(f"{API}/auth/login", body))
    assert (answer.status, answer.problem["title"]) == (400, "Not readable")
    assert SECRET.encode() not in answer.body
    assert kept(other) == before
    assert await line.usable()


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"text"', b"true"])
async def test_a_body_is_an_object(line: Line, body: bytes) -> None:
    """JSON that is no object is a 422 about the whole body."""
    answer = await line.ask(posted(f"{API}/auth/login", body))
    assert (answer.status, answer.pointers) == (422, [""])
    assert await line.usable()


WRONG_READINGS = {
    "beyond all floats": ("value", "1e400"),
    "beyond all floats, below zero": ("value", "-1e400"),
    "beyond the column": ("value", "123456789.123"),
    "above its kind": ("value", "300.001"),
    "below its kind": ("value", "-0.001"),
    "true": ("value", "true"),
    "null": ("value", "null"),
    "digits in quotes": ("value", '"80"'),
    "NaN in quotes": ("value", '"NaN"'),
    "other digits in quotes": ("value", '"\u0663"'),
    "a list": ("value", "[80]"),
    "an object": ("value", '{"value": 80}'),
    "a letter of another kind": ("value", '"A"'),
    "a kind nobody knows": ("vital_type", f'"{SECRET}"'),
    "a kind in lower case": ("vital_type", '"hr"'),
    "a kind that is a number": ("vital_type", "1"),
    "infinity as a time": ("recorded_at", '"infinity"'),
    "now": ("recorded_at", '"now"'),
    "no offset": ("recorded_at", '"2026-01-01T08:00:00"'),
    "a week date": ("recorded_at", '"2026-W01-1T08:00:00Z"'),
    "no separators": ("recorded_at", '"20260101T080000Z"'),
    "a number as a time": ("recorded_at", "1767254400"),
    "other digits in a time": ("recorded_at", '"\u0662026-01-01T08:00:00Z"'),
    "before the first year": ("recorded_at", '"0001-01-01T00:00:00+14:00"'),
    "after the last year": ("recorded_at", '"9999-12-31T23:59:59-14:00"'),
    "year zero": ("recorded_at", '"0000-01-01T00:00:00Z"'),
    "before 1900": ("recorded_at", '"1899-12-31T23:59:59Z"'),
    "30 February": ("recorded_at", '"2026-02-30T08:00:00Z"'),
    "an offset of 99 hours": ("recorded_at", '"2026-01-01T08:00:00+99:00"'),
    "a zero byte": ("patient_id", r'"p\u0000"'),
    "a lone surrogate": ("patient_id", r'"\ud800"'),
    "a line break at the end": ("patient_id", r'"p\n"'),
    "other digits in an id": ("patient_id", '"P\u0660\u0661"'),
    "an id of 21 characters": ("patient_id", f'"{"p" * 21}"'),
    "an empty id": ("patient_id", '""'),
    "SQL": ("patient_id", '"\'; DROP TABLE vitals; --"'),
}


@pytest.mark.parametrize(("field", "value"), WRONG_READINGS.values(), ids=WRONG_READINGS)
async def test_a_wrong_value_is_named_by_its_field(
    line: Line, bearer: str, patient: str, other: Connection, field: str, value: str
) -> None:
    """A value that breaks its field's rule is a 422 that names field and rule, never the value."""
    before = kept(other)
    body = json.dumps(reading(patient, **{field: SECRET})).replace(f'"{SECRET}"', value)
    answer = await line.ask(posted(f"{API}/vitals", body.encode(), bearer))
    assert (answer.status, answer.pointers) == (422, [f"/{field}"])
    assert len(value) < 5 or value.strip('"') not in answer.body.decode()
    assert kept(other) == before
    assert await line.usable()


WRONG_PATIENTS = {
    "a zero byte": {"name": "Pat\x00Doe"},
    "a lone surrogate": {"name": "Pat \udc00"},
    "a line break": {"name": "Pat\nDoe"},
    "a line separator": {"name": "Pat\u2028Doe"},
    "an escape character": {"name": "Pat\x1b[31m"},
    "a blank in front": {"name": " Pat"},
    "101 characters": {"name": "P" * 101},
    "no text": {"name": 4711},
    "an integer too large for any column": {"name": 2**63},
    "another gender": {"gender": SECRET},
    "before 1900": {"birth_date": "1899-12-31"},
    "tomorrow": {"birth_date": "2199-12-31"},
    "a date that never was": {"birth_date": "2026-02-29"},
    "a compact date": {"birth_date": "19700101"},
}


@pytest.mark.parametrize("wrong", WRONG_PATIENTS.values(), ids=WRONG_PATIENTS)
async def test_a_patient_is_refused_as_a_whole(
    line: Line, bearer: str, other: Connection, wrong: dict[str, object]
) -> None:
    """One field that breaks its rule keeps the whole patient out of the record."""
    before = kept(other)
    plain = {"patient_id": "p-hostile", "name": SECRET, "gender": "F", "birth_date": "1970-01-01"}
    sent = json.dumps({**plain, **wrong}).encode()
    answer = await line.ask(posted(f"{API}/patients", sent, bearer))
    assert (answer.status, answer.pointers) == (422, [f"/{name}" for name in wrong])
    assert SECRET.encode() not in answer.body
    assert kept(other) == before
    assert await line.usable()


async def test_unknown_and_missing_fields_are_told_together(line: Line, bearer: str) -> None:
    """A body with a field too many and two too few is told all of it at once, without a value."""
    sent = json.dumps({"patient_id": "p", SECRET: SECRET, "vital_type": "HR"}).encode()
    answer = await line.ask(posted(f"{API}/vitals", sent, bearer))
    assert (answer.status, sorted(answer.pointers)) == (422, ["", "/recorded_at", "/value"])
    assert SECRET.encode() not in answer.body


@pytest.mark.parametrize("version", ["2147483648", "0", "-1", "1.5", "true", '"1"', "1e-1"])
async def test_a_version_is_a_whole_number_that_can_be_stored(
    line: Line, bearer: str, patient: str, version: str
) -> None:
    """A version beyond a PostgreSQL integer, or of another type, is a 422 that names it."""
    facts = '{"name": "Pat Doe", "gender": "F", "birth_date": "1970-01-01", "version": %s}'
    sent = (facts % version).encode()
    put = posted(f"{API}/patients/{patient}", sent, bearer).replace(b"POST", b"PUT", 1)
    answer = await line.ask(put)
    assert (answer.status, answer.pointers) == (422, ["/version"])
    assert await line.usable()


NO_MEDIA = {
    "packed": ("application/json", ("Content-Encoding: gzip",)),
    "packed twice": ("application/json", ("Content-Encoding: gzip, br",)),
    "said to be packed, but is not": ("application/json", ("Content-Encoding: deflate",)),
    "Latin-1": ("application/json; charset=latin-1", ()),
    "UTF-16": ("application/json; charset=utf-16", ()),
    "no encoding there is": (f"application/json; charset={SECRET}", ()),
    "a form": ("application/x-www-form-urlencoded", ()),
    "text": ("text/plain", ()),
    "no type at all": ("", ()),
}


@pytest.mark.parametrize(("media", "lines"), NO_MEDIA.values(), ids=NO_MEDIA)
async def test_another_media_type_is_refused(
    line: Line, media: str, lines: tuple[str, ...]
) -> None:
    """What is not plain JSON in UTF-8 is a 415, and is never unpacked."""
    body = gzip.compress(b'{"id": "%s"}' % SECRET.encode() * 1000)
    answer = await line.ask(posted(f"{API}/auth/login", body, *lines, media=media))
    assert (answer.status, answer.problem["title"]) == (415, "Media type not taken")
    assert SECRET.encode() not in answer.body
    assert await line.usable()


async def test_a_large_body_is_refused(line: Line, bearer: str) -> None:
    """A byte too many is a 413 that tells the limit, whether its length is told before or not."""
    body = b" " * (intake.LARGEST + 1)
    told = await line.ask(posted(f"{API}/vitals", body, bearer))
    assert (told.status, told.problem["title"]) == (413, "Too large")
    assert str(intake.LARGEST) in told.problem["detail"]
    about = ("Content-Type: application/json", "Transfer-Encoding: chunked", bearer)
    chunked = head("POST", f"{API}/vitals", *about)
    untold = await line.ask(chunked, b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
    assert untold.status == 413
    assert await line.usable()


NOT_HTTP = {
    "a method nobody knows": f"{SECRET} /livez HTTP/1.1\r\nHost: ward\r\n\r\n".encode(),
    "TLS": b"\x16\x03\x01" + SECRET.encode() + b"\r\n\r\n",
    "a zero byte in a header": head("GET", "/livez", f"Authorization: Bearer \0{SECRET}"),
    "bytes above ASCII in the path": b"GET /\xff%s HTTP/1.1\r\n\r\n" % SECRET.encode(),
    "a broken host": f"GET http://[::{SECRET}/livez HTTP/1.1\r\n\r\n".encode(),
    "another protocol": f"GET /livez HTTP/9.9{SECRET}\r\n\r\n".encode(),
    "a negative length": head("POST", "/livez", "Content-Length: -4711"),
    "two lengths": head("POST", "/livez", "Content-Length: 4711", "Content-Length: 4712"),
    "a length and chunks": head(
        "POST", "/livez", "Content-Length: 4711", "Transfer-Encoding: chunked"
    ),
    "a first chunk without a length": head("POST", "/livez", "Transfer-Encoding: chunked")
    + f"zz{SECRET}\r\n".encode(),
}


@pytest.mark.parametrize("sent", NOT_HTTP.values(), ids=NOT_HTTP)
async def test_what_is_not_http_is_refused_unquoted(line: Line, sent: bytes) -> None:
    """A head that cannot be read is a 400 problem without a word of it, and ends the connection."""
    answer = await line.ask(sent)
    assert (answer.status, answer.problem["title"]) == (400, "Not readable")
    assert SECRET.encode() not in answer.body
    assert b"4711" not in answer.body
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert await line.ended()


@pytest.mark.parametrize(
    "sent",
    [
        head("GET", "/livez", f"Authorization: Bearer {SECRET * 1000}"),
        head("GET", f"/livez?{SECRET * 1000}"),
        head("GET", "/livez", *(f"X-{n}: {SECRET}" for n in range(300))),
    ],
    ids=["a header", "an address", "many headers"],
)
async def test_a_long_head_is_refused_unquoted(line: Line, sent: bytes) -> None:
    """A header or an address of 12,000 characters, or 300 headers, are a 431 that repeats none."""
    answer = await line.ask(sent)
    assert (answer.status, answer.problem["title"]) == (431, "Header too long")
    assert SECRET.encode() not in answer.body
    assert await line.ended()


@pytest.mark.parametrize(
    "name",
    ["Authorization: Bearer ", "X-", "Cookie: ", "A: b\r\n" * 500],
    ids=["a token", "a name", "a cookie", "many headers"],
)
async def test_whoever_sends_eight_megabytes_of_header_first_reads_the_refusal(
    service: str, line: Line, name: str
) -> None:
    """A head of 8 MB is a 431, also to a caller who looks for an answer only after all of it."""
    taken, said = await asyncio.to_thread(flood, service, name, 8_000_000)
    assert taken == 8_000_000
    assert said.startswith((b"HTTP/1.0 431 ", b"HTTP/1.1 431 "))
    assert said.endswith(b"}")
    assert await line.usable()


async def test_a_header_without_end_is_not_read_for_ever(service: str, line: Line) -> None:
    """Whoever goes on sending after a refusal is cut off."""
    taken, _ = await asyncio.to_thread(flood, service, "Authorization: Bearer ", 200_000_000)
    assert taken < 200_000_000
    assert await line.usable()


def flood(base: str, name: str, size: int) -> tuple[int, bytes]:
    """Send *size* bytes of a header; tell how many were taken, and only then read the answer."""
    place = urlsplit(base)
    sent = 0
    with socket.create_connection((place.hostname, place.port), timeout=10) as raw:
        raw.sendall(f"GET /livez HTTP/1.1\r\nHost: ward\r\n{name}".encode())
        with suppress(ConnectionError):
            while sent < size:
                sent += raw.send(b"a" * min(16_384, size - sent))
            return sent, b"".join(iter(partial(raw.recv, 4096), b""))
        return sent, b""


async def test_a_slow_body_is_given_up(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that does not arrive in time is a 408."""
    monkeypatch.setattr(intake, "PATIENCE", 0.1)
    about = ("Content-Type: application/json", "Content-Length: 100")
    answer = await line.ask(head("POST", f"{API}/auth/login", *about), b'{"id"')
    assert (answer.status, answer.problem["title"]) == (408, "Request timeout")


async def test_a_broken_chunk_is_given_up(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body whose chunks cannot be told apart is a 408, and ends the connection."""
    monkeypatch.setattr(intake, "PATIENCE", 0.1)
    about = ("Content-Type: application/json", "Transfer-Encoding: chunked")
    first, second = b'5\r\n{"id"\r\n', f"zz{SECRET}\r\n".encode()
    answer = await line.ask(head("POST", f"{API}/auth/login", *about), first, second)
    assert (answer.status, SECRET.encode() in answer.body) == (408, False)
    assert await line.ended()


async def test_a_caller_who_leaves_is_no_failure(
    line: Line, service: str, client: ClientSession
) -> None:
    """Somebody who hangs up in the middle of a body leaves no failure behind in the figures."""
    about = ("Content-Type: application/json", "Content-Length: 100")
    await line.send(head("POST", f"{API}/auth/login", *about), b'{"id"')
    await line.close()
    async with client.get(f"{service}/metrics") as figures:
        failed = [line for line in (await figures.text()).splitlines() if 'status="500"' in line]
    assert [line for line in failed if "/auth/login" in line] == []


async def test_slow_headers_are_given_up(dsn: str, tmp_path: Path) -> None:
    """A connection whose head does not arrive within the time of an idle one is closed."""
    async with serving(dsn, tmp_path, {}, keepalive=0.2) as base:
        slow = await connect(base)
        await slow.send(b"GET /livez HTTP/1.1\r\n", b"Host: w", b"ard\r\n")
        assert await slow.ended()
        await slow.close()


async def test_an_unknown_expectation_is_refused_unquoted(line: Line) -> None:
    """An Expect that is not 100-continue is a 417 problem, which does not repeat it."""
    answer = await line.ask(head("GET", "/livez", f"Expect: {SECRET}"))
    assert (answer.status, SECRET.encode() in answer.body) == (417, False)
    assert answer.problem["status"] == 417


NOWHERE = {
    "a zero byte": "p%00",
    "a line break": "p%0A",
    "half a character": "%FF%FE",
    "half an escape": "p%Z",
    "a climb": "..%2F..%2Fetc%2Fpasswd",
    "SQL": "'%20OR%201=1--",
    "another script": "%D9%A3",
    "30,000 characters in escapes": "%41" * 2500,
}


@pytest.mark.parametrize("name", NOWHERE.values(), ids=NOWHERE)
async def test_an_impossible_id_is_a_patient_who_is_not_there(
    line: Line, bearer: str, name: str
) -> None:
    """An id in the path that nobody can have is a 404."""
    answer = await line.ask(head("GET", f"{API}/patients/{name}", bearer))
    assert (answer.status, answer.problem["title"]) == (404, "Not found")
    assert await line.usable()


@pytest.mark.parametrize("name", ["4711", "%00", "00000000-0000-7000-8000-00000000000g"])
async def test_an_impossible_vital_is_not_there(line: Line, bearer: str, name: str) -> None:
    """A vital's id that is no UUID is a 404."""
    answer = await line.ask(head("GET", f"{API}/vitals/{name}", bearer))
    assert (answer.status, answer.problem["detail"]) == (404, "there is no such vital")
    assert await line.usable()


WRONG_QUERIES = {
    "twice": ("limit=1&limit=2", "/limit"),
    "twice, escaped": ("limit=1&%6Cimit=2", "/limit"),
    "the path's own": ("patient_id=p", "/patient_id"),
    "unknown": (f"{SECRET}=1", ""),
    "no number": ("limit=x", "/limit"),
    "other digits": ("limit=%D9%A3", "/limit"),
    "a number too large": ("limit=99999999999999999999", "/limit"),
    "none": ("limit=0", "/limit"),
    "fewer than none": ("limit=-1", "/limit"),
    "a cursor of somebody's own": (f"cursor={SECRET}", "/cursor"),
    "a zero byte": ("cursor=%00", "/cursor"),
    "infinity": ("to=infinity", "/to"),
    "a kind nobody knows": (f"vital_type={SECRET}", "/vital_type"),
}


@pytest.mark.parametrize(("query", "pointer"), WRONG_QUERIES.values(), ids=WRONG_QUERIES)
async def test_a_wrong_parameter_is_named(
    line: Line, bearer: str, patient: str, query: str, pointer: str
) -> None:
    """A parameter that is unknown, stands twice or breaks its rule is a 422 that names it."""
    ends = "from=2026-01-01T00:00:00Z" + ("" if "to=" in query else "&to=2026-01-02T00:00:00Z")
    asked = head("GET", f"{API}/patients/{patient}/vitals?{ends}&{query}", bearer)
    answer = await line.ask(asked)
    assert (answer.status, answer.pointers) == (422, [pointer])
    assert SECRET.encode() not in answer.body
    assert await line.usable()


@pytest.mark.parametrize(
    "named", ['Idempotency-Key: ""', f"Idempotency-Key: {'k' * 256}", "If-Match: *", "If-Match: 3"]
)
async def test_a_wrong_header_is_named(
    line: Line, bearer: str, patient: str, other: Connection, named: str
) -> None:
    """A header with a meaning here that cannot have this value is a 422 that begins with it."""
    before = kept(other)
    sent = json.dumps(reading(patient)).encode()
    answer = await line.ask(posted(f"{API}/vitals", sent, bearer, named))
    name = named.partition(":")[0]
    assert (answer.status, answer.problem["detail"].startswith(f"{name} must ")) == (422, True)
    assert kept(other) == before
    assert await line.usable()


BEARERS = {
    "nothing": "Authorization: ",
    "another scheme": f"Authorization: Basic {SECRET}",
    "no token": "Authorization: Bearer",
    "no JWT": f"Authorization: Bearer {SECRET}",
    "dots": f"Authorization: Bearer {SECRET}..",
    "bytes above ASCII": f"Authorization: Bearer {SECRET}\u00fc",
    "8,000 characters": f"Authorization: Bearer {'a.b' * 2600}",
}


@pytest.mark.parametrize("sent", BEARERS.values(), ids=BEARERS)
async def test_a_token_that_is_none_is_refused_unquoted(line: Line, sent: str) -> None:
    """Whatever stands where a token should is a 401 that says how to come by one."""
    answer = await line.ask(head("GET", f"{API}/patients", sent))
    assert (answer.status, answer.headers["www-authenticate"][:6]) == (401, "Bearer")
    assert SECRET.encode() not in answer.body
    assert await line.usable()


async def test_another_method_is_told_which_are_allowed(line: Line) -> None:
    """A method that a path does not have is a 405 problem with Allow."""
    answer = await line.ask(head("PATCH", f"{API}/patients"))
    assert (answer.status, answer.problem["status"]) == (405, 405)
    assert set(answer.headers["allow"].split(",")) == {"GET", "POST"}
    assert await line.usable()


@pytest.mark.parametrize("path", ["/", "/api/v1", f"/{SECRET}", "/api/v1/patients/", "//livez"])
async def test_an_unknown_path_is_not_found(line: Line, path: str) -> None:
    """What is served nowhere is a 404 problem that does not repeat the path."""
    answer = await line.ask(head("GET", path))
    assert (answer.status, answer.problem["status"]) == (404, 404)
    assert SECRET.encode() not in answer.body
    assert await line.usable()


async def test_requests_in_one_breath_are_answered_in_turn(line: Line) -> None:
    """Requests that are sent before the first is answered are answered one by one, in order."""
    await line.send(head("GET", "/livez") + head("GET", "/nowhere") + head("GET", "/livez"))
    assert [(await line.answer()).status for _ in range(3)] == [200, 404, 200]
