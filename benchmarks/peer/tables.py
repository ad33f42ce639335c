"""What the peer keeps: patients, readings and their former versions, as mapped classes."""

from datetime import UTC, date, datetime

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Identity, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


def _now() -> datetime:
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """The classes that have a table."""


class Versioned:
    """A row whose update names the version it replaces: SQLAlchemy compares and swaps."""

    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)

    def touch(self) -> None:
        """Make a new version of it, also where nothing else changes."""
        self.updated_at = _now()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805 -- SQLAlchemy hands the class in
        return {"version_id_col": cls.version}


class Patient(Versioned, Base):
    """A patient as the record has it."""

    __tablename__ = "patients"

    patient_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    gender: Mapped[str] = mapped_column(String(1))
    birth_date: Mapped[date] = mapped_column(Date)


class PatientVersion(Base):
    """A former version of a patient."""

    __tablename__ = "patient_history"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patients.patient_id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    gender: Mapped[str] = mapped_column(String(1))
    birth_date: Mapped[date] = mapped_column(Date)
    replaced_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)


class Vital(Versioned, Base):
    """A reading as the record has it."""

    __tablename__ = "vitals"

    vital_id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patients.patient_id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    vital_type: Mapped[str] = mapped_column(String(5))
    value: Mapped[float] = mapped_column(Numeric(9, 3, asdecimal=False))


class VitalVersion(Base):
    """A former version of a reading."""

    __tablename__ = "vital_history"

    vital_id: Mapped[int] = mapped_column(ForeignKey("vitals.vital_id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    vital_type: Mapped[str] = mapped_column(String(5))
    value: Mapped[float] = mapped_column(Numeric(9, 3, asdecimal=False))
    reason: Mapped[str | None] = mapped_column(String(200))
    replaced_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)
