"""What an export gives out, an import takes in."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.bulk import CSV, counted, emptied, given_out, take_in
from vitalcore.identity import ENTROPY_BITS
from vitalcore.kinds import FACTS, PLACES, Consciousness, Kind, Value
from vitalcore.patient import NAME, NewPatient
from vitalcore.reading import NewVital
from vitalweb.http.batch.entry import FIELDS
from vitalweb.store import patients, vitals
from vitalweb.store.database import Database

type Ward = list[tuple[NewPatient, list[tuple[datetime, tuple[Kind, Value]]]]]

AT = datetime(2026, 1, 1, tzinfo=UTC)
FEW = settings(max_examples=20)  # each example is a record written and read through the database


def values(kind: Kind) -> st.SearchStrategy[Value]:
    if kind is Kind.ACVPU:
        return st.sampled_from(Consciousness)
    hard = FACTS[kind].hard
    whole = st.integers(int(hard.low / PLACES), int(hard.high / PLACES))
    return whole.map(lambda number: number * PLACES)


moments = st.datetimes(datetime(1900, 1, 2), datetime(2025, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- Hypothesis adds the zone
kinds_and_values = st.sampled_from(Kind).flatmap(lambda k: st.tuples(st.just(k), values(k)))
readings = st.lists(st.tuples(moments, kinds_and_values), max_size=5)
new_patients = st.builds(
    NewPatient,
    patient_id=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}", fullmatch=True),
    name=st.text(min_size=1, max_size=30).filter(lambda text: NAME.refusal(text) is None),
    gender=...,
    birth_date=st.dates(datetime(1900, 1, 1).date(), datetime(2025, 1, 1).date()),  # noqa: DTZ001 -- a day
)
wards = st.lists(
    st.tuples(new_patients, readings), max_size=4, unique_by=lambda one: one[0].patient_id
)


async def admitted(record: Database, ward: Ward) -> None:
    """Take a ward in as the service would, every reading twice under ids of its own."""
    await emptied(record)
    dice = iter(range(1 << ENTROPY_BITS))
    for patient, taken in ward:
        (await patients.add(record, patient, "ann", AT)).unwrap()
        for recorded_at, (kind, value) in taken * 2:
            new = NewVital(
                patient_id=patient.patient_id,
                recorded_at=recorded_at,
                vital_type=kind,
                value=value,
            )
            (await vitals.add(record, new, next(dice), "ann", AT)).unwrap()


def as_csv(exported: bytes) -> bytes:
    text = io.StringIO()
    sheet = csv.DictWriter(text, FIELDS, lineterminator="\n")
    sheet.writeheader()
    for line in exported.splitlines():
        sheet.writerow(json.loads(line, parse_float=Decimal))
    return text.getvalue().encode()


@FEW
@given(ward=wards)
async def test_an_export_goes_into_an_empty_record_and_comes_out_the_same(
    ward: Ward, record: Database
) -> None:
    """For all records: taken in elsewhere, an export is given out again the same, ids included."""
    await admitted(record, ward)
    exported = await given_out(record)
    await emptied(record)
    report = await take_in(record, exported)
    assert await given_out(record) == exported
    assert (report.patients, report.readings) == (len(ward), 2 * sum(len(t) for _, t in ward))


@FEW
@given(ward=wards)
async def test_an_export_written_as_csv_is_the_same_record(ward: Ward, record: Database) -> None:
    """The same lines as CSV are the same record."""
    await admitted(record, ward)
    exported = await given_out(record)
    await emptied(record)
    report = await take_in(record, as_csv(exported), CSV)
    assert report.refused == 0
    assert await given_out(record) == exported


@FEW
@given(ward=wards)
async def test_an_export_changes_nothing_where_it_came_from(ward: Ward, record: Database) -> None:
    """What is in the record is not taken in twice."""
    await admitted(record, ward)
    exported, before = await given_out(record), await counted(record)
    report = await take_in(record, exported)
    assert (report.patients, report.readings, report.known) == (0, 0, before[1])
    assert await counted(record) == before
