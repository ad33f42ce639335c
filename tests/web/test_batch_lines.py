"""Lines of a batch: the short way to what they say, and the elements of an array."""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from returns.result import Success

from vitalcore.kinds import Kind
from vitalweb.http.batch import array, entry, sheet, source
from vitalweb.http.batch.objects import Objects
from vitalweb.http.batch.quick import quick
from vitalweb.http.batch.slices import File, Reader, slices, staged
from vitalweb.http.batch.source import LONGEST, Broken, Format
from vitalweb.store.imports import StagedVital

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
HR = {"patient_id": "ann", "recorded_at": "2026-01-01T08:00:00Z", "vital_type": "HR", "value": 80}
BLANK = st.text(" \t\n\r", max_size=3)

times = st.one_of(
    st.datetimes(timezones=st.sampled_from([None, UTC]), allow_imaginary=False).map(
        datetime.isoformat
    ),
    st.sampled_from(
        [
            "2026-01-01t08:00:00z",
            "2026-01-01 08:00:00+05:30",
            "2026-01-01T08:00:00.123456789Z",
            "2026-02-30T08:00:00Z",
            "2026-W01-1T08:00:00Z",
            "20260101T080000Z",
            "1899-12-31T23:59:59Z",
            "1969-12-31T23:59:59.999Z",
            "2200-01-01T00:00:00Z",
            "0001-01-01T00:00:00+14:00",
            (AT + timedelta(minutes=5)).isoformat(),
            (AT + timedelta(minutes=5, microseconds=1)).isoformat(),
        ]
    ),
)
numbers = st.one_of(
    st.integers(-5, 500).map(str),
    st.decimals(-1, 401, places=4).map(str),
    st.sampled_from(
        [
            "1e2",
            "8E1",
            "1e400",
            "1e999999999999",
            "-0",
            "00",
            "080",
            "80.",
            ".5",
            "NaN",
            "true",
            "null",
            "9" * 41,
            "36.7999992370605",
            "36.0005",
            "0.0004999",
            '"80"',
            '"A"',
            '"a"',
            "[1]",
        ]
    ),
)
words = st.sampled_from(["ann", "P-1", "p" * 20, "p" * 21, "", "-a", "a b", "\u00e9", "a\\u0062"])
ids = st.sampled_from(
    ["019b7898-a400-7", "1", "019b7898-a400-7c5b-8000-000000000001", "0" * 8 + "-0000" * 3]
)
sorts = st.sampled_from([*Kind, "hr", "spo2", ""])


def quoted(text: str) -> str:
    return f'"{text}"'


longs = st.fixed_dictionaries(
    {
        "patient_id": words.map(quoted),
        "recorded_at": times.map(quoted),
        "vital_type": sorts.map(quoted),
        "value": numbers,
    },
    optional={"vital_id": ids.map(quoted), "name": words.map(quoted), "HR": numbers},
)
wides = st.fixed_dictionaries(
    {"patient_id": words.map(quoted), "recorded_at": times.map(quoted)},
    optional=dict.fromkeys(Kind, numbers),
)


@st.composite
def objects(draw: st.DrawFn) -> bytes:
    """A line of JSON whose parts may be anything, and whose keys may stand twice."""
    said: Mapping[str, str] = draw(longs | wides)
    pairs = [*said.items(), *draw(st.lists(st.sampled_from(sorted(said.items())), max_size=1))]
    written = [f'"{name}"{draw(BLANK)}:{draw(BLANK)}{token}' for name, token in pairs]
    text = "{" + ",".join(written) + draw(BLANK) + "}"
    return text.replace("\n", " ").encode("utf-8", "surrogatepass")


def strictly(reader: Reader, held: bytes) -> list[StagedVital] | None:
    """What the strict way makes of a line that only has readings."""
    read = reader.said(held).bind(lambda said: entry.read(said, AT))
    found = read.unwrap() if isinstance(read, Success) else None
    return [staged(1, one) for one in found.readings] if found and not found.patient else None


def shortly(reader: Reader, held: bytes) -> list[StagedVital] | None:
    tokens = reader.tokens(held)
    return quick(reader, AT).read(1, tokens) if tokens else None


def by_kind(found: Sequence[StagedVital] | None) -> list[StagedVital] | None:
    return found if found is None else sorted(found, key=lambda one: one[5])


@given(held=objects())
@example(held=json.dumps(HR).encode())
@example(held=b'{"patient_id":"a","patient_id":"b"}')
@example(held=json.dumps(HR, separators=(",", ":")).encode()[:-1] + b',"value" :90}')
@example(held=b"[" * 60000)
def test_the_short_way_through_json_ends_where_the_strict_one_does(held: bytes) -> None:
    """For all lines: the short way finds the same readings, or leaves it to the strict one."""
    found = shortly(Objects(), held)
    assert found is None or by_kind(found) == by_kind(strictly(Objects(), held))


@given(held=st.binary() | st.text().map(str.encode) | objects())
def test_the_short_way_takes_no_line_that_is_refused(held: bytes) -> None:
    """Whatever the bytes are, the short way accepts no more than the strict one."""
    reader = Objects()
    assert shortly(reader, held) is None or strictly(reader, held) is not None


rows = st.lists(
    st.one_of(words, times, numbers.filter(lambda one: '"' not in one), sorts, st.text(max_size=3)),
    min_size=1,
    max_size=6,
)
HEADERS = (
    "patient_id,recorded_at,vital_type,value",
    "patient_id,recorded_at,vital_type,value,vital_id",
    "patient_id,recorded_at,HR,SpO2,ACVPU",
    "value,vital_type,recorded_at,patient_id",
)


@given(header=st.sampled_from(HEADERS), cells=rows, good=st.booleans())
def test_the_short_way_through_a_sheet_ends_where_the_strict_one_does(
    header: str, cells: list[str], good: bool
) -> None:
    """For all rows: the short way finds the same readings, or leaves the row to the strict one."""
    reader = sheet.headed(source.lines(io.BytesIO(header.encode())), entry.FIELDS)
    row = ["ann", "2026-01-01T08:00:00Z", *cells] if good else cells
    held = ",".join(row).encode("utf-8", "surrogatepass").replace(b"\n", b" ")
    found = shortly(reader, held)
    assert found is None or by_kind(found) == by_kind(strictly(reader, held))


@pytest.mark.parametrize(
    ("header", "line"),
    [
        (HEADERS[0], "ann,2026-01-01T08:00:00Z,HR,80"),
        (HEADERS[2], "ann,2026-01-01T08:00:00Z,80,,A"),
        (HEADERS[3], "36.6,BT,2026-01-01T08:00:00+02:00,ann"),
    ],
)
def test_a_plain_row_takes_the_short_way(header: str, line: str) -> None:
    """What most files consist of is not left to the strict way."""
    reader = sheet.headed(source.lines(io.BytesIO(header.encode())), entry.FIELDS)
    assert by_kind(shortly(reader, line.encode())) == by_kind(strictly(reader, line.encode()))
    assert shortly(reader, line.encode())


def test_a_plain_object_takes_the_short_way() -> None:
    """In any order of its fields, in both forms, and under the id it was exported with."""
    one = (strictly(Objects(), json.dumps(HR).encode()) or [])[0]
    named = json.dumps(HR | {"vital_id": str(one[1])}).encode()
    wide = json.dumps({"SBP": 120, "recorded_at": HR["recorded_at"], "patient_id": "ann"}).encode()
    for held in (json.dumps(HR).encode(), named, wide):
        assert shortly(Objects(), held) == strictly(Objects(), held) is not None


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)


@given(
    wanted=st.lists(values), before=BLANK, indent=st.none() | st.integers(0, 3), raw=st.booleans()
)
def test_an_array_is_its_elements(wanted: list[Any], before: str, indent: int, raw: bool) -> None:
    """For all arrays, however they are written: the elements, in their order and from 1."""
    body = (before + json.dumps(wanted, indent=indent, ensure_ascii=not raw) + before).encode(
        "utf-8", "replace"
    )
    found = list(array.elements(io.BytesIO(body)))
    assert [json.loads(one.held) for one in found if isinstance(one.held, bytes)] == json.loads(
        body
    )
    assert [one.number for one in found] == list(range(1, len(wanted) + 1))


@given(body=st.text().map(str.encode) | st.text('[]{}",: 1\\', max_size=12).map(str.encode))
def test_what_is_no_array_is_found_out(body: bytes) -> None:
    """For all bytes: they are read to their end, or it is told that they cannot be."""
    try:
        parsed = json.loads(body, parse_int=str)
    except ValueError:
        parsed = None
    try:
        found = [one.held for one in array.elements(io.BytesIO(body))]
    except Broken:
        found = None
    assert (found is not None) == isinstance(parsed, list)


def test_an_array_is_read_in_pieces() -> None:
    """An element that lies across two pieces is one element; nothing is lost between pieces."""
    wanted = [HR | {"value": number % 300} for number in range(20_000)]
    body = json.dumps(wanted).encode()
    found = [one.held for one in array.elements(io.BytesIO(body))]
    assert [json.loads(one) for one in found if isinstance(one, bytes)] == wanted


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[",
        b"[1",
        b"[1,",
        b"[1,]",
        b"[,1]",
        b"[1] 2",
        b"[1 2]",
        b'["',
        b"[" * 90000,
        b"[{]",
        b"{",
        b'["' + b"a" * LONGEST + b'"]',
    ],
)
def test_half_an_array_is_none(body: bytes) -> None:
    """An array that does not come to its end is refused as a whole."""
    with pytest.raises(Broken):
        list(array.elements(io.BytesIO(body)))


def test_a_slice_counts_what_it_holds() -> None:
    """Lines are counted from the file's first, blank ones too, and each refusal names its own."""
    body = b"\n".join([json.dumps(HR).encode(), b"", b"nonsense", json.dumps(HR).encode()])
    (found,) = slices(File(io.BytesIO(body), Format.NDJSON, entry.READINGS), AT)
    assert (found.lines, [one[0] for one in found.vitals]) == (3, [1, 4])
    assert [line for line, _ in found.refused] == [3]
