"""Short words to write a table down as its publication prints it."""

from decimal import Decimal

from vitalcore.kinds import FACTS, Kind
from vitalcore.risk.inputs import Input, unit_of
from vitalcore.risk.range import Range, read
from vitalcore.risk.table import Band, Chart, Code, Condition, Gauge, Parameter

type Printed = tuple[str, int]  # a range or a code, and its points


def span(text: str) -> Range:
    """Read a range that stands in the source code, where a slip is a bug."""
    found = read(text)
    if found is None:
        raise ValueError(f"{text} is no range")
    return found


def bands(*printed: Printed, when: tuple[Condition, ...] = ()) -> Chart:
    """Write a chart of bands."""
    return Chart(bands=tuple(Band(span(text), points) for text, points in printed), when=when)


def codes(*printed: Printed) -> Chart:
    """Write a chart of codes."""
    return Chart(codes=tuple(Code(code, points) for code, points in printed))


def within(name: Input, text: str) -> Condition:
    """Ask for a number inside a range."""
    return Condition(name, range=span(text))


def among(name: Input, *wanted: str) -> Condition:
    """Ask for one of a few codes."""
    return Condition(name, codes=wanted)


def charted(name: Input, *charts: Chart, decides: bool = True) -> Gauge:
    """Score a number on the grid of its ward chart."""
    return measured(name, *charts, grid=FACTS[Kind(name)].grid, decides=decides)


def measured(
    name: Input, *charts: Chart, grid: Decimal | None = None, decides: bool = True
) -> Gauge:
    """Score a number on *grid*, or as it is given."""
    return Gauge(input=name, charts=charts, unit=unit_of(name), grid=grid, decides=decides)


def coded(
    name: Input, *printed: Printed, unscored: tuple[str, ...] = (), decides: bool = True
) -> Gauge:
    """Score a code."""
    return Gauge(input=name, charts=(codes(*printed),), unscored=unscored, decides=decides)


def line(name: str, *gauges: Gauge) -> Parameter:
    """Write one line of the chart."""
    return Parameter(name, gauges)
