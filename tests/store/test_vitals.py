"""Readings in the record: exact, corrected under a version, struck out, and never lost."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from tests.store.conftest import NOON
from tests.strategies import kinds_and_values, moments
from tests.strategies import vitals as new_vitals
from vitalcore.fault import StaleVersion, Unknown, flawed
from vitalcore.identity import bucket, bucket_of
from vitalcore.kinds import Consciousness, Kind, Value
from vitalcore.patient import Patient
from vitalcore.reading import Correction, NewVital, Vital, kept, refusal
from vitalweb.store import vitals
from vitalweb.store.database import Database
from vitalweb.store.rows.readings import Item
from vitalweb.store.vitals import Reason, Window

LATER = NOON + timedelta(hours=1)
NEVER = UUID(int=7 << 76 | 2 << 62)
entropy = iter(range(2**62))

NO_REASON = Reason(None, None)


async def taken(desk: Database, pat: Patient, kind: Kind, value: Value, at: datetime) -> Vital:
    """A reading in the patient's record."""
    new = NewVital(patient_id=pat.patient_id, recorded_at=at, vital_type=kind, value=value)
    return (await vitals.add(desk, new, next(entropy), "dr-ann", NOON)).unwrap()


def seen(pat: Patient, since: datetime, until: datetime) -> Window:
    """The patient's readings of any kind, from the beginning."""
    return Window(
        patient_id=pat.patient_id,
        since=since,
        until=until,
        vital_type=None,
        after_at=since,
        after_id=UUID(int=0),
        limit=10_000,
    )


@given(new_vitals())
async def test_a_reading_comes_back_as_it_is_kept(
    desk: Database, pat: Patient, new: NewVital
) -> None:
    """For all kinds, values and times: three places half-up, the same moment, the first version."""
    new = evolve(new, patient_id=pat.patient_id)
    made = (await vitals.add(desk, new, next(entropy), "dr-ann", NOON)).unwrap()
    found = (await vitals.find(desk, made.vital_id)).unwrap()
    assert made == found
    assert (found.vital_type, found.value) == (new.vital_type, kept(new.value))
    assert str(found.value) == str(kept(new.value))
    assert (found.recorded_at, found.version) == (new.recorded_at, 1)
    assert bucket_of(found.vital_id) == bucket(new.patient_id)


@given(kinds_and_values)
async def test_a_correction_is_kept_like_a_reading(
    desk: Database, pat: Patient, measured: tuple[Kind, Value]
) -> None:
    """For all values, also of another kind: the new value stands, the former one is history."""
    kind, value = measured
    made = await taken(desk, pat, Kind.HR, Decimal(60), NOON)
    wanted = Correction(value=value, version=1, vital_type=kind, reason="mistyped")
    done = (await vitals.correct(desk, made.vital_id, wanted, "dr-bob", LATER)).unwrap()
    assert done == evolve(made, value=kept(value), vital_type=kind, version=2, updated_at=LATER)
    first, now = (await vitals.history(desk, made.vital_id)).unwrap()
    assert (first.value, first.vital_type, first.version) == (Decimal(60), Kind.HR, 1)
    assert (first.written_by, first.written_at) == ("dr-ann", NOON)
    assert (first.superseded_by, first.superseded_at) == ("dr-bob", LATER)
    assert (first.change, first.reason, first.struck) == ("corrected", "mistyped", False)
    assert (now.value, now.version, now.written_by) == (kept(value), 2, "dr-bob")


@given(kinds_and_values)
async def test_a_correction_must_fit_the_kind_that_stands(
    desk: Database, pat: Patient, measured: tuple[Kind, Value]
) -> None:
    """Without a kind of its own, a value is judged by the reading's; a refusal changes nothing."""
    _, value = measured
    made = await taken(desk, pat, Kind.BT, Decimal("36.6"), NOON)
    done = await vitals.correct(
        desk, made.vital_id, Correction(value=value, version=1), "dr-bob", LATER
    )
    detail = refusal(Kind.BT, value)
    if detail:
        assert done == Failure(flawed("/value", detail))
        assert await vitals.find(desk, made.vital_id) == Success(made)
    else:
        assert done.unwrap().value == kept(value)


async def test_a_stale_correction_is_told_the_current_version(desk: Database, pat: Patient) -> None:
    """Also where its value would not fit: what to look at comes first."""
    made = await taken(desk, pat, Kind.BT, Decimal("36.6"), NOON)
    right = Correction(value=Decimal(37), version=1)
    (await vitals.correct(desk, made.vital_id, right, "dr-bob", LATER)).unwrap()
    stale = [
        await vitals.correct(desk, made.vital_id, evolve(right, value=value), "dr-cas", LATER)
        for value in (Decimal(38), Decimal(300), Consciousness.ALERT)
    ]
    stale.append(await vitals.strike(desk, made.vital_id, 1, NO_REASON, "dr-cas", LATER))
    assert stale == [Failure(StaleVersion("vital", current=2, seen=1))] * 4


async def test_a_reading_struck_out_is_gone_but_for_its_history(
    desk: Database, pat: Patient
) -> None:
    """Nothing finds, lists, corrects or strikes it any more; its history says who, when and why."""
    made = await taken(desk, pat, Kind.HR, Decimal(60), NOON)
    (
        await vitals.strike(desk, made.vital_id, 1, Reason(None, "wrong patient"), "dr-bob", LATER)
    ).unwrap()
    again = Correction(value=Decimal(61), version=2)
    refused = [
        await vitals.find(desk, made.vital_id),
        await vitals.correct(desk, made.vital_id, again, "dr-cas", LATER),
        await vitals.strike(desk, made.vital_id, 2, NO_REASON, "dr-cas", LATER),
    ]
    assert refused == [Failure(Unknown("vital"))] * 3
    assert await vitals.window(desk, seen(pat, NOON, NOON)) == Success([])
    assert await vitals.latest(desk, pat.patient_id, NOON) == ()
    first, now = (await vitals.history(desk, made.vital_id)).unwrap()
    assert (first.change, first.reason) == ("struck", "wrong patient")
    assert (first.superseded_by, first.superseded_at) == ("dr-bob", LATER)
    assert (now.struck, now.version, now.written_by) == (True, 2, "dr-bob")


@given(
    st.lists(moments, min_size=1, max_size=12), moments, moments, st.integers(1, 5), st.booleans()
)
async def test_a_window_has_both_its_ends_and_its_pages_are_the_whole(
    desk: Database,
    pat: Patient,
    times: list[datetime],
    one: datetime,
    two: datetime,
    size: int,
    of_a_kind: bool,
) -> None:
    """Readings from since to until, both included, oldest first, without a gap or a twin."""
    made = [await taken(desk, pat, Kind.HR, Decimal(60), at) for at in times]
    since, until = sorted([one, two, *times])[:: len(times) + 1]
    window = evolve(seen(pat, since, until), limit=size)
    window = evolve(window, vital_type=Kind.HR) if of_a_kind else window
    pages: list[Item] = []
    while found := (await vitals.window(desk, window)).unwrap():
        pages += found
        assert len(pages) <= len(made)
        window = evolve(window, after_at=found[-1].recorded_at, after_id=found[-1].vital_id)
    for vital in made:
        await vitals.strike(desk, vital.vital_id, 1, NO_REASON, "dr-ann", NOON)
    inside = [(v.recorded_at, v.vital_id) for v in made if since <= v.recorded_at <= until]
    assert [(item.recorded_at, item.vital_id) for item in pages] == sorted(inside)


@given(st.lists(st.tuples(kinds_and_values, st.integers(-3, 3)), max_size=8))
async def test_the_latest_of_each_kind_is_not_after_the_moment(
    desk: Database, pat: Patient, sent: list[tuple[tuple[Kind, Value], int]]
) -> None:
    """Of each kind the newest one up to the moment itself, as it is kept, with its source."""
    made = [
        await taken(desk, pat, kind, value, NOON + timedelta(hours=lapse))
        for (kind, value), lapse in sent
    ]
    found = await vitals.latest(desk, pat.patient_id, NOON)
    for vital in made:
        await vitals.strike(desk, vital.vital_id, 1, NO_REASON, "dr-ann", NOON)
    ordered = sorted(made, key=lambda v: (v.recorded_at, v.vital_id))
    newest = {v.vital_type: v.vital_id for v in ordered if v.recorded_at <= NOON}
    assert {reading.kind: reading.source for reading in found} == newest


async def test_a_window_leaves_other_kinds_out(desk: Database, pat: Patient) -> None:
    """With a kind, only readings of that kind are listed."""
    await taken(desk, pat, Kind.HR, Decimal(60), NOON)
    letter = await taken(desk, pat, Kind.ACVPU, Consciousness.VOICE, NOON)
    window = evolve(seen(pat, NOON, NOON), vital_type=Kind.ACVPU)
    (item,) = (await vitals.window(desk, window)).unwrap()
    assert (item.vital_id, item.value) == (letter.vital_id, Consciousness.VOICE)


@pytest.mark.parametrize("struck", [False, True])
async def test_what_is_unknown_is_told(desk: Database, pat: Patient, struck: bool) -> None:
    """A patient or a reading that never was is unknown, whoever asks for what."""
    missing = evolve(pat, patient_id=f"{pat.patient_id}x")
    new = NewVital(
        patient_id=missing.patient_id, recorded_at=NOON, vital_type=Kind.HR, value=Decimal(60)
    )
    assert [
        await vitals.add(desk, new, 0, "dr-ann", NOON),
        await vitals.window(desk, seen(missing, NOON, NOON)),
    ] == [Failure(Unknown("patient"))] * 2
    wanted = Correction(value=Decimal(1), version=1)
    refused = (
        vitals.strike(desk, NEVER, 1, NO_REASON, "dr-ann", NOON)
        if struck
        else vitals.correct(desk, NEVER, wanted, "dr-ann", NOON)
    )
    assert [await refused, await vitals.history(desk, NEVER)] == [Failure(Unknown("vital"))] * 2
