"""Files of readings: what their lines become, on the short way and the strict one, or a refusal."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO

from returns.result import Success

from vitalcore.fault import Invalid, Unreadable
from vitalcore.identity import bucket, bucket_of
from vitalcore.kinds import Kind
from vitalcore.reading import refusal
from vitalweb.http.batch import entry, slices
from vitalweb.http.batch.entry import FIELDS
from vitalweb.http.batch.slices import File, staged
from vitalweb.http.batch.source import Broken, Format
from vitalweb.store.imports import StagedVital
from vitalweb.store.rows.values import told

AT = datetime(2026, 1, 1, tzinfo=UTC)
_HEAD = b"patient_id,name,gender,birth_date,recorded_at,HR,SBP,ACVPU\n"
_LONG = b'{"patient_id":"p-1","recorded_at":"2025-12-31T08:00:00Z","vital_type":"HR","value":80}'
SEEDS = (
    _HEAD + b"p-1,Pat Doe,F,1970-01-01,2025-12-31T08:00:00Z,80,120,A\np-1,,,,,81.5,,\n",
    b'\xef\xbb\xbfpatient_id,recorded_at,vital_type,value\r\n"p-1",2025-12-31T08:00:00Z,BT,37.2\r\n',
    b'{"patient_id": "p-1", "recorded_at": "2025-12-31T08:00:00+02:00", "HR": 80}\n\n{"a": 1}',
    b'{"patient_id": "p-1", "name": "Pat", "gender": "F", "birth_date": "1970-01-01"}\n',
    b"[" + _LONG + b" , " + _LONG.replace(b"80}", b'"A"}').replace(b"HR", b"ACVPU") + b"]",
)


def read(sent: bytes) -> None:
    """Hold that both ways read the same, and nothing that a request would not have taken."""
    for form in Format:
        shortly, strictly = list(_shortly(sent, form)), _strictly(sent, form)
        assert sorted(shortly) == sorted(strictly)
        for one in shortly:
            _hold(one)


def _shortly(sent: bytes, form: Format) -> Iterator[StagedVital]:
    with suppress(Broken):
        for some in slices.slices(File(BytesIO(sent), form, FIELDS), AT):
            assert all(isinstance(fault, Invalid | Unreadable) for _, fault in some.refused)
            yield from some.vitals


def _strictly(sent: bytes, form: Format) -> list[StagedVital]:
    made: list[StagedVital] = []
    try:
        lines, reader = slices._READERS[form](File(BytesIO(sent), form, FIELDS))
        for line in lines:
            if isinstance(line.held, bytes):
                found = reader.said(line.held).bind(lambda said: entry.read(said, AT, FIELDS))
                if isinstance(found, Success):
                    made += [staged(line.number, one) for one in found.unwrap().readings]
    except Broken:
        made.clear()  # nothing is taken of a slice that cannot be read to its end
    return made


def _hold(one: StagedVital) -> None:
    _, vital_id, home, patient_id, recorded_at, vital_type, value = one
    assert home == bucket(patient_id) == bucket_of(vital_id)
    assert recorded_at.tzinfo is UTC
    assert refusal(Kind(vital_type), told(vital_type, value)) is None
