"""The judgments of a table, one by one, as steps in the columns at hand."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from vitalcore.frame.form import FAILS, HOLDS, Form, Place, Verdict
from vitalcore.frame.kernels import REFUSED, UNKNOWN
from vitalcore.frame.steps import Steps
from vitalcore.risk.inputs import Input
from vitalcore.risk.range import Edge, Range
from vitalcore.risk.table import Applicability, Chart, Condition, Gauge, Override

type Forms = Mapping[Input, Form]


@frozen
class Test:
    """What a column must show: 0 in the rows where it does, -1 where it does not."""

    input: Input
    steps: Steps


@frozen
class Marks:
    """The points that a chart gives, where all tests of *when* hold."""

    points: Steps
    when: tuple[Test, ...]


def marks(gauge: Gauge, chart: Chart, forms: Forms) -> Marks:
    """Compile one chart of *gauge*."""
    verdict = _banded(gauge, chart) if chart.bands else _coded(chart)
    breaks = _begins(gauge, chart)[1:]
    return Marks(
        forms[gauge.input].steps(UNKNOWN, breaks, verdict, REFUSED),
        tuple(test(one, forms) for one in chart.when),
    )


def test(one: Condition, forms: Forms) -> Test:
    """Compile a condition; it fails where its input is unknown."""
    return Test(one.input, _judged(one, forms, FAILS, HOLDS))


def raising(one: Override, rank: int, forms: Forms) -> Test:
    """Compile an override: *rank* where it holds."""
    return Test(one.when.input, _judged(one.when, forms, UNKNOWN, rank))


def alike(name: Input, value: Any, asked: Iterable[Condition], forms: Forms) -> Test:
    """Test whether *name* is unknown, or meets the conditions *asked* of it as *value* does."""
    about = tuple(one for one in asked if one.input is name)
    shown = [one.holds(value) for one in about]

    def verdict(place: Place) -> int:
        return HOLDS if [meets(one, place) for one in about] == shown else FAILS

    return Test(name, forms[name].steps(HOLDS, _edges(about), verdict))


def known(name: Input, forms: Forms) -> Test:
    """Test whether there is a value of *name* that can be believed; REFUSED where it cannot."""
    return Test(name, forms[name].steps(UNKNOWN, (), lambda _: HOLDS, REFUSED))


def made_for(applies: Applicability, forms: Forms) -> Test:
    """Test that the age, where it is known, is one for which a score was made."""
    low, high = (None if one is None else Decimal(one) for one in (applies.youngest, applies.below))
    years = Condition(Input.AGE, Range(low, high, below=True))
    return alike(Input.AGE, low or Decimal(0), (years,), forms)


def meets(one: Condition, place: Place) -> bool:
    """Does the stretch of values that begins at *place* meet a condition?"""
    if isinstance(place, str):
        return place in one.codes
    return one.range is not None and one.range.begins(None) <= place < one.range.ends(None)


def _judged(one: Condition, forms: Forms, otherwise: int, met: int) -> Steps:
    def verdict(place: Place) -> int:
        return met if meets(one, place) else otherwise

    return forms[one.input].steps(otherwise, _edges((one,)), verdict)


def _edges(about: Sequence[Condition]) -> list[Edge]:
    ranges: list[Range] = [one.range for one in about if one.range]
    return [edge for one in ranges for edge in (one.begins(None), one.ends(None))]


def _begins(gauge: Gauge, chart: Chart) -> list[Edge]:
    """Give where bands begin; rounding half-up is reaching an edge half a step before."""
    half = gauge.grid / 2 if gauge.grid else 0
    begins = (band.range.begins(gauge.grid) for band in chart.bands)
    return [(value - half, after) for value, after in begins]


def _banded(gauge: Gauge, chart: Chart) -> Verdict:
    begins = _begins(gauge, chart)[1:]

    def verdict(place: Edge) -> int:
        return chart.bands[bisect_right(begins, place)].points

    return verdict


def _coded(chart: Chart) -> Verdict:
    points = {one.code: one.points for one in chart.codes}
    return lambda code: points.get(code, UNKNOWN)
