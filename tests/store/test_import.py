"""A file is taken in as a whole, or each refused line is told with its rule."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from returns.result import Failure

from tests.store.bulk import CSV, NDJSON, asked, counted, done, given_out, refused, rows, take_in
from vitalcore.fault import StillRunning
from vitalcore.kinds import Kind
from vitalcore.reading import Correction
from vitalweb.bulk import importing
from vitalweb.http.batch.report import RULES, Refusal
from vitalweb.http.batch.source import LONGEST, Format
from vitalweb.store import retries, vitals
from vitalweb.store.database import Database
from vitalweb.store.vitals import Reason

ANN = {"patient_id": "ann", "name": "Ann Lee", "gender": "F", "birth_date": "1970-01-01"}
HR = {"patient_id": "ann", "recorded_at": "2026-01-01T08:00:00Z", "vital_type": "HR", "value": 80}
WIDE = {"patient_id": "ann", "recorded_at": "2026-01-01T08:00:00Z"}
LIMITS = "must be a number from 0 to 300 (/min) for HR"
MOMENT = "must be a time with an offset from 1900 to before 2200"
ID = "must be 1 to 20 of A-Z a-z 0-9 . _ -, starting with a letter or digit"


def lines(*said: Mapping[str, object]) -> bytes:
    return "\n".join(map(json.dumps, said)).encode()


def reading(**other: object) -> bytes:
    return lines(HR | other)


def soon() -> str:
    return (datetime.now(UTC) + timedelta(days=1)).isoformat()  # also when the test comes late


#: What a line holds, and what is said of it, after "line 2: ".
HOSTILE = {
    "no JSON": (b"nonsense", "is not JSON: at character 0"),
    "half a line": (b'{"patient_id": "ann"', "is not JSON: at character 20"),
    "a list": (b"[]", "must be an object"),
    "a bare string": (b'"ann"', "must be an object"),
    "deep": (b"[" * 60000, "is nested too deeply"),
    "deeper than a line may be long": (b"[" * 100000, f"is longer than {LONGEST} bytes"),
    "no UTF-8": (b'{"patient_id": "\xff"}', "is not UTF-8"),
    "a key twice": (b'{"patient_id":"a","patient_id":"b"}', "is not JSON: a key stands twice"),
    "a long integer": (reading(value=1).replace(b": 1}", b": " + b"9" * 5000 + b"}"), "is not JSO"),
    "NaN": (reading(value=float("nan")), "is not JSON: NaN and Infinity are not numbers"),
    "Infinity": (reading(value=float("inf")), "is not JSON: NaN and Infinity are not numbers"),
    "1e400": (reading(value=1).replace(b": 1}", b": 1e400}"), f"/value {LIMITS}"),
    "1e999999999999": (reading(value=1).replace(b": 1}", b": 1e999999999999}"), f"/value {LIMITS}"),
    "text for a number": (reading(value="80"), f"/value {LIMITS}"),
    "true for a number": (reading(value=True), f"/value {LIMITS}"),
    "a letter for a number": (reading(value="A"), f"/value {LIMITS}"),
    "too much": (reading(value=300.001), f"/value {LIMITS}"),
    "less than nothing": (reading(value=-1), f"/value {LIMITS}"),
    "nothing": (reading(value=None), "/value is required"),
    "a number for a letter": (reading(vital_type="ACVPU"), "/value must be one of A, C, V, P, U"),
    "an unknown kind": (reading(vital_type="hr"), "/vital_type must be one of HR, RR, SBP, DBP,"),
    "an unknown field": (reading(pulse=80), "has a field that is not known here; known are patie"),
    "both forms": (reading(SBP=120), "must have vital_type and value, or kinds by their names, n"),
    "no reading": (lines({"patient_id": "ann"}), "must have a reading, or a patient's name, gende"),
    "a naive time": (reading(recorded_at="2026-01-01T08:00:00"), f"/recorded_at {MOMENT}"),
    "now": (reading(recorded_at="now"), f"/recorded_at {MOMENT}"),
    "infinity": (reading(recorded_at="infinity"), f"/recorded_at {MOMENT}"),
    "a week": (reading(recorded_at="2026-W01-1T08:00:00Z"), f"/recorded_at {MOMENT}"),
    "other digits": (reading(recorded_at="٢٠٢٦-01-01T08:00:00Z"), f"/recorded_at {MOMENT}"),
    "before time": (reading(recorded_at="0001-01-01T00:00:00+14:00"), "/recorded_at must be a ti"),
    "after time": (reading(recorded_at="9999-12-31T23:59:59-14:00"), "/recorded_at must be a time"),
    "no such day": (reading(recorded_at="2026-02-30T08:00:00Z"), "/recorded_at must be a time"),
    "the future": (reading(recorded_at=soon()), "/recorded_at must not be more than 5 minutes ah"),
    "an id of 21": (reading(patient_id="a" * 21), f"/patient_id {ID}"),
    "an id that is a number": (reading(patient_id=7), f"/patient_id {ID}"),
    "a number's id in other digits": (reading(patient_id="\u0667"), f"/patient_id {ID}"),
    "a NUL": (lines(ANN | {"patient_id": "bob", "name": "A\0"}), "/name must be one line of 1 to"),
    "half a pair": (lines(ANN | {"name": "\ud800"}), "/name must be one line of 1 to 100 charac"),
    "a new line": (lines(ANN | {"name": "A\nB"}), "/name must be one line of 1 to 100 characters"),
    "101 letters": (lines(ANN | {"name": "A" * 101}), "/name must be one line of 1 to 100 charact"),
    "another gender": (lines(ANN | {"gender": "X"}), "/gender must be one of M, F"),
    "unborn": (lines(ANN | {"birth_date": "2190-01-01"}), "/birth_date must not lie in the future"),
    "half a patient": (lines({"patient_id": "bob", "name": "Bob"}), "/gender is required; /birth_"),
    "an unknown patient": (reading(patient_id="bob"), "/patient_id is not in the record; name, ge"),
    "another name": (lines(ANN | {"name": "Ann Li"}), "/name differs from the record, or from th"),
    "another sex": (lines(ANN | {"gender": "M"}), "/gender differs from the record, or from the p"),
    "another birth": (lines(ANN | {"birth_date": "1970-01-02"}), "/birth_date differs from the re"),
    "no id": (reading(vital_id="1"), "/vital_id is no id"),
    "an id of nobody's": (
        reading(vital_id="0" * 8 + "-0000-0000-0000-" + "0" * 12),
        "/vital_id mu",
    ),
    "a wide number": (lines(WIDE | {"SBP": 401}), "/SBP must be a number from 0 to 400 (mm[Hg]) "),
    "two wide flaws": (lines(WIDE | {"HR": "x", "ACVPU": 1}), f"/HR {LIMITS}; /ACVPU must be one "),
    "a wide time": (lines({"patient_id": "ann", "HR": 1}), "/recorded_at is required"),
}


@pytest.mark.parametrize(("line", "rule"), HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_bad_line_is_refused_by_number_and_rule_and_nothing_is_kept(
    line: bytes, rule: str, record: Database
) -> None:
    """One bad line among good ones is named with the rule it breaks; no line is taken in."""
    file = b"\n".join([lines(ANN | HR), line, lines(HR | {"value": 81})])
    told: list[Refusal] = []
    report = await take_in(record, file, tell=told.append)
    assert [str(one)[: len("line 2: ") + len(rule)] for one in told] == [f"line 2: {rule}"]
    assert (report.lines, report.refused) == (3, 1)
    assert await counted(record) == (0, 0)


SHEET = b"patient_id,name,gender,birth_date,recorded_at,HR,ACVPU\n"
GOOD = b"ann,Ann Lee,F,1970-01-01,2026-01-01T08:00:00Z,80,A\n"
BAD_ROWS = {
    "a cell too few": (b"ann,,,,2026-01-01T08:00:00Z,80", "must have 7 cells, as the header has"),
    "a cell too many": (b"ann,,,,2026-01-01T08:00:00Z,8,A,", "must have 7 cells, as the header h"),
    "an open quote": (b'ann,"Ann,,,2026-01-01T08:00:00Z,80,A', "is not CSV"),
    "no UTF-8": (b"ann,\xff,,,2026-01-01T08:00:00Z,80,A", "is not UTF-8"),
    "UTF-16": ("ann,,,,2026-01-01T08:00:00Z,80,A".encode("utf-16"), "is not UTF-8"),
    "a blank number": (b"ann,,,,2026-01-01T08:00:00Z, 80,A", f"/HR {LIMITS}"),
    "a decimal comma": (b'ann,,,,2026-01-01T08:00:00Z,"80,5",A', f"/HR {LIMITS}"),
    "a grouped number": (b"ann,,,,2026-01-01T08:00:00Z,1_0,A", f"/HR {LIMITS}"),
    "nan": (b"ann,,,,2026-01-01T08:00:00Z,nan,A", f"/HR {LIMITS}"),
    "true": (b"ann,,,,2026-01-01T08:00:00Z,true,A", f"/HR {LIMITS}"),
    "a formula": (b"ann,,,,2026-01-01T08:00:00Z,=1+79,A", f"/HR {LIMITS}"),
    "5,000 digits": (b"ann,,,,2026-01-01T08:00:00Z," + b"9" * 5000 + b",A", f"/HR {LIMITS}"),
    "other digits": ("ann,,,,2026-01-01T08:00:00Z,٨٠,A".encode(), f"/HR {LIMITS}"),
    "a small letter": (b"ann,,,,2026-01-01T08:00:00Z,80,a", "/ACVPU must be one of A, C, V, P, U"),
    "only commas": (b",,,,,,", "must have a reading, or a patient's name, gender and birth_date"),
}


@pytest.mark.parametrize(("row", "rule"), BAD_ROWS.values(), ids=BAD_ROWS.keys())
async def test_a_bad_row_of_a_sheet_is_refused_by_number_and_rule(
    row: bytes, rule: str, record: Database
) -> None:
    """A row of CSV is read as strictly as a line of JSON."""
    (told,) = await refused(record, SHEET + GOOD + row + b"\n", CSV)
    assert told.startswith(f"line 3: {rule}")
    assert await counted(record) == (0, 0)


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        (b"patient_id;HR", "has a column that is not known; known are patient_id, name, gender,"),
        (b"patient_id,HR,HR", "names the column HR twice"),
        (b"recorded_at,HR", "must have the column patient_id"),
        (b'"patient_id', "is not CSV"),
    ],
)
async def test_a_bad_header_is_told_and_no_row_is_read(
    header: bytes, rule: str, record: Database
) -> None:
    """What the columns mean is known, or nothing is read under them."""
    (told,) = await refused(record, header + b"\n1,2\n3,4\n", CSV)
    assert told.startswith(f"line 1: {rule}")


@settings(max_examples=60)
@given(
    file=st.one_of(
        st.binary(),
        st.lists(
            st.dictionaries(
                st.sampled_from([*ANN, *HR, "vital_id", *Kind]),
                st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            ),
            max_size=5,
        ).map(lambda said: lines(*said)),
        st.lists(st.lists(st.text()))
        .map(lambda rows: "\n".join(map(",".join, rows)))
        .map(lambda text: SHEET + text.encode("utf-8", "surrogatepass")),
    ),
    form=st.sampled_from(Format),
)
async def test_any_file_is_taken_in_or_refused(file: bytes, form: Format, record: Database) -> None:
    """Whatever bytes come, there is a report, and nothing stays of what was rehearsed."""
    report = await take_in(record, file, form, kept=False)
    assert report.refused <= report.lines
    assert await counted(record) == (0, 0)


@given(secret=st.text(st.characters(codec="ascii", categories=["L"]), min_size=12))
async def test_a_report_repeats_no_value(secret: str, record: Database) -> None:
    """What a line says of a patient is not said again."""
    fields = [*ANN, *HR, "vital_id", *Kind]
    told = await refused(record, lines(*(HR | {one: secret + "!"} for one in fields)))
    assert len(told) == len(fields)
    assert secret not in " ".join(told)


async def test_both_forms_and_both_formats_say_the_same(record: Database) -> None:
    """A reading has one id, however it is written; what is empty was not measured."""
    long = lines(ANN, HR, HR | {"vital_type": "ACVPU", "value": "A"})
    first = await take_in(record, long)
    exported = await given_out(record)
    wide = await take_in(record, lines(WIDE | {"HR": 80.0, "ACVPU": "A", "BT": None}))
    sheet = await take_in(record, SHEET + GOOD + b"ann,,,,2026-01-01T09:00:00Z,,V\r\n", CSV)
    assert (first.readings, wide.readings, wide.known) == (2, 0, 2)
    assert (sheet.readings, sheet.known) == (1, 2)
    added = json.loads((await given_out(record)).splitlines()[-1])
    assert (added["vital_type"], added["value"]) == ("ACVPU", "V")
    assert (await given_out(record)).startswith(exported)


async def test_a_spreadsheet_s_mark_and_blank_lines_are_passed_over(record: Database) -> None:
    """A byte order mark, carriage returns and blank lines change nothing, but are counted."""
    file = b"\xef\xbb\xbf" + SHEET.replace(b"\n", b"\r\n") + b"\r\n" + GOOD + b"\n \nann\n"
    (told,) = await refused(record, file, CSV)
    assert told.startswith("line 6: must have 7 cells")


async def test_zero_is_a_reading(record: Database) -> None:
    """0 is taken in as 0, and an empty cell is not taken in."""
    await take_in(record, SHEET + GOOD.replace(b",80,A", b",0,"), CSV)
    vital = json.loads((await given_out(record)).splitlines()[-1])
    assert (vital["vital_type"], vital["value"]) == ("HR", 0)
    assert await counted(record) == (1, 1)


async def test_a_value_is_kept_to_three_places(record: Database) -> None:
    """Float noise is rounded half-up before it is kept, and names the same reading."""
    bt = HR | {"vital_type": "BT"}
    await take_in(record, lines(ANN, bt | {"value": 36.7999992370605}))
    again = await take_in(record, lines(bt | {"value": 36.8}))
    assert again.known == 1


async def test_a_rehearsal_counts_and_keeps_nothing(record: Database) -> None:
    """A dry run reports what would be taken in."""
    report = await take_in(record, lines(ANN, HR), kept=False)
    assert (report.patients, report.readings, report.refused) == (1, 1, 0)
    assert await counted(record) == (0, 0)


async def test_a_patient_may_be_described_on_any_line(record: Database) -> None:
    """Readings may stand before the line that takes their patient in."""
    report = await take_in(record, lines(HR, ANN))
    assert (report.patients, report.readings) == (1, 1)


async def test_a_patient_s_lines_must_agree(record: Database) -> None:
    """Two descriptions of one patient in a file are no choice of ours: the later is refused."""
    (told,) = await refused(record, lines(ANN, ANN, ANN | {"name": "Ann Li"}))
    assert told.startswith("line 3: /name differs")
    assert await counted(record) == (0, 0)


async def test_a_known_patient_s_readings_need_no_description(record: Database) -> None:
    """Who is in the record already is found by the id alone; the same description may stand."""
    await take_in(record, lines(ANN))
    report = await take_in(record, lines(HR, ANN, ANN))
    assert (report.patients, report.readings, report.refused) == (0, 1, 0)


async def test_a_correction_outlives_the_file(record: Database) -> None:
    """A reading that was struck out since is not brought back by the same file."""
    await take_in(record, lines(ANN, HR))
    vital = json.loads((await given_out(record)).splitlines()[-1])
    found = await vitals.find(record, UUID(vital["vital_id"]))
    struck = await vitals.strike(
        record, found.unwrap().vital_id, 1, Reason(None, None), "ann", datetime.now(UTC)
    )
    report = await take_in(record, lines(HR))
    assert struck.unwrap().version == 2
    assert (report.readings, report.known, report.struck) == (0, 1, 1)
    assert len((await given_out(record)).splitlines()) == 1


@pytest.mark.parametrize("skips", [False, True])
async def test_what_was_struck_out_is_told_apart(record: Database, *, skips: bool) -> None:
    """Of the lines whose reading is known, those are counted whose reading no longer stands.

    One that was corrected stands; neither keeps the rest of the file from being taken in.
    """
    many = [HR | {"recorded_at": f"2026-01-01T08:00:0{n}Z"} for n in range(6)]
    await take_in(record, lines(ANN, *many[:5]))
    exported = (await given_out(record)).splitlines()[1:]
    names = [UUID(json.loads(one)["vital_id"]) for one in exported]
    why, newer, now = (
        Reason(None, None),
        Correction(version=1, value=Decimal(81)),
        datetime.now(UTC),
    )
    for name in names[:2]:
        (await vitals.strike(record, name, 1, why, "ann", now)).unwrap()
    (await vitals.correct(record, names[2], newer, "ann", now)).unwrap()
    again = await take_in(record, lines(many[0], *many, ANN), skips=skips)
    assert (again.readings, again.known, again.struck, again.refused) == (1, 6, 3, 0)
    assert len((await given_out(record)).splitlines()) == 5


async def test_a_reading_that_waited_for_its_patient_may_be_struck_out_by_then(
    record: Database,
) -> None:
    """What is new, refused or laid again is not counted; what was struck out is, once."""
    bob = ANN | {"patient_id": "bob"}
    await take_in(record, lines(ANN, HR))
    name = json.loads((await given_out(record)).splitlines()[-1])["vital_id"]
    why = Reason(None, None)
    (await vitals.strike(record, UUID(name), 1, why, "ann", datetime.now(UTC))).unwrap()
    nobody = HR | {"patient_id": "nobody"}
    file = lines(HR | {"patient_id": "bob"}, HR, nobody, bob)
    report = await take_in(record, file, skips=True)
    assert (report.readings, report.known, report.struck, report.refused) == (1, 1, 1, 1)


@pytest.mark.parametrize("other", [{"value": 99}, {"vital_type": "RR"}])
async def test_what_differs_from_the_record_is_not_known(
    other: Mapping[str, object], record: Database
) -> None:
    """Another value or kind under the id of a reading is refused, unless that was corrected since.

    Then the record's is the newer one, and the file is left behind.
    """
    await take_in(record, lines(ANN, HR))
    name = UUID(json.loads((await given_out(record)).splitlines()[-1])["vital_id"])
    file = lines({**HR, "vital_id": str(name), **other})
    told = await refused(record, file)
    newer = Correction(version=1, value=Decimal(81))
    (await vitals.correct(record, name, newer, "ann", datetime.now(UTC))).unwrap()
    report = await take_in(record, file)
    assert told == [f"line 1: /vital_id {RULES['vital_id'].detail}"]
    assert (report.readings, report.known, report.refused) == (0, 1, 0)


async def test_an_id_names_one_reading(record: Database) -> None:
    """Two readings under one id are refused, so none is lost."""
    await take_in(record, lines(ANN, HR))
    name = json.loads((await given_out(record)).splitlines()[-1])["vital_id"]
    file = lines(
        HR | {"vital_id": name[:-1] + "0", "value": 81},
        HR | {"vital_id": name[:-1] + "0", "value": 82},
    )
    (told,) = await refused(record, file)
    assert told == "line 2: /vital_id is the id of another reading"
    assert await counted(record) == (1, 1)


@pytest.mark.parametrize("form", [NDJSON, CSV])
async def test_an_empty_file_is_an_empty_batch(form: Format, record: Database) -> None:
    """Nothing to take in is no mistake."""
    report = await take_in(record, b"", form)
    assert (report.lines, report.refused, report.readings) == (0, 0, 0)


async def test_the_same_file_is_imported_once(record: Database) -> None:
    """Sent again, a file does nothing and gets the first answer, batch and all."""
    first = await done(record, lines(ANN, HR))
    again = await done(record, lines(ANN, HR))
    assert (first.before, again.before) == (False, True)
    assert (again.batch_id, again.report) == (first.batch_id, first.report)
    assert await counted(record) == (1, 1)


async def test_a_rehearsal_and_a_refusal_leave_a_file_to_be_imported(record: Database) -> None:
    """Only a file that was taken in is not taken in again."""
    await done(record, lines(ANN, HR), kept=False)
    refused_first = await done(record, lines(HR))
    await take_in(record, lines(ANN))
    again = await done(record, lines(HR))
    assert (refused_first.report.refused, again.before, again.report.readings) == (1, False, 1)


async def test_each_file_is_a_row_of_the_trail_taken_in_or_refused(record: Database) -> None:
    """A refused line, a file that ends in nonsense: each is told as refused, a rehearsal not."""
    known = [batch for batch, _ in await rows(record)]
    for file, kept in ((lines(ANN), False), (lines({}), False), (lines(ANN), True)):
        await done(record, file, kept=kept)
    refusals = [await done(record, lines({})), await done(record, b'{"', Format.JSON, skips=True)]
    await done(record, lines(HR, {}), skips=True)
    made = [(batch, status) for batch, status in await rows(record) if batch not in known]
    assert [status for _, status in made] == [201, 422, 422, 201]
    assert [batch for batch, _ in made[1:3]] == [str(one.batch_id) for one in refusals]


async def test_what_another_takes_in_just_now_is_refused_and_told(record: Database) -> None:
    """The same file at the same time is one import; the other is refused, and a row."""
    wanted = asked(lines(ANN))
    async with record.transaction() as desk:
        assert (await retries.claim(desk, importing.retry(wanted), wanted.at)).unwrap() is None
        late = await importing.take_in(record, wanted)
    assert late == Failure(StillRunning(retry_after=1))
    assert (await rows(record))[-1] == (str(wanted.batch_id), 409)


async def test_what_is_in_order_is_taken_in_where_the_rest_is_skipped(record: Database) -> None:
    """Refused lines are told, and neither their readings nor their patients are taken in."""
    bob = ANN | {"patient_id": "bob", "name": "Bob"}
    file = lines(ANN | HR, bob | HR | {"patient_id": "bob"}, bob | HR | {"name": "Rob"}, {})
    told: list[Refusal] = []
    unknown = lines(HR | {"patient_id": "eve"}, HR | {"value": 81}, HR | {"value": 999})
    report = await take_in(record, file + b"\n" + unknown, skips=True, tell=told.append)
    assert (report.lines, report.patients, report.readings, report.refused) == (7, 2, 3, 4)
    assert [one.line for one in told] == [4, 7, 3, 5]
    assert await counted(record) == (2, 3)


async def test_an_array_is_a_file_too(record: Database) -> None:
    """Elements are counted from 1; an array that breaks off is refused whole, even by skipping."""
    await take_in(record, lines(ANN))
    array = json.dumps([HR, HR | {"value": 81}]).encode()
    report = await take_in(record, array, Format.JSON)
    broken = await take_in(record, array[:-1], Format.JSON, skips=True)
    assert (report.lines, report.readings, broken.refused) == (2, 2, 1)
    assert broken.broken
    assert await counted(record) == (1, 2)


async def test_readings_wait_for_a_patient_many_lines_later(record: Database) -> None:
    """However far away the line is that takes their patient in; what is there already is known."""
    many = [HR | {"recorded_at": f"2026-01-01T08:{n // 60:02}:{n % 60:02}Z"} for n in range(3000)]
    six = WIDE | dict.fromkeys(list(Kind)[:6], 20)
    file = lines(*many, *many, *(six for _ in range(2000)), ANN)
    report = await take_in(record, file)
    assert (report.patients, report.readings, report.refused) == (1, 3006, 0)
    assert report.known == 3000 + 6 * 2000 - 6


async def test_what_follows_many_new_readings_is_compared_with_them(record: Database) -> None:
    """A reading again is known, another under its id refused; new ones are still taken in."""
    many = [HR | {"recorded_at": f"2026-01-01T08:00:00.{n:06}Z"} for n in range(2, 20_002, 2)]
    await take_in(record, lines(ANN, HR))
    name = json.loads((await given_out(record)).splitlines()[-1])["vital_id"]
    last = [
        many[5],
        HR | {"vital_id": name[:-1] + "0"},
        HR | {"vital_id": name[:-1] + "0", "value": 81},
    ]
    file = lines(*many, *last, HR | {"value": 82})
    report = await take_in(record, file, skips=True)
    assert (report.readings, report.known, report.refused) == (10_002, 1, 1)
    assert await counted(record) == (1, 10_003)


async def test_every_refused_line_is_named(record: Database) -> None:
    """However many there are: first the lines that cannot be read, then those that do not fit."""
    many = 12_000
    unknown = lines(*(HR | {"patient_id": f"p{n}"} for n in range(many)))
    told = await refused(record, unknown + b"\n" + b"nonsense\n" * many)
    named = [int(one.removeprefix("line ").split(":")[0]) for one in told]
    assert named == [*range(many + 1, 2 * many + 1), *range(1, many + 1)]


async def test_a_line_is_named_once_with_all_that_does_not_fit(record: Database) -> None:
    """Lines that cannot be read hide no others, and a line that is wrong twice is one line."""
    await take_in(record, lines(ANN, HR))
    name = json.loads((await given_out(record)).splitlines()[-1])["vital_id"]
    twin = HR | {"vital_id": name[:-1] + "0"}
    other = ANN | twin | {"name": "Ann Li", "gender": "M"}
    told = await refused(record, lines(other, twin, twin | {"value": 81}, HR | {"value": True}))
    assert told == [
        f"line 4: /value {LIMITS}",
        f"line 1: /name {RULES['name'].detail}; /gender {RULES['gender'].detail}",
        f"line 3: /vital_id {RULES['vital_id'].detail}",
    ]
