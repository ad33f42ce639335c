"""The command line of the library: the one page of vitalcore that reads, asks and prints.

python -m vitalcore conformance                        this library against published vectors
python -m vitalcore conformance --against URL          the NEWS2 corpus, one POST a question
python -m vitalcore conformance --stdin-command CMD    the same, one line a question and answer
python -m vitalcore answer                             this library's answers, line by line
python -m vitalcore score FILE --strategy news2        a file of readings, given back with scores
python -m vitalcore score FOLDER --cluster tcp://...   a folder of them, by the workers of a cluster
"""

import json
import shlex
import subprocess
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable, Iterator, Sequence
from http.client import HTTPException
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeIs
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from vitalcore.conformance.corpus import Case, corpus
from vitalcore.conformance.protocol import answer
from vitalcore.conformance.report import corpus_report, vectors_report

#: How long another implementation may take for one question, and for all of them.
_SECONDS_EACH = 10
_SECONDS_ALL = 600
#: What scoring a file or a folder imports, and the extra that brings it.
_EXTRAS = {"numpy": "frame", "pyarrow": "frame", "distributed": "cluster"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0 where nothing differs."""
    said = _parser().parse_args(arguments)
    command: int = said.run(said)
    return command


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m vitalcore", description="Not a medical device.")
    commands = parser.add_subparsers(required=True)
    conformance = commands.add_parser("conformance", help="hold scores against published facts")
    other = conformance.add_mutually_exclusive_group()
    other.add_argument("--against", metavar="URL", type=_address, help="one that answers POSTs")
    other.add_argument(
        "--stdin-command", metavar="CMD", type=_words, help="one that answers line by line"
    )
    conformance.set_defaults(run=_conformance)
    commands.add_parser("answer", help="answer the corpus's questions").set_defaults(run=_answer)
    _scoring(commands.add_parser("score", help="score a file of readings (needs extra: frame)"))
    return parser


def _scoring(score: ArgumentParser) -> None:
    score.add_argument(
        "file",
        help=".parquet, .csv, .ndjson or .jsonl, one column an input; or a folder of .parquet",
    )
    score.add_argument("--strategy", required=True, help="the score's name, such as news2")
    score.add_argument("--out", help="where to, instead of beside the file")
    score.add_argument(
        "--unit",
        metavar="NAME=UNIT",
        type=_unit,
        action="append",
        default=[],
        help="a unit (UCUM) unlike the chart's, such as BT=[degF]",
    )
    score.add_argument(
        "--cluster", metavar="ADDRESS", help="a Dask scheduler, for a folder (needs extra: cluster)"
    )
    score.set_defaults(run=_score)


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ArgumentTypeError("must begin with http:// or https://")
    if not _reachable(text):
        raise ArgumentTypeError("must name a host and, if any, a port from 0 to 65535, in ASCII")
    return text


def _reachable(text: str) -> bool:
    """Could somebody be asked there? What urllib would stumble over later is found now."""
    try:
        parts = urlsplit(text)
        host, _ = (parts.hostname or "").encode("idna"), parts.port
    except ValueError:
        return False
    return bool(host) and text.isascii() and text.isprintable() and " " not in text


def _words(text: str) -> list[str]:
    words = shlex.split(text)
    if not words:
        raise ArgumentTypeError("must name a command")
    return words


def _unit(text: str) -> tuple[str, str]:
    name, equals, unit = text.partition("=")
    if not (name and equals and unit):
        raise ArgumentTypeError("must be a column, = and its unit, such as BT=[degF]")
    return name, unit


def _score(said: Namespace) -> int:
    if _replaces(said):
        print(f"{said.file}: --out must name another file", file=sys.stderr)
        return 2
    try:
        from vitalcore.frame.cohort import score  # noqa: PLC0415 -- an extra that others do without

        return score(_seen_by_all(said) if said.cluster else said, sys.stderr)
    except ModuleNotFoundError as missing:
        if missing.name not in _EXTRAS:
            raise
        extra = _EXTRAS[missing.name]
        print(f"{missing.name} is missing: install 'vitalmonitor[{extra}]'", file=sys.stderr)
        return 2


def _seen_by_all(said: Namespace) -> Namespace:
    """Name whole paths: a cluster's workers stand in folders of their own."""
    paths = {name: str(Path(path).absolute()) for name, path in _paths(said)}
    return Namespace(**{**vars(said), **paths})


def _paths(said: Namespace) -> Iterator[tuple[str, str]]:
    return ((name, vars(said)[name]) for name in ("file", "out") if vars(said)[name])


def _replaces(said: Namespace) -> bool:
    """Would the scores take the place of what they are made from, under whatever name?"""
    file, out = Path(said.file), Path(said.out or "")
    return file.is_file() and out.is_file() and out.samefile(file)


def _conformance(said: Namespace) -> int:
    try:
        differing, lines = _report(said)
    except (OSError, HTTPException, subprocess.TimeoutExpired) as unreached:
        print(f"the other implementation could not be asked: {unreached}", file=sys.stderr)
        return 2
    print(*lines, sep="\n")
    return min(differing, 1)


def _report(said: Namespace) -> tuple[int, tuple[str, ...]]:
    if said.against:
        return corpus_report(corpus(), _asked(said.against, corpus()))
    if said.stdin_command:
        return corpus_report(corpus(), _run(said.stdin_command, corpus()))
    return vectors_report(_vectors())


def _answer(_: Namespace) -> int:
    for place, line in enumerate(sys.stdin.buffer, 1):
        question = _read(line)
        if not _is_question(question):
            print(f"line {place} must be a JSON object with id and inputs", file=sys.stderr)
            return 2
        print(json.dumps({"id": question["id"], **answer(question["inputs"])}))
    return 0


def _is_question(said: object) -> TypeIs[dict[str, Any]]:
    return isinstance(said, dict) and "id" in said and isinstance(said.get("inputs"), dict)


def _vectors() -> Iterator[dict[str, Any]]:
    for file in sorted(files("vitalcore").joinpath("vectors").iterdir(), key=lambda one: one.name):
        yield from json.loads(file.read_text(encoding="utf-8"))


def _question(case: Case) -> str:
    return json.dumps({"id": case.id, "inputs": dict(case.inputs)})


def _asked(url: str, cases: Iterable[Case]) -> dict[str, object]:
    return {case.id: _posted(url, _question(case)) for case in cases}


def _posted(url: str, question: str) -> object:
    """Ask once; an answer that is an HTTP error is read like any other."""
    request = Request(url, question.encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=_SECONDS_EACH) as reply:
            return _read(reply.read())
    except HTTPError as refused:
        return _read(refused.read())


def _run(command: Sequence[str], cases: Iterable[Case]) -> dict[str, object]:
    questions = "\n".join(_question(case) for case in cases)
    done = subprocess.run(
        command,
        input=questions.encode(),
        stdout=subprocess.PIPE,
        check=False,
        timeout=_SECONDS_ALL,
    )
    answers = (_read(line) for line in done.stdout.splitlines())
    return {str(one.get("id")): one for one in answers if isinstance(one, dict)}


def _read(text: bytes) -> object:
    """Read a question or an answer; None for what is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # the latter for what is nested too deep
        return None


if __name__ == "__main__":
    raise SystemExit(main())
