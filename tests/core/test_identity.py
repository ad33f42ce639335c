"""Where rows live, and ids that say so."""

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

from hypothesis import example, given

from tests.strategies import entropies, instants, moments, patient_ids
from vitalcore.guard import EPOCH
from vitalcore.identity import bucket, bucket_of, least_id, moment_of, vital_id

UNIX = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


@given(patient_ids)
def test_a_bucket_is_one_of_4096(patient_id: str) -> None:
    """Every patient has a shard from 0 to 4095."""
    assert 0 <= bucket(patient_id) <= 4095


def test_buckets_never_change() -> None:
    """Rows already written are found where CRC-32 (IEEE 802.3) put them."""
    published = {"123456789": 0xCBF43926, "a": 0xE8B7BE43, "abc": 0x352441C2}
    assert {name: bucket(name) for name in published} == {
        name: check & 0xFFF for name, check in published.items()
    }


@given(patient_ids, moments, entropies)
@example("P1", EPOCH, 0)
@example("P1", UNIX - timedelta(microseconds=1), 2**62 - 1)
def test_a_vitals_id_alone_leads_to_its_shard(
    patient_id: str, recorded_at: datetime, entropy: int
) -> None:
    """For all patients and times, before 1970 as well, the id carries the patient's bucket."""
    assert bucket_of(vital_id(patient_id, recorded_at, entropy)) == bucket(patient_id)


@given(patient_ids, moments, entropies)
@example("P1", UNIX, 2**62 - 1)
def test_a_vitals_id_is_a_uuid_of_version_7(
    patient_id: str, recorded_at: datetime, entropy: int
) -> None:
    """Version and variant are those of RFC 9562, and the dice stand in the last 62 bits."""
    made = vital_id(patient_id, recorded_at, entropy)
    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.int & (1 << 62) - 1 == entropy


@given(patient_ids, instants, entropies)
@example("P1", UNIX, 0)
def test_a_vitals_id_tells_its_millisecond(
    patient_id: str, recorded_at: datetime, entropy: int
) -> None:
    """The first 48 bits are recorded_at in milliseconds; before 1970 they are zero."""
    told = vital_id(patient_id, recorded_at, entropy).int >> 80
    assert told == max(0, (recorded_at - UNIX) // MILLISECOND)


@given(patient_ids, instants, entropies)
@example("P1", UNIX + MILLISECOND, 0)
def test_an_id_alone_tells_when(patient_id: str, recorded_at: datetime, entropy: int) -> None:
    """To the millisecond, and 1970 at the earliest."""
    since = max(timedelta(0), recorded_at - UNIX)
    told = moment_of(vital_id(patient_id, recorded_at, entropy))
    assert told == UNIX + since - since % MILLISECOND


@given(patient_ids, instants, entropies)
@example("P1", UNIX, 0)
@example("P1", UNIX + MILLISECOND, 2**62 - 1)
def test_a_bound_lies_between_one_millisecond_and_the_next(
    patient_id: str, at: datetime, entropy: int
) -> None:
    """No id of the moment or later lies below its bound, and none of an earlier one above it."""
    assert least_id(at) < vital_id(patient_id, at, entropy)
    assert at < UNIX + MILLISECOND or vital_id(patient_id, at - MILLISECOND, entropy) < least_id(at)
    assert least_id(EPOCH) == UUID(int=0)


@given(patient_ids, instants, instants, entropies, entropies)
def test_ids_of_a_patient_are_in_the_order_of_time(
    patient_id: str, one: datetime, two: datetime, low: int, high: int
) -> None:
    """A later millisecond gives a greater id, so rows written in time lie in time."""
    earlier, later = sorted([one, two])
    ids = [vital_id(patient_id, earlier, low), vital_id(patient_id, later, high)]
    same = ids[0].int >> 80 == ids[1].int >> 80
    assert same or ids == sorted(ids)


def test_too_much_entropy_does_not_spill_into_the_bucket() -> None:
    """Only 62 bits of the dice are taken."""
    assert vital_id("P1", UNIX, 2**64 - 1) == vital_id("P1", UNIX, 2**62 - 1)
    assert isinstance(vital_id("P1", UNIX, 0), UUID)
