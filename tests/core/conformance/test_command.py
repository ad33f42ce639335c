"""The command line of the library."""

import io
import json
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socket import create_server, socket
from threading import Thread

import pytest

from vitalcore.__main__ import main
from vitalcore.conformance.protocol import answer

type Capture = pytest.CaptureFixture[str]

ANSWER = f"{sys.executable} -m vitalcore answer"


class Service(BaseHTTPRequestHandler):
    """Answers as this library does, and says an error with a status of its own."""

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = answer(question["inputs"])
        self.send_response(422 if "error" in said else 200)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def url() -> Iterator[str]:
    """The address of a service that answers right."""
    server = HTTPServer(("127.0.0.1", 0), Service)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def said(*lines: bytes) -> io.TextIOWrapper:
    """What somebody types, line by line."""
    return io.TextIOWrapper(io.BytesIO(b"".join(line + b"\n" for line in lines)))


def test_conformance_prints_no_difference(capsys: Capture) -> None:
    """The library agrees with every published vector, and its exit code says so."""
    assert main(["conformance"]) == 0
    assert "news2                        285          0" in capsys.readouterr().out


def test_another_implementation_is_asked_line_by_line(capsys: Capture) -> None:
    """The library's own `answer` command passes the whole corpus."""
    assert main(["conformance", "--stdin-command", ANSWER]) == 0
    assert "missing input" in capsys.readouterr().out


def test_another_implementation_is_asked_over_http(url: str, capsys: Capture) -> None:
    """A service that answers a POST a question passes the whole corpus."""
    assert main(["conformance", "--against", url]) == 0
    assert "value that cannot be" in capsys.readouterr().out


def test_an_implementation_that_answers_no_json_differs_everywhere(capsys: Capture) -> None:
    """What is no JSON is no answer, and the exit code says so."""
    assert main(["conformance", "--stdin-command", "echo sorry"]) == 1
    assert "no answer" in capsys.readouterr().out


def test_an_answer_that_is_no_utf_8_is_no_answer(tmp_path: Path, capsys: Capture) -> None:
    """It differs like anything that cannot be read, and the other answers count."""
    other = tmp_path / "other.py"
    other.write_text(
        "import subprocess, sys\n"
        f"given = subprocess.run({ANSWER.split()}, stdin=sys.stdin, capture_output=True).stdout\n"
        "sys.stdout.buffer.write(given.replace(b'}', b', \"note\": \"\\xff\"}', 1))\n"
    )
    assert main(["conformance", "--stdin-command", f"{sys.executable} {other}"]) == 1
    assert "no answer: 1, first " in capsys.readouterr().out


def test_a_service_that_speaks_no_http_is_told(capsys: Capture) -> None:
    """A sentence, and no trace."""
    with create_server(("127.0.0.1", 0)) as other:
        Thread(target=mumble, args=(other,), daemon=True).start()
        address = f"http://127.0.0.1:{other.getsockname()[1]}/"
        assert main(["conformance", "--against", address]) == 2
    assert capsys.readouterr().err.startswith("the other implementation could not be asked: ")


def mumble(listening: socket) -> None:
    """Answer whoever comes first with something else than HTTP."""
    caller, _ = listening.accept()
    with caller:
        caller.recv(65536)
        caller.sendall(b"hello\r\n\r\n")


def test_questions_are_answered_line_by_line(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line a question, one line an answer, under the question's id."""
    question = {"id": "7", "inputs": {"heart_rate": 131}}
    monkeypatch.setattr("sys.stdin", said(json.dumps(question).encode()))
    assert main(["answer"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert (given["id"], given["total"], given["least"]) == ("7", None, 3)


@pytest.mark.parametrize(
    "bad",
    [
        b"sorry",
        b"",
        b"\xff",
        b"[" * 100_000,
        b"null",
        b"[7]",
        b'{"id": "7"}',
        b'{"inputs": {}}',
        b'{"id": "7", "inputs": [1]}',
    ],
)
def test_what_is_no_question_is_told_by_its_line(
    bad: bytes, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The questions before it are answered; then a sentence, the exit code 2, and no trace."""
    monkeypatch.setattr("sys.stdin", said(b'{"id": "7", "inputs": {"heart_rate": 131}}', bad))
    assert main(["answer"]) == 2
    printed = capsys.readouterr()
    assert json.loads(printed.out)["id"] == "7"
    assert printed.err == "line 2 must be a JSON object with id and inputs\n"


@pytest.mark.parametrize("name", ["numpy", "pyarrow"])
def test_scoring_without_its_extra_is_told(
    name: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence says what to install, and the exit code is 2."""
    for loaded in [one for one in sys.modules if one.startswith("vitalcore.frame")]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, name, None)
    assert main(["score", "ward.csv", "--strategy", "news2"]) == 2
    assert capsys.readouterr().err == f"{name} is missing: install 'vitalmonitor[frame]'\n"


def test_what_is_missing_of_the_library_itself_is_no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation is a fault, and not answered with a sentence."""
    monkeypatch.setitem(sys.modules, "vitalcore.frame.cohort", None)
    with pytest.raises(ModuleNotFoundError, match="cohort"):
        main(["score", "ward.csv", "--strategy", "news2"])


def test_nothing_asked_is_explained(capsys: Capture) -> None:
    """Without a command the usage is printed and the exit code is 2."""
    with pytest.raises(SystemExit, match="2"):
        main([])
    assert "conformance" in capsys.readouterr().err


@pytest.mark.parametrize(
    "asked", [["--against", "http://127.0.0.1:1/"], ["--stdin-command", "/no/such/command"]]
)
def test_an_implementation_that_cannot_be_asked_is_told(asked: list[str], capsys: Capture) -> None:
    """Nobody listens there, or there is no such command: a sentence, and no trace."""
    assert main(["conformance", *asked]) == 2
    assert capsys.readouterr().err.startswith("the other implementation could not be asked: ")


@pytest.mark.parametrize(
    "asked",
    [
        ["--against", "file:///etc/hostname"],
        ["--stdin-command", " "],
        ["--against", ""],
        ["--against", "http://"],
        ["--against", "http://["],
        ["--against", "http://host:abc"],
        ["--against", "http://host:65536"],
        ["--against", "http://host/a b"],
        ["--against", "http://host/\u00e5"],
        ["--against", "http://host..org/"],
    ],
)
def test_what_names_no_implementation_is_refused(asked: list[str], capsys: Capture) -> None:
    """It does not fall back on the vectors, which would pass."""
    with pytest.raises(SystemExit) as refused:
        main(["conformance", *asked])
    assert (refused.value.code, "must" in capsys.readouterr().err) == (2, True)
