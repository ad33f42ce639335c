"""What a score must know of a patient besides the readings."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from attrs import Attribute, field, frozen

from vitalcore.background import Pregnancy, PregnancyStatus, SpO2Target
from vitalcore.guard import DAY, INSTANT, Maybe, Member, Refused, Whole
from vitalcore.patient import Gender, age
from vitalcore.risk.inputs import RECORDED, WARD, Input, refusal

#: Beyond these an observation is shown, and counts as missing: a bedside one like a reading, a
#: laboratory one for a day. A proposal without a source.
BEDSIDE = timedelta(hours=13)
LABORATORY = timedelta(hours=24)
_FROM_THE_LABORATORY = frozenset({Input.WBC, Input.BANDS, Input.PACO2})


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

    birth_date: date | None = field(default=None, validator=Maybe(DAY))
    age: int | None = field(default=None, validator=Maybe(Whole(0, 150)))
    gender: Gender | None = field(default=None, validator=Maybe(Member(Gender)))
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
