"""What the OpenAPI document says of a batch's rows, held against what a batch takes."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator
from returns.result import Success

from vitalcore.kinds import Consciousness, Kind
from vitalweb.http.batch import entry
from vitalweb.http.batch.entry import READINGS
from vitalweb.http.openapi import document, rows
from vitalweb.http.reader import parsed
from vitalweb.http.routes import PREFIX, ROUTES

AT = datetime(2026, 6, 1, tzinfo=UTC)
DOCUMENT: dict[str, Any] = parsed(document.written(PREFIX, ROUTES, ())).unwrap()
ROW = Draft202012Validator(DOCUMENT | dict(rows.ANY), validate_formats=True)
PLACE = {"patient_id": "p-1", "recorded_at": "2026-01-01T08:00:00Z"}

numbers = st.decimals(-1, 401, places=3)
values = numbers | st.sampled_from([*Consciousness, "B", "", None, True, "80"])
places: dict[str, st.SearchStrategy[Any]] = {
    "patient_id": st.sampled_from(["p-2", "-", "", None, 7]),
    "recorded_at": st.sampled_from(["1899-12-31T23:59:59Z", "2026-01-01", "", None, 7]),
}
readings: dict[str, st.SearchStrategy[Any]] = {
    "vital_type": st.sampled_from([*Kind, "hr", None]),
    "value": values,
    "vital_id": st.sampled_from([None, "nonsense"]),
    **dict.fromkeys(Kind, values),
    "batch_id": st.none(),
}


@given(
    st.just(PLACE) | st.fixed_dictionaries({}, optional=places),
    st.fixed_dictionaries({}, optional=readings),
)
@example(PLACE, {"vital_type": "HR", "value": Decimal(80), "HR": None})
@example(PLACE, {"HR": Decimal(80), "SBP": None, "value": None})
@example(PLACE, {"vital_type": "HR", "value": Decimal(301)})
@example(PLACE, {"HR": Decimal(301)})
@example(PLACE, {"HR": Decimal(80), "vital_type": "HR"})
@example(PLACE, {"HR": Decimal(80), "batch_id": None})
@example(PLACE, {"HR": None})
@example({"patient_id": "p-1"}, {"HR": Decimal(80)})
def test_a_published_row_is_one_that_is_read(place: dict[str, Any], told: dict[str, Any]) -> None:
    """A row is valid by its published forms if, and only if, a batch reads it."""
    sent = place | told
    assert ROW.is_valid(sent) == isinstance(entry.read(sent, AT, READINGS), Success)
