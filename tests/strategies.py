"""The words of the tests: only what the core would accept, as plural nouns."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from string import ascii_letters, digits

from hypothesis import strategies as st

from vitalcore.guard import EPOCH, HORIZON
from vitalcore.kinds import FACTS, Consciousness, Kind, Value
from vitalcore.patient import Gender, NewPatient, Revision
from vitalcore.reading import Correction, NewVital, Reading, admitting

_MICROSECOND = timedelta(microseconds=1)


def identifiers(longest: int, more: str = "") -> st.SearchStrategy[str]:
    """Ids of 1 to *longest* characters."""
    heads = st.sampled_from(ascii_letters + digits)
    tails = st.text(ascii_letters + digits + "._-" + more, max_size=longest - 1)
    return st.builds(str.__add__, heads, tails)


def lines(longest: int) -> st.SearchStrategy[str]:
    """One line of text in any script, without blanks at its ends."""
    characters = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])
    return st.text(characters, min_size=1, max_size=longest).filter(lambda s: s == s.strip())


def numbers(kind: Kind) -> st.SearchStrategy[Decimal]:
    """Decimals inside the hard limits of *kind*, to more places than are kept."""
    hard = FACTS[kind].hard
    return st.decimals(hard.low, hard.high, places=5)


def values_of(kind: Kind) -> st.SearchStrategy[Value]:
    """Values that *kind* admits."""
    return consciousnesses if kind is Kind.ACVPU else numbers(kind)


consciousnesses: st.SearchStrategy[Value] = st.sampled_from(Consciousness)
kinds = st.sampled_from(Kind)
numeric_kinds = st.sampled_from(list(FACTS))
kinds_and_values = kinds.flatmap(lambda kind: st.tuples(st.just(kind), values_of(kind)))
values = kinds.flatmap(values_of)
genders = st.sampled_from(Gender)
patient_ids = identifiers(20)
account_ids = identifiers(50, "@")
names = lines(100)
reasons = lines(200)
versions = st.integers(1, 2_147_483_647)
entropies = st.integers(0, 2**62 - 1)
birth_dates = st.dates(date(1900, 1, 1), date(2199, 12, 31))
offsets = st.integers(-23 * 60, 23 * 60).map(lambda m: timezone(timedelta(minutes=m)))
instants = st.datetimes(
    EPOCH.replace(tzinfo=None), HORIZON.replace(tzinfo=None) - _MICROSECOND, timezones=st.just(UTC)
)
#: Moments as a sender far from Greenwich writes them.
moments = st.builds(datetime.astimezone, instants.filter(lambda at: at.year > EPOCH.year), offsets)

patients = st.builds(
    NewPatient, patient_id=patient_ids, name=names, gender=genders, birth_date=birth_dates
)
revisions = st.builds(
    Revision, name=names, gender=genders, birth_date=birth_dates, version=st.none() | versions
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Readings as rules see them."""
    kind, value = draw(kinds_and_values)
    return Reading(kind=kind, value=value, recorded_at=draw(instants))


@st.composite
def vitals(draw: st.DrawFn) -> NewVital:
    """Readings on their way into the record."""
    kind, value = draw(kinds_and_values)
    at, patient_id = draw(moments), draw(patient_ids)
    return NewVital(patient_id=patient_id, recorded_at=at, vital_type=kind, value=value)


@st.composite
def corrections(draw: st.DrawFn) -> Correction:
    """Corrections that agree with themselves."""
    value = draw(values)
    return Correction(
        value=value,
        version=draw(st.none() | versions),
        vital_type=draw(st.none() | st.sampled_from(admitting(value))),
        reason=draw(st.none() | reasons),
    )
