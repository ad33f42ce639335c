"""What a patient's record tells besides the readings, and scores must know."""

from datetime import date
from enum import StrEnum, unique

from attrs import field, frozen

from vitalcore.guard import DAY, Member, Whole, line

PERCENT = Whole(70, 100)  # a lower target is a slip of the pen
REASON = line(200)

#: The one target for which Scale 2 was made (RCP 2017).
SCALE_2_TARGET = (88, 92)  # %


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
    since: date = field(validator=DAY)


@frozen(kw_only=True)
class SpO2Target:
    """A target saturation in per cent, prescribed by a named doctor, to be reviewed on a date."""

    low: int = field(validator=PERCENT)
    high: int = field(validator=PERCENT)
    prescriber: str = field(validator=line(100))
    reason: str = field(validator=REASON)
    prescribed_on: date = field(validator=DAY)
    review_on: date = field(validator=DAY)

    def refusal(self, on: date) -> str | None:
        """State why it does not authorise Scale 2 on that day, or None."""
        if (self.low, self.high) != SCALE_2_TARGET:
            return f"the prescribed target is {self.low}-{self.high} % and not 88-92 %"
        if on < self.prescribed_on:
            return f"the target of 88-92 % is prescribed from {self.prescribed_on} on"
        if on > self.review_on:
            return f"the target of 88-92 % was to be reviewed by {self.review_on}"
        return None
