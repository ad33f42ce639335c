"""What is said to the peer and what it answers, as pydantic models."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

PatientId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$")]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Kind = Literal["HR", "RR", "SBP", "DBP", "SpO2", "BT", "O2"]

#: The least and the most that each kind may be.
LIMITS: Mapping[str, tuple[float, float]] = {
    "HR": (0, 300), "RR": (0, 100), "SBP": (0, 400), "DBP": (0, 300), "SpO2": (0, 100),
    "BT": (10, 50), "O2": (0, 50),
}  # fmt: skip
AHEAD = timedelta(minutes=5)


class Body(BaseModel):
    """What a caller sends; nothing else may be in it."""

    model_config = ConfigDict(extra="forbid")


class Row(BaseModel):
    """What is answered, read from a mapped object."""

    model_config = ConfigDict(from_attributes=True)


class Facts(Body):
    """What is known of a patient."""

    name: Name
    gender: Literal["M", "F"]
    birth_date: date


class NewPatient(Facts):
    """A patient to take in."""

    patient_id: PatientId


class Revision(Facts):
    """A patient as somebody wants it who looked at *version*."""

    version: Annotated[int, Field(ge=1)]


class NewVital(Body):
    """A reading to take in."""

    patient_id: PatientId
    recorded_at: AwareDatetime
    vital_type: Kind
    value: float

    @model_validator(mode="after")
    def possible(self) -> Self:
        """Refuse what no patient has and what has not happened yet."""
        least, most = LIMITS[self.vital_type]
        if not least <= self.value <= most:
            raise ValueError("value is impossible")
        if self.recorded_at > datetime.now(UTC) + AHEAD:
            raise ValueError("recorded_at is ahead of the server")
        return self


class Correction(Body):
    """A value as somebody wants it who looked at *version*."""

    value: Annotated[float, Field(ge=0, le=400)]
    version: Annotated[int, Field(ge=1)]
    reason: Annotated[str | None, Field(max_length=200)] = None


class Record(Body):
    """What was measured at one moment, by kind."""

    recorded_at: AwareDatetime
    vitals: dict[Kind, float]


class Question(Body):
    """Records to be assessed as they are sent."""

    patient_id: PatientId
    records: Annotated[list[Record], Field(min_length=1, max_length=1000)]


class Patient(Row):
    """A patient, answered."""

    patient_id: str
    name: str
    gender: str
    birth_date: date
    version: int
    created_at: datetime
    updated_at: datetime


class Item(Row):
    """A reading in a list."""

    vital_id: int
    vital_type: str
    recorded_at: datetime
    value: float
    version: int


class Vital(Item):
    """A reading, answered."""

    patient_id: str
    created_at: datetime
    updated_at: datetime


class VitalsPage(BaseModel):
    """A page of readings, the oldest first."""

    patient_id: str
    vital_type: str | None
    items: list[Item]
    next_cursor: str | None


class Risk(BaseModel):
    """What the records mean."""

    patient_id: str
    risk_score: float
    risk_level: str
    checked_rules: list[str]
    evaluated_at: datetime
