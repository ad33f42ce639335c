"""README.md, taken apart: its sections, its fenced blocks, its tables."""

import re
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

_FENCED = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_VOLATILE = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # ids
    r"|\d{4}-\d\d-\d\dT[0-9:.]+Z"  # moments
    r'|(?<="age_seconds":)\d+'
)


def section(title: str) -> str:
    """Give what stands under a heading."""
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def told(title: str, language: str) -> list[tuple[str, str]]:
    """Pair each block of *language* with the block of what it prints, "" where none follows."""
    blocks = [*_FENCED.findall(section(title)), (language, "")]
    return [
        (code, "" if then == language else printed)
        for (kind, code), (then, printed) in pairwise(blocks)
        if kind == language
    ]


def rows(title: str) -> list[str]:
    """List the rows of a section's table, without its head."""
    return [line for line in section(title).splitlines() if line.startswith("| ")][1:]


def masked(text: str) -> str:
    """Hide what is another one at every run: ids and moments."""
    return _VOLATILE.sub("*", text).strip()
