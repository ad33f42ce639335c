"""The command `score`: a file of readings in, the same file with scores out."""

import json
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import pytest

from vitalcore.__main__ import main
from vitalcore.frame.files import delimited, lines, parquet
from vitalcore.frame.progress import Progress
from vitalcore.frame.score import score

HEADER = "id,RR,SpO2,O2,SBP,HR,ACVPU,BT,note\n"
WARD = (
    HEADER
    + "007,16,97,0,120,80,A,37.0,well\n"
    + '008,25,91.5,2,90,130.5,V,38.05,"says ""hello"", twice"\n'
    + "009,,95,0,120,80,?,nan,\n"
)
OBJECTS: list[dict[str, Any]] = [
    {"id": "007", "RR": 16, "SpO2": 97, "O2": 0, "SBP": 120, "HR": 80, "ACVPU": "A", "BT": 37.0},
    {"RR": 25, "SpO2": 91.5, "O2": 2, "SBP": 90, "HR": 130.5, "ACVPU": "V", "BT": 38.05},
    {"RR": None, "HR": 80, "name": "Åsa"},
]
TOTALS = [0, 17, None]


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    return tmp_path / "ward.csv"


def refusal(file: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """Run the command; it must leave nothing behind."""
    before = set(file.parent.iterdir())
    assert main(["score", str(file), "--strategy", "news2", *more]) == 2
    assert set(file.parent.iterdir()) == before
    return capsys.readouterr().err.removeprefix(f"{file}: ").removesuffix("\n")


def test_csv_is_given_back_with_scores(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was there stays letter for letter: 007 is no number."""
    ward.write_text(WARD)
    assert main(["score", str(ward), "--strategy", "news2"]) == 0
    target = ward.with_suffix(".news2.csv")
    assert capsys.readouterr().err == f"3 rows, 2 with a total, written to {target}\n"
    found = pcsv.read_csv(
        target, convert_options=pcsv.ConvertOptions(column_types={"id": pa.string()})
    )
    assert found["id"].to_pylist() == ["007", "008", "009"]
    assert found["note"].to_pylist() == ["well", 'says "hello", twice', ""]
    assert found["news2.total"].to_pylist() == TOTALS
    assert found["news2.refused.ACVPU"].to_pylist() == [False, False, True]
    assert found["news2.refused.BT"].to_pylist() == [False, False, False]


def test_ndjson_is_given_back_with_scores(tmp_path: Path) -> None:
    """Every object keeps what it held."""
    file, target = tmp_path / "ward.ndjson", tmp_path / "out.ndjson"
    file.write_text("".join(json.dumps(one) + "\n" for one in OBJECTS))
    assert main(["score", str(file), "--strategy", "news2", "--out", str(target)]) == 0
    found = [json.loads(line) for line in target.read_text().splitlines()]
    assert [one["news2.total"] for one in found] == TOTALS
    assert [
        {k: one[k] for k in whole} for one, whole in zip(found, OBJECTS, strict=True)
    ] == OBJECTS


@pytest.mark.parametrize(
    "rest",
    [
        '"note": "\\ud800"',
        '"note": "\\u00c5 \\u2028", "n\\ud800": 1',
        '"note": 1e400',
        '"note": -0.0E+5',
        '"id": 12345678901234567890.5',
        '"id": 1' + "0" * 5_000,
        '"deep": { "a" : [ 1.0 ,2.50, null ] }',
        '"ACVPU": "\\ud800"',
        '"ACVPU": "\u00c5"',
    ],
    ids=range(9),
)
def test_what_an_object_held_stays_letter_for_letter(rest: str, tmp_path: Path) -> None:
    """Numbers that no float holds, halves of a character, and spaces are not for us to change."""
    file = tmp_path / "ward.ndjson"
    file.write_text('{"RR": 16, ' + rest + "} \r\n" + "{" + rest + ', "RR": 16}', encoding="utf-8")
    assert main(["score", str(file), "--strategy", "news2"]) == 0
    first, last = (tmp_path / "ward.news2.ndjson").read_text(encoding="utf-8").splitlines()
    assert first.startswith('{"RR": 16, ' + rest + ', "news2.points.respiration_rate": 0, ')
    assert last.startswith("{" + rest + ', "RR": 16, "news2.points.respiration_rate": 0, ')
    assert ('"news2.refused.ACVPU": true' in last) is ("ACVPU" in rest)


@pytest.mark.parametrize("place", [0, 3, 4, 11])
def test_readings_may_stand_anywhere_in_a_file(
    place: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stretch without any of them is no reason to refuse the file; its rows are missing."""
    monkeypatch.setattr(lines, "ROWS", 4)
    rows = ["{}", '{"note": 1}', '{"age": 40}'] * 4
    rows[place] = json.dumps(OBJECTS[0])
    file = tmp_path / "ward.ndjson"
    file.write_text("\n".join(rows))
    assert main(["score", str(file), "--strategy", "news2"]) == 0
    text = (tmp_path / "ward.news2.ndjson").read_text().splitlines()
    totals = [json.loads(one)["news2.total"] for one in text]
    assert totals == [0 if i == place else None for i in range(12)]
    assert {json.loads(one)["news2.most"] for one in text} == {0, 20}


def test_a_file_without_any_reading_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever else it holds, and however long it is."""
    monkeypatch.setattr(lines, "ROWS", 2)
    file = tmp_path / "ward.ndjson"
    file.write_text('{"age": 40}\n{"hr": 80}\n{}\n{"SpO2_scale": 1}\n')
    assert refusal(file, capsys) == "has none of the columns RR, SpO2, O2, SBP, HR, ACVPU, BT"


@pytest.mark.parametrize(
    ("name", "out", "rule"),
    [
        ("ward.csv", "out.parquet", "--out must not end in .parquet: it is written as .csv"),
        ("ward.csv", "out.NDJSON", "--out must not end in .ndjson: it is written as .csv"),
        ("ward.jsonl", "out.csv", "--out must not end in .csv: it is written as .jsonl"),
    ],
)
def test_scores_are_not_written_under_the_name_of_another_format(
    name: str, out: str, rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """CSV is no Parquet, whatever it is called."""
    file = tmp_path / name
    file.write_text(WARD if name.endswith("csv") else json.dumps(OBJECTS[0]))
    assert refusal(file, capsys, "--out", str(tmp_path / out)) == rule


@pytest.mark.parametrize("out", ["out.jsonl", "out.NDJSON", "out", "out.d/scores"])
def test_scores_may_be_written_under_any_other_name(out: str, tmp_path: Path) -> None:
    """An ending that is no format's says nothing, and objects have two."""
    (tmp_path / "out.d").mkdir()
    file = tmp_path / "ward.ndjson"
    file.write_text(json.dumps(OBJECTS[0]))
    assert main(["score", str(file), "--strategy", "news2", "--out", str(tmp_path / out)]) == 0
    assert json.loads((tmp_path / out).read_text())["news2.total"] == 0


@pytest.mark.parametrize(("said", "exit_code"), [("Cel", 2), ("[degF]", 0)])
def test_a_unit_that_the_file_denies_is_refused(
    said: str, exit_code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which of two units counts is not for this library to choose."""
    file = tmp_path / "ward.parquet"
    warm = pa.field("BT", pa.float64(), metadata={"unit": "[degF]"})
    pq.write_table(pa.table([pa.array([100.5])], pa.schema([warm])), file)
    more = ["--unit", f"BT={said}"]
    assert main(["score", str(file), "--strategy", "news2", *more]) == exit_code
    rule = "BT is in [degF], as the file says; --unit must not say otherwise\n"
    assert capsys.readouterr().err.endswith(rule) is (exit_code == 2)


def test_parquet_is_given_back_with_scores(tmp_path: Path) -> None:
    """A unit may be stated in the file, and counts before the chart's."""
    file, target = tmp_path / "ward.parquet", tmp_path / "ward.news2.parquet"
    table = pa.Table.from_pylist(OBJECTS)
    warm = pa.field("BT", pa.float64(), metadata={"unit": "[degF]"})
    degrees = pa.array([98.6, 100.5, None])
    pq.write_table(table.set_column(table.column_names.index("BT"), warm, degrees), file)
    assert main(["score", str(file), "--strategy", "news2"]) == 0
    found = pq.read_table(target)
    assert found["news2.total"].to_pylist() == TOTALS
    assert found["news2.level"].to_pylist() == ["LOW", "HIGH", None]


def test_a_unit_may_be_said(ward: Path) -> None:
    """A file that states no units has the chart's, or those that are said."""
    ward.write_text(WARD.replace("37.0", "98.6").replace("38.05", "100.5"))
    assert main(["score", str(ward), "--strategy", "news2", "--unit", "BT=[degF]"]) == 0
    assert pcsv.read_csv(ward.with_suffix(".news2.csv"))["news2.total"].to_pylist() == TOTALS


@pytest.mark.parametrize("out", ["ward.csv", "./ward.csv", "link.csv"])
def test_a_file_is_not_replaced_by_its_scores(
    out: str, ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever it is called, it is still there afterwards."""
    ward.write_text(WARD)
    (ward.parent / "link.csv").symlink_to(ward)
    assert refusal(ward, capsys, "--out", f"{ward.parent}/{out}") == "--out must name another file"
    assert ward.read_text() == WARD


def test_older_scores_are_replaced(ward: Path, tmp_path: Path) -> None:
    """A file of another name may be there already."""
    ward.write_text(WARD)
    (tmp_path / "out.csv").write_text("older")
    out = str(tmp_path / "out.csv")
    assert main(["score", str(ward), "--strategy", "news2", "--out", out]) == 0
    assert pcsv.read_csv(out)["news2.total"].to_pylist() == TOTALS


def test_the_scale_may_be_a_whole_number(tmp_path: Path) -> None:
    """88 % is well on Scale 2, whether it is said as 2 or as a text."""
    file = tmp_path / "ward.ndjson"
    ward = [OBJECTS[0] | {"SpO2": 88, "SpO2_scale": one} for one in (2, "2", 1, "1", None)]
    file.write_text("".join(json.dumps(one) + "\n" for one in ward))
    assert main(["score", str(file), "--strategy", "news2"]) == 0
    lines = (tmp_path / "ward.news2.ndjson").read_text().splitlines()
    assert [json.loads(line)["news2.total"] for line in lines] == [0, 0, 3, 3, 3]


@pytest.mark.parametrize("said", ["BT", "=Cel", "BT="])
def test_a_unit_needs_a_column(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Anything else is a slip."""
    with pytest.raises(SystemExit):
        main(["score", "ward.csv", "--strategy", "news2", "--unit", said])
    assert "must be a column, = and its unit" in capsys.readouterr().err


def test_a_long_file_is_taken_in_stretches(
    ward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost between them, and a line is told right in each."""
    monkeypatch.setattr(delimited, "BLOCK", 4_000)
    monkeypatch.setattr(lines, "ROWS", 100)
    monkeypatch.setattr(parquet, "ROWS", 100)
    rows = "".join(f"{i},{i % 40},,,,80,A,37.0,\n" for i in range(1_000))
    ward.write_text(HEADER + rows)
    assert main(["score", str(ward), "--strategy", "news2"]) == 0
    found = pcsv.read_csv(ward.with_suffix(".news2.csv"))
    assert found["id"].to_pylist() == list(range(1_000))
    for ending in ("parquet", "ndjson"):
        file = tmp_path / f"ward.{ending}"
        table = found.select(["id", "RR", "HR", "ACVPU", "BT"])
        if ending == "parquet":
            pq.write_table(table, file)
        else:
            file.write_text("".join(json.dumps(one) + "\n" for one in table.to_pylist()))
        assert main(["score", str(file), "--strategy", "news2"]) == 0
    again = pq.read_table(tmp_path / "ward.news2.parquet")
    text = (tmp_path / "ward.news2.ndjson").read_text().splitlines()
    assert again["news2.least"].to_pylist() == found["news2.least"].to_pylist()
    assert [json.loads(one)["news2.least"] for one in text] == found["news2.least"].to_pylist()


@pytest.mark.parametrize("row", [2, 500, 999])
def test_the_line_of_a_bad_number_is_told(
    row: int, ward: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The header is line 1; the value itself is not repeated."""
    monkeypatch.setattr(delimited, "BLOCK", 4_000)
    rows = [f"{i},{i % 40},,,,80,A,37.0,\n" for i in range(1_000)]
    rows[row] = f"{row},sixteen,,,,80,A,37.0,\n"
    ward.write_text(HEADER + "".join(rows))
    assert refusal(ward, capsys) == f"line {row + 2}: RR must be a number"


@pytest.mark.parametrize("row", [2, 999])
def test_the_line_of_a_ragged_row_is_told(
    row: int, ward: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line must have as many fields as the header."""
    monkeypatch.setattr(delimited, "BLOCK", 4_000)
    rows = [f"{i},{i % 40},,,,80,A,37.0,\n" for i in range(1_000)]
    rows[row] = f"{row},16\n"
    ward.write_text(HEADER + "".join(rows))
    rule = "must be UTF-8 text, and every line must have as many fields as the header"
    assert refusal(ward, capsys) == f"line {row + 2}: {rule}"


def test_bytes_that_are_no_text_are_refused(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in another encoding may hold other names than it seems."""
    ward.write_bytes(HEADER.encode() + b"\xff,16,,,,80,A,37.0,\n")
    assert "must be UTF-8 text" in refusal(ward, capsys)


EXPECTING = {"true": None, "False": 0, "": 0, "1": None, "TRUE": None, "0": 0}


def test_whoever_is_pregnant_gets_no_score_she_is_not_made_for(ward: Path) -> None:
    """A column `pregnant` of a CSV is read as true and false, as a frame's is; empty is unknown."""
    rows = "".join(f"40,16,97,0,120,80,A,37.0,{said}\n" for said in EXPECTING)
    ward.write_text("age,RR,SpO2,O2,SBP,HR,ACVPU,BT,pregnant\n" + rows)
    assert main(["score", str(ward), "--strategy", "news2"]) == 0
    found = pcsv.read_csv(ward.with_suffix(".news2.csv"))
    assert found["news2.total"].to_pylist() == list(EXPECTING.values())
    assert found["news2.applies"].to_pylist() == [one is not None for one in EXPECTING.values()]


def test_a_pregnancy_in_an_object_is_heeded(tmp_path: Path) -> None:
    """JSON's true and false; null and no such name are unknown."""
    file = tmp_path / "ward.ndjson"
    told: list[dict[str, Any]] = [{"pregnant": one} for one in (True, False, None)]
    file.write_text("".join(json.dumps(OBJECTS[0] | one) + "\n" for one in [*told, {}]))
    assert main(["score", str(file), "--strategy", "news2"]) == 0
    lines = (tmp_path / "ward.news2.ndjson").read_text().splitlines()
    assert [json.loads(line)["news2.total"] for line in lines] == [None, 0, 0, 0]


@pytest.mark.parametrize("said", ["yes", "2", "t", " true", "unknown"])
def test_a_pregnancy_that_is_neither_true_nor_false_is_refused(
    said: str, ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told by its line, and not taken for no."""
    ward.write_text(f"HR,pregnant\n80,false\n80,{said}\n")
    assert refusal(ward, capsys) == "line 3: pregnant must be true or false"


OBJECT = "must be one JSON object without repeated names, below 1048576 bytes"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[1]", OBJECT),
        ('{"RR": 16', OBJECT),
        ('{"RR": NaN}', OBJECT),
        ('{"RR": 16, "RR": 30}', OBJECT),
        ("", OBJECT),
        ("[" * 100_000, OBJECT),
        ('{"RR": 16, "note": "' + "x" * 2**20 + '"}', OBJECT),
        ('{"RR": "16"}', "RR must be a number"),
        ('{"RR": true}', "RR must be a number"),
        ('{"RR": 1' + "0" * 400 + "}", "RR must be a number"),
        ('{"ACVPU": 1}', "ACVPU must be a text"),
        ('{"RR": 16, "SpO2_scale": 2.0}', "SpO2_scale must be a text"),
        ('{"RR": 16, "SpO2_scale": true}', "SpO2_scale must be a text"),
        ('{"RR": 16, "pregnant": 1}', "pregnant must be true or false"),
        ('{"RR": 16, "pregnant": "true"}', "pregnant must be true or false"),
    ],
    ids=range(15),
)
def test_the_line_of_a_bad_object_is_told(
    text: str, rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the service would refuse it."""
    file = tmp_path / "ward.jsonl"
    file.write_text(json.dumps(OBJECTS[0]) + "\n" + text + "\n")
    assert refusal(file, capsys) == f"line 2: {rule}"


def test_a_file_that_is_not_what_its_name_says_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Text is no Parquet."""
    file = tmp_path / "ward.parquet"
    file.write_text(WARD)
    assert refusal(file, capsys) == "must be a whole Parquet file"


@pytest.mark.parametrize(
    ("name", "text", "more", "rule"),
    [
        ("ward.xlsx", WARD, (), "must end in one of .parquet, .csv, .ndjson, .jsonl"),
        (
            "ward.csv",
            "id,hr\n1,80\n",
            (),
            "has none of the columns RR, SpO2, O2, SBP, HR, ACVPU, BT",
        ),
        ("ward.csv", HEADER, (), "must hold a row of readings"),
        ("ward.csv", "", (), "must be UTF-8 text, and every line must have as many fields as"),
        ("ward.csv", "RR,RR\n16,30\n", (), "RR must be there once"),
        ("ward.csv", WARD, ("--unit", "BT=K"), "BT must state its unit: one of Cel, [degF]"),
        ("ward.csv", WARD, ("--unit", "sbp=kPa"), "sbp must be one of HR, RR, SBP, DBP, SpO2, BT"),
        ("ward.csv", WARD, ("--unit", "ACVPU=kPa"), "ACVPU must be one of HR, RR, SBP, DBP, SpO2"),
        ("ward.csv", WARD, ("--unit", "DBP=kPa"), "has no column DBP, of which --unit speaks"),
        ("ward.csv", WARD.replace("note", "news2.total"), (), "has news2.total already"),
        ("ward.csv", WARD, ("--strategy", "news3"), "--strategy must be one of news2, news, mews"),
    ],
)
def test_a_file_that_cannot_be_scored_is_refused(
    name: str,
    text: str,
    more: tuple[str, ...],
    rule: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The rule is told, and nothing is left behind."""
    file = tmp_path / name
    file.write_text(text)
    assert refusal(file, capsys, *more).startswith(rule)


def test_an_object_that_has_scores_already_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An older score is not written over."""
    file = tmp_path / "ward.ndjson"
    file.write_text('{"RR": 16, "news2.total": 3}\n')
    assert refusal(file, capsys) == "has news2.total already"


def test_a_file_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So is a place that cannot be written to."""
    assert "No such file" in refusal(tmp_path / "ward.csv", capsys)
    file = tmp_path / "there.csv"
    file.write_text(WARD)
    assert refusal(file, capsys, "--out", str(tmp_path / "no" / "where.csv"))


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_drawn_where_somebody_looks(ward: Path) -> None:
    """A bar, the share of the file and the rows so far."""
    ward.write_text(WARD)
    terminal = Terminal()
    said = ArgumentParser().parse_args([])
    said.file, said.strategy, said.out, said.unit = str(ward), "news2", None, []
    assert score(said, terminal) == 0
    assert terminal.getvalue().startswith(f"\r[{'#' * 30}] 100% 3 rows\n3 rows, 2 with a total")


def test_progress_is_silent_in_a_log() -> None:
    """A file of log lines needs no bar."""
    log = StringIO()
    Progress(log).show(0.5, 1_000)
    Progress(log).end()
    assert log.getvalue() == ""
