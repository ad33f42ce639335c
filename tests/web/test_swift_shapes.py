"""The quick way to build what a body says takes what the way that tells flaws takes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from vitalcore.patient import NewPatient
from vitalcore.reading import Correction, NewVital
from vitalweb.http import codec
from vitalweb.http.openapi import examples
from vitalweb.http.routes import ROUTES
from vitalweb.http.shapes import JSON, URL
from vitalweb.http.words.risk import RiskQuestion
from vitalweb.http.words.vitals import VitalsPage

_WORDS = st.sampled_from(
    [
        "p-1",
        "",
        "HR",
        "ACVPU",
        "A",
        "M",
        "1970-01-31",
        "2026-01-31T08:30:00Z",
        "2026-02-30T08:30:00Z",
    ]
)
_NUMBERS = st.sampled_from([0, 1, 80, 999, -1]) | st.decimals(0, 300, places=1)
_SCALARS = _WORDS | _NUMBERS | st.none() | st.booleans()
_VITALS = st.dictionaries(st.sampled_from(["HR", "SpO2", "ACVPU", "XX"]), _SCALARS, max_size=3)
_RECORDS = st.lists(
    st.fixed_dictionaries(
        {"vitals": _VITALS | _SCALARS},
        optional={"recorded_at": _SCALARS, "more": _SCALARS},
    ),
    max_size=3,
)


def _bodies(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Documents with some of *fields*, now and then one more, sometimes no document at all."""
    return st.fixed_dictionaries({}, optional={**fields, "more": _SCALARS}) | _SCALARS


_READING = st.sampled_from(["2026-01-31T08:30:00Z", "2026-01-31T08:30:00"])
_ASKED = st.one_of(
    st.tuples(
        st.just(NewVital),
        _bodies(patient_id=_WORDS, recorded_at=_READING, vital_type=_WORDS, value=_SCALARS),
    ),
    st.tuples(
        st.just(NewPatient),
        _bodies(patient_id=_WORDS, name=_WORDS, gender=_WORDS, birth_date=_WORDS),
    ),
    st.tuples(st.just(Correction), _bodies(value=_SCALARS, version=_NUMBERS, reason=_WORDS)),
    st.tuples(st.just(RiskQuestion), _bodies(patient_id=_WORDS, records=_RECORDS, strategy=_WORDS)),
)


@given(_ASKED)
def test_both_ways_take_the_same(asked: tuple[type, Any]) -> None:
    """Equal values where something is built, equal flaws where nothing is."""
    kind, body = asked
    assert codec.built(kind, body, JSON) == codec.structured(kind, body, JSON)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "patient_id": _WORDS,
            "from": _READING,
            "to": _READING,
            "vital_type": _WORDS,
            "limit": st.sampled_from(["1", "0", "x"]),
            "more": _WORDS,
        },
    )
)
def test_both_ways_read_the_same_from_a_url(sent: dict[str, str]) -> None:
    """Equal values where something is built, equal flaws where nothing is."""
    assert codec.url(VitalsPage, sent) == codec.structured(VitalsPage, sent, URL)


def test_a_sound_reading_is_built() -> None:
    """So the property above has something to agree on."""
    sent = {"patient_id": "p-1", "recorded_at": "2026-01-31T08:30:00Z"}
    assert isinstance(
        codec.built(NewVital, {**sent, "vital_type": "HR", "value": 80}, JSON), Success
    )


_BODIES = sorted(
    {route.body for route in ROUTES if route.body and not route.takes}, key=lambda one: one.__name__
)


def _spoiled(sent: Any) -> Iterator[Any]:
    """What *sent* becomes when one thing in it is left out, added or something else."""
    yield from ("x", None, True, -1, [])
    if isinstance(sent, dict):
        yield {**sent, "more": 1}
        for name in sent:
            yield {other: value for other, value in sent.items() if other != name}
            yield from ({**sent, name: other} for other in _spoiled(sent[name]))
    if isinstance(sent, list):
        for place, one in enumerate(sent):
            yield from ([*sent[:place], other, *sent[place + 1 :]] for other in _spoiled(one))


@pytest.mark.parametrize("kind", _BODIES, ids=lambda one: one.__name__)
def test_both_ways_take_the_same_of_every_body(kind: type) -> None:
    """The example of the document, which both take, and whatever is near it."""
    sent = json.loads(codec.encoded(examples.of(kind)))
    plain = {name: value for name, value in sent.items() if value is not None}
    assert isinstance(codec.built(kind, plain, JSON), Success)
    for other in _spoiled(plain):
        assert codec.built(kind, other, JSON) == codec.structured(kind, other, JSON)
