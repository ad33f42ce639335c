"""SIRS of the 1992 consensus: four criteria, of which the ward's own give a lower bound."""

from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.notation import bands, line, measured, span
from vitalcore.risk.table import Outcome, Table

SIRS = Table(
    name="sirs",
    version="1",
    title="Systemic Inflammatory Response Syndrome",
    source="Bone RC, Balk RA, Cerra FB, et al. (ACCP/SCCM consensus conference). Definitions for"
    " sepsis and organ failure. Chest 1992;101:1644-1655",
    year=1992,
    parameters=(
        line(
            "temperature", measured(Input.BT, bands(("<36.0", 1), ("36.0-38.0", 0), (">38.0", 1)))
        ),
        line("heart_rate", measured(Input.HR, bands(("<=90", 0), (">90", 1)))),
        line(
            "respiration",
            measured(Input.RR, bands(("<=20", 0), (">20", 1))),
            measured(Input.PACO2, bands(("<32", 1), (">=32", 0)), decides=False),
        ),
        line(
            "white_cells",
            measured(Input.WBC, bands(("<4.0", 1), ("4.0-12.0", 0), (">12.0", 1))),
            measured(Input.BANDS, bands(("<=10", 0), (">10", 1)), decides=False),
        ),
    ),
    outcomes=(
        Outcome(total=span("0-1"), level=Level.LOW, label="not met", response="", monitoring=""),
        Outcome(total=span("2-4"), level=Level.HIGH, label="SIRS", response="", monitoring=""),
    ),
    choices=(
        "Comparisons are strict and hold on the value as given, unrounded: 38.0 is no fever.",
        "Without a white cell count the total is a lower bound: at least so many of 4.",
        "Carbon dioxide and immature forms can only add to respiratory rate and white cells.",
        "The levels LOW and HIGH are this library's words; the publication gives the threshold.",
    ),
)
