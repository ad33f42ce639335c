"""A table from plain data: a hospital's own TOML file, or JSON that was exported before."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Invalid
from vitalcore.risk.check import told
from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.place import Place
from vitalcore.risk.sound import checks
from vitalcore.risk.table import (
    Applicability,
    Band,
    Chart,
    Code,
    Condition,
    Gauge,
    Outcome,
    Override,
    Parameter,
    Table,
)
from vitalcore.risk.written import written

_GAUGE = ("input", "unit", "grid", "decides", "unscored", "charts")
_MARKS = ("bands", "codes")


def loaded(content: Mapping[str, Any]) -> Result[Table, Fault]:
    """Read and check a table, and tell all that is wrong with it at once.

    What could not be read is searched no further, and everything else is.
    A parameter of one gauge may carry the gauge's names itself, a gauge of one chart the chart's.
    """
    top = Place(content)
    table = _table(top)
    misread = tuple(top.flaws)
    flaws = (*misread, *told(checks(table), misread, partial(written, content)))
    return Failure(Invalid(flaws)) if flaws else Success(table)


def _table(top: Place) -> Table:
    top.only(
        "name",
        "version",
        "title",
        "source",
        "year",
        "applies",
        "parameters",
        "outcomes",
        "overrides",
        "choices",
    )
    return Table(
        name=top.at("name").text(),
        version=top.at("version").text(),
        title=top.at("title").text(),
        source=top.at("source").text(),
        year=top.at("year").whole(),
        applies=_applies(top.at("applies")),
        parameters=tuple(_parameter(one) for one in top.at("parameters").each()),
        outcomes=tuple(_outcome(one) for one in top.at("outcomes").each()),
        overrides=tuple(_override(one) for one in top.at("overrides").each()),
        choices=tuple(one.text() for one in top.at("choices").each()),
    )


def _applies(place: Place) -> Applicability:
    if place.content is not None:
        place.only("youngest", "below", "pregnancy")
    return Applicability(
        youngest=place.at("youngest").whole_or_none(),
        below=place.at("below").whole_or_none(),
        pregnancy=place.at("pregnancy").truth(default=True),
    )


def _parameter(place: Place) -> Parameter:
    name = place.at("name").text()
    if place.at("gauges").content is None:
        return Parameter(name, (_gauge(place, "name"),))
    place.only("name", "gauges")
    return Parameter(name, tuple(_gauge(one) for one in place.at("gauges").each()))


def _gauge(place: Place, *besides: str) -> Gauge:
    place.only(*besides, *_GAUGE, *(() if place.at("charts").content else _MARKS))
    return Gauge(
        input=place.at("input").member(Input),
        unit=place.at("unit").text(""),
        grid=place.at("grid").decimal_or_none(),
        decides=place.at("decides").truth(default=True),
        unscored=tuple(one.text() for one in place.at("unscored").each()),
        charts=_charts(place),
    )


def _charts(place: Place) -> tuple[Chart, ...]:
    if place.at("charts").content is None:
        return (_chart(place),)
    for one in place.at("charts").each():
        one.only("when", *_MARKS)
    return tuple(_chart(one) for one in place.at("charts").each())


def _chart(place: Place) -> Chart:
    return Chart(
        when=tuple(_condition(one) for one in place.at("when").each()),
        bands=tuple(_band(one) for one in place.at("bands").each()),
        codes=tuple(_code(one) for one in place.at("codes").each()),
    )


def _pair(place: Place) -> tuple[Place, Place]:
    parts = tuple(place.each())
    if len(parts) == 2:  # noqa: PLR2004 -- a pair has two
        return parts[0], parts[1]
    place.flaw("must be a pair: what is scored, and its points")
    return Place("0"), Place(0)


def _band(place: Place) -> Band:
    stretch, points = _pair(place)
    return Band(stretch.range(), points.points())


def _code(place: Place) -> Code:
    code, points = _pair(place)
    return Code(code.text(), points.points())


def _condition(place: Place) -> Condition:
    place.only("input", "range", "codes")
    stretch = place.at("range")
    return Condition(
        input=place.at("input").member(Input),
        range=None if stretch.content is None else stretch.range(),
        codes=tuple(one.text() for one in place.at("codes").each()),
    )


def _outcome(place: Place) -> Outcome:
    place.only("total", "single", "level", "label", "response", "monitoring", "every")
    return Outcome(
        total=place.at("total").range(),
        single=place.at("single").whole_or_none(),
        level=place.at("level").member(Level),
        label=place.at("label").text(),
        response=place.at("response").text(""),
        monitoring=place.at("monitoring").text(""),
        every=place.at("every").whole_or_none(),
    )


def _override(place: Place) -> Override:
    place.only("when", "level", "needed")
    return Override(
        when=_condition(place.at("when")),
        level=place.at("level").member(Level),
        needed=place.at("needed").truth(default=False),
    )
