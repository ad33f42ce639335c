"""A score as a page to read: the chart as a table, in Markdown and in HTML."""

from collections.abc import Iterable, Sequence
from html import escape

from attrs import frozen

from vitalcore.risk.inputs import NATURE, Coding
from vitalcore.risk.table import Chart, Condition, Gauge, Outcome, Override, Parameter, Table

type Row = tuple[str, ...]


@frozen
class Grid:
    """A heading, the columns' names and the rows."""

    heading: str
    columns: Row
    rows: tuple[Row, ...]


@frozen(kw_only=True)
class Page:
    """A score's page: *lines* of facts, grids, and the choices where the source leaves room."""

    title: str
    lines: tuple[str, ...]
    grids: tuple[Grid, ...]
    choices: tuple[str, ...]


def page(table: Table) -> Page:
    """Set *table* out as it would be printed."""
    return Page(
        title=f"{table.title} ({table.name}, version {table.version})",
        lines=(f"Source: {table.source} ({table.year})", *_applies(table)),
        grids=(_chart(table), _outcomes(table), *_overrides(table)),
        choices=table.choices,
    )


def markdown(page: Page) -> str:
    """Write *page* as Markdown, which is also plain text."""
    parts = [f"# {page.title}", *page.lines]
    for grid in page.grids:
        ruler = ("---",) * len(grid.columns)
        rows = "\n".join(_bars(row) for row in (grid.columns, ruler, *grid.rows))
        parts += [f"## {grid.heading}", rows]
    parts += ["\n".join(f"- {one}" for one in page.choices)] if page.choices else []
    return "\n\n".join(parts) + "\n"


def html(page: Page) -> str:
    """Write *page* as a fragment of HTML."""
    parts = [f"<h1>{escape(page.title)}</h1>", *(f"<p>{escape(one)}</p>" for one in page.lines)]
    for grid in page.grids:
        parts += [f"<h2>{escape(grid.heading)}</h2>", _table(grid)]
    items = "".join(f"<li>{escape(one)}</li>" for one in page.choices)
    return "\n".join([*parts, f"<ul>{items}</ul>" if items else ""]).strip() + "\n"


def _bars(row: Row) -> str:
    cells = (cell.replace("|", "\\|") for cell in row)
    return f"| {' | '.join(cells)} |"


def _table(grid: Grid) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in grid.columns)
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in grid.rows)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _applies(table: Table) -> tuple[str, ...]:
    """Say for whom the score is made."""
    limits = table.applies
    said = [
        f"from {limits.youngest} years" if limits.youngest is not None else "",
        f"under {limits.below} years" if limits.below is not None else "",
        "" if limits.pregnancy else "not in pregnancy and the time after birth",
    ]
    return (f"For: {', '.join(one for one in said if one)}",) if any(said) else ()


def _chart(table: Table) -> Grid:
    columns = sorted({one for parameter in table.parameters for one in parameter.points})
    rows = (
        (*_labels(parameter, gauge, chart), *_cells(chart, columns))
        for parameter in table.parameters
        for gauge in parameter.gauges
        for chart in gauge.charts
    )
    names = ("Parameter", "Input", "Unit, grid", "When")
    return Grid("Points", (*names, *(str(one) for one in columns)), tuple(rows))


def _labels(parameter: Parameter, gauge: Gauge, chart: Chart) -> Row:
    grid = "" if gauge.grid is None else f", {gauge.grid}"
    raises = "" if gauge.decides else " (can only add)"
    return (
        parameter.name,
        f"{gauge.input}{raises}",
        f"{gauge.unit}{grid}",
        " and ".join(_condition(one) for one in chart.when),
    )


def _cells(chart: Chart, columns: Sequence[int]) -> Iterable[str]:
    for points in columns:
        bands = [str(band.range) for band in chart.bands if band.points == points]
        codes = [one.code for one in chart.codes if one.points == points]
        yield "; ".join([*bands, *codes])


def _condition(one: Condition) -> str:
    return f"{one.input} {one.range}" if one.range else f"{one.input} {' or '.join(one.codes)}"


def _outcomes(table: Table) -> Grid:
    columns = ("Total", "Level", "Class", "Monitoring", "Response")
    return Grid("Levels", columns, tuple(_outcome(one) for one in table.outcomes))


def _outcome(one: Outcome) -> Row:
    single = "" if one.single is None else f", with {one.single} in a single parameter"
    return (f"{one.total}{single}", one.level, one.label, one.monitoring, one.response)


def _overrides(table: Table) -> tuple[Grid, ...]:
    rows = tuple(_override(one) for one in table.overrides)
    return (Grid("Raised at least to", ("When", "Level"), rows),) if rows else ()


def _override(one: Override) -> Row:
    meanings = NATURE[one.when.input]
    said = [meanings.codes[code] for code in one.when.codes] if isinstance(meanings, Coding) else []
    return (f"{_condition(one.when)}{f' ({", ".join(said)})' if said else ''}", one.level)
