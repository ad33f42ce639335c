"""What a long run has to say: how much was asked, what befell, and how soon it was over."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from tests.faults.history import Deed, History, Trouble


def recoveries(history: History) -> Mapping[str, Sequence[float]]:
    """Give the seconds from the end of each fault until every server has done a write again."""
    found: dict[str, list[float]] = defaultdict(list)
    for trouble in history.troubles:
        found[trouble.kind].append(_recovery(history.deeds, trouble))
    return found


def _recovery(deeds: Sequence[Deed], trouble: Trouble) -> float:
    servers = {one.server for one in deeds} if trouble.server is None else {trouble.server}
    return max(_first(deeds, trouble, server) for server in servers) - trouble.lifted


def _first(deeds: Sequence[Deed], trouble: Trouble, server: int) -> float:
    done = (one for one in deeds if one.server == server and one.write and one.version)
    return min(
        (one.answered for one in done if one.answered > trouble.lifted), default=float("inf")
    )


def lines(history: History, violations: Counter[str]) -> Iterator[str]:
    """Tell a run in lines of Markdown."""
    asked = Counter((one.verb, one.status or "cut") for one in history.deeds)
    yield f"operations: {len(history.deeds)}, violations: {violations.total()}"
    yield from (f"- {kind}: {times}" for kind, times in violations.most_common())
    yield "\n| operation | answer | times |\n|---|---|---|"
    yield from (
        f"| {verb} | {status} | {asked[verb, status]} |" for verb, status in sorted(asked, key=str)
    )
    yield "\n| fault | times | lasted s: median, most | back after s: median, most |"
    yield "|---|---|---|---|"
    for kind, back in recoveries(history).items():
        lasted = [one.lifted - one.began for one in history.troubles if one.kind == kind]
        yield f"| {kind} | {len(back)} | {_figures(lasted)} | {_figures(back)} |"


def _figures(seconds: Sequence[float]) -> str:
    return f"{median(seconds):.2f}, {max(seconds):.2f}"
