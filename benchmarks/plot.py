"""The results as a picture: for each aim, how many requests a second everybody answered."""

from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.patches import Patch

from benchmarks.results import LIMIT, OURS, PEER, Results
from benchmarks.targets import TARGETS, Target

mpl.use("Agg")
COLOURS = {OURS: "#0b6e4f", PEER: "#b0b0b0", LIMIT: "#f2c14e"}
BAR = 0.27  # of the room of an aim


def draw(results: Results, file: Path) -> None:
    """Paint the picture into *file*, a PNG."""
    aims = [one for one in TARGETS if results.cell(OURS, *_place(one))]
    figure, axes = plt.subplots(figsize=(9, 0.6 * len(aims) + 1.5), layout="constrained")
    for row, aim in enumerate(aims):
        for turn, who in enumerate(COLOURS):
            if found := results.cell(who, *_place(aim)):
                bar = axes.barh(row + turn * BAR, found.rate, BAR, color=COLOURS[who])
                axes.bar_label(bar, [f" {found.rate:,.0f}"], fontsize=7)
    axes.set_yticks([row + BAR for row in range(len(aims))], [_named(one) for one in aims])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.margins(x=0.1)  # for the figure beside the longest bar
    axes.set_xlabel("requests per second, on a logarithmic scale")
    patches = [Patch(color=one) for one in COLOURS.values()]
    axes.legend(patches, ["ours", "the usual stack", "pgbench"], loc="lower right")
    figure.savefig(file, dpi=150)
    plt.close(figure)


def _place(aim: Target) -> tuple[str, int, int]:
    return aim.name, aim.readings, aim.connections


def _named(aim: Target) -> str:
    return f"{aim.name}\n{aim.connections} at once, {aim.readings:.0e} readings".replace("e+0", "e")
