"""What a score must know of a patient besides the readings."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum, unique
from uuid import UUID

from attrs import Attribute, field, frozen

from vitalcore.guard import INSTANT, Maybe, Member, Refused, Whole, line
from vitalcore.patient import BIRTH_DATE, age
from vitalcore.risk.inputs import RECORDED, WARD, Input, refusal

#: The one target for which Scale 2 was made (RCP 2017).
SCALE_2_TARGET = (88, 92)  # %

#: Beyond these an observation is shown, and counts as missing: a bedside one like a reading, a
#: laboratory one for a day. A proposal without a source.
BEDSIDE = timedelta(hours=13)
LABORATORY = timedelta(hours=24)
_FROM_THE_LABORATORY = frozenset({Input.WBC, Input.BANDS, Input.PACO2})


@unique
class Pregnancy(StrEnum):
    """As it was last recorded."""

    NOT_PREGNANT = "not pregnant"
    PREGNANT = "pregnant"
    POSTPARTUM = "postpartum"


@frozen(kw_only=True)
class PregnancyStatus:
    """A pregnancy, or none, from a date on until another status is recorded."""

    status: Pregnancy = field(validator=Member(Pregnancy))
    since: date = field(validator=BIRTH_DATE)


@frozen(kw_only=True)
class SpO2Target:
    """A target saturation in per cent, prescribed by a named doctor, to be reviewed on a date."""

    low: int = field(validator=Whole(70, 100))
    high: int = field(validator=Whole(70, 100))
    prescriber: str = field(validator=line(100))
    reason: str = field(validator=line(200))
    prescribed_on: date = field(validator=BIRTH_DATE)
    review_on: date = field(validator=BIRTH_DATE)

    def refusal(self, on: date) -> str | None:
        """State why it does not authorise Scale 2 on that day, or None."""
        if (self.low, self.high) != SCALE_2_TARGET:
            return f"the prescribed target is {self.low}-{self.high} % and not 88-92 %"
        if on < self.prescribed_on:
            return f"the target of 88-92 % is prescribed from {self.prescribed_on} on"
        if on > self.review_on:
            return f"the target of 88-92 % was to be reviewed by {self.review_on}"
        return None


def _possible(
    one: "Observation", attribute: "Attribute[Decimal | str]", value: Decimal | str
) -> None:
    if one.input in WARD | RECORDED:
        raise Refused("/input", "must be no kind of reading, and nothing the record tells")
    if detail := refusal(one.input, value):
        raise Refused(f"/{attribute.name}", detail)


@frozen(kw_only=True)
class Observation:
    """Something seen that is no ward kind: a capillary refill, an ECG, a white cell count."""

    input: Input = field(validator=Member(Input))
    value: Decimal | str = field(validator=_possible)
    recorded_at: datetime = field(validator=INSTANT)
    source: UUID | None = None
    version: int | None = None

    def fresh(self, at: datetime) -> bool:
        """Does it still count at *at*?"""
        limit = LABORATORY if self.input in _FROM_THE_LABORATORY else BEDSIDE
        return at - self.recorded_at <= limit


@frozen(kw_only=True)
class Context:
    """A patient as scores see one; what is None is unknown, and never assumed.

    *scale* asks for one SpO2 scale; asking for 2 without a valid target is refused.
    """

    birth_date: date | None = field(default=None, validator=Maybe(BIRTH_DATE))
    age: int | None = field(default=None, validator=Maybe(Whole(0, 150)))
    pregnancy: PregnancyStatus | None = None
    spo2_target: SpO2Target | None = None
    scale: int | None = field(default=None, validator=Maybe(Whole(1, 2)))
    observed: tuple[Observation, ...] = ()

    def age_on(self, day: date) -> int | None:
        """Count completed years by the calendar, or give the age that was told."""
        return self.age if self.birth_date is None else age(self.birth_date, day)

    def expecting(self, day: date) -> bool | None:
        """Is or was she lately pregnant? None where nobody recorded it by that day."""
        if self.pregnancy is None or self.pregnancy.since > day:
            return None
        return self.pregnancy.status is not Pregnancy.NOT_PREGNANT


ANYONE = Context()
