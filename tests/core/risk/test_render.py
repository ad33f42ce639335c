"""A score's page shows every number that the table holds."""

from html.parser import HTMLParser

from attrs import evolve
from hypothesis import given

from tests.core.risk.scores import tables
from vitalcore.risk.render import html, markdown, page
from vitalcore.risk.table import Table
from vitalcore.risk.tables.news2 import NEWS2
from vitalcore.risk.tables.pews import PEWS_ENGLAND


class Cells(HTMLParser):
    """Collects the text of cells, and the tags that are still open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, _: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@given(tables)
def test_every_band_code_and_response_is_on_the_page(table: Table) -> None:
    """A nurse finds each cell of the chart, each level and each choice on the page."""
    text = markdown(page(table))
    charts = [chart for gauge in table.gauges for chart in gauge.charts]
    bands = [str(band.range) for chart in charts for band in chart.bands]
    codes = [one.code for chart in charts for one in chart.codes]
    words = [word for one in table.outcomes for word in (one.level, one.label, one.response)]
    missing = [
        one for one in (*bands, *codes, *words, *table.choices, table.source) if one not in text
    ]
    assert missing == []


@given(tables)
def test_the_html_closes_what_it_opens_and_says_the_same(table: Table) -> None:
    """The fragment is well formed, and its cells are those of the page."""
    read = Cells()
    read.feed(html(page(table)))
    told = "".join(read.texts)
    cells = [cell for grid in page(table).grids for row in grid.rows for cell in row]
    assert read.open == []
    assert [cell for cell in cells if cell not in told] == []


def test_a_row_of_the_chart_reads_like_the_publication() -> None:
    """Points are columns, bands are cells, and what chooses the chart stands beside it."""
    text = markdown(page(NEWS2))
    assert "| pulse | HR | /min, 1 |  | 51-90 | 41-50; 91-110 | 111-130 | <=40; >=131 |" in text
    assert "| consciousness | ACVPU |  |  | A |  |  | C; V; P; U |" in text
    assert "| spo2 | SpO2 | %, 1 | SpO2_scale 2 and O2 >0 | 88-92 | 86-87; 93-94 |" in text
    assert "| 0-4, with 3 in a single parameter | LOW-MEDIUM | low-medium | every 1 h |" in text
    assert "For: from 16 years, not in pregnancy and the time after birth" in text


def test_overrides_and_what_can_only_add_are_said() -> None:
    """The page of PEWS tells what raises the level, and that a device can only add."""
    text = markdown(page(PEWS_ENGLAND))
    assert "| ACVPU P or U (responds to pain, unresponsive) | EMERGENCY |" in text
    assert "oxygen_device (can only add)" in text
    assert "For: under 16 years" in text


def test_choices_are_a_list_where_there_are_any() -> None:
    """What was chosen stands at the end of the page; without choices there is no list."""
    assert html(page(NEWS2)).endswith("not past its review.</li></ul>\n")
    assert "<ul>" not in html(page(evolve(NEWS2, choices=())))


def test_html_escapes_what_is_written_with_angles() -> None:
    """A band such as <=8 is text and never a tag."""
    fragment = html(page(NEWS2))
    assert "<td>&lt;=8; &gt;=25</td>" in fragment
    assert "<=8" not in fragment
