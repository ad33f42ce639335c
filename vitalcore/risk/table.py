"""A score as its publication prints it: parameters, bands, points, levels, and for whom."""

from decimal import Decimal
from functools import cached_property

from attrs import frozen

from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.range import Range


@frozen
class Band:
    """A stretch of values and its points."""

    range: Range
    points: int


@frozen
class Code:
    """One code and its points."""

    code: str
    points: int


@frozen
class Condition:
    """Holds where *input*, as given, lies in *range* or, if coded, is one of *codes*."""

    input: Input
    range: Range | None = None
    codes: tuple[str, ...] = ()

    def holds(self, value: Decimal | str) -> bool:
        """Does *value* of the input meet it?"""
        if isinstance(value, str):
            return value in self.codes
        return self.range is not None and self.range.holds(value)


@frozen
class Chart:
    """Bands or codes that count while all conditions of *when* hold."""

    bands: tuple[Band, ...] = ()
    codes: tuple[Code, ...] = ()
    when: tuple[Condition, ...] = ()

    @property
    def points(self) -> tuple[int, ...]:
        """List what it can give."""
        marks: tuple[Band | Code, ...] = (*self.bands, *self.codes)
        return tuple(sorted({mark.points for mark in marks}))


@frozen(kw_only=True)
class Gauge:
    """How one input is scored: in *unit*, rounded half-up to *grid*, or as given without a grid.

    One that does not *decide* can only raise its parameter's points. Codes that the publication
    does not print are *unscored*: they leave the parameter unknown.
    """

    input: Input
    charts: tuple[Chart, ...]
    unit: str = ""
    grid: Decimal | None = None
    decides: bool = True
    unscored: tuple[str, ...] = ()


@frozen
class Parameter:
    """One line of the chart: the highest points that its gauges give."""

    name: str
    gauges: tuple[Gauge, ...]

    @cached_property
    def points(self) -> tuple[int, ...]:
        """List what it can give, whatever the patient."""
        return tuple(sorted({one for g in self.gauges for c in g.charts for one in c.points}))


@frozen(kw_only=True)
class Outcome:
    """What a total means: *single* asks in addition for so many points in one parameter.

    *every* is the longest time to the next observations in minutes, 0 for continuous, None where
    the publication gives none.
    """

    total: Range
    level: Level
    label: str
    response: str
    monitoring: str
    every: int | None = None
    single: int | None = None


@frozen(kw_only=True)
class Override:
    """Raises the level to *level* at least; while a *needed* input is missing it may do so."""

    when: Condition
    level: Level
    needed: bool = False


@frozen(kw_only=True)
class Applicability:
    """For whom: from *youngest* completed years on, *below* so many, and whether in *pregnancy*."""

    youngest: int | None = None
    below: int | None = None
    pregnancy: bool = True


@frozen(kw_only=True)
class Table:
    """A score; the outcomes stand least first, and the last one that fits counts."""

    name: str
    version: str
    title: str
    source: str
    year: int
    parameters: tuple[Parameter, ...]
    outcomes: tuple[Outcome, ...]
    overrides: tuple[Override, ...] = ()
    applies: Applicability = Applicability()
    choices: tuple[str, ...] = ()  # where the publication leaves room, what was chosen

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """List what it reads, in the chart's order."""
        scored = [gauge.input for gauge in self.gauges]
        asked = [one.input for g in self.gauges for c in g.charts for one in c.when]
        return tuple(dict.fromkeys([*scored, *asked, *(one.when.input for one in self.overrides)]))

    @cached_property
    def gauges(self) -> tuple[Gauge, ...]:
        """List the gauges of all parameters."""
        return tuple(gauge for parameter in self.parameters for gauge in parameter.gauges)

    @cached_property
    def highest(self) -> int:
        """Give the most that the parameters can add up to."""
        return sum(max(parameter.points) for parameter in self.parameters)
