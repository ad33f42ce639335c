"""MEWS of Subbe and others: the modified early-warning score, with its open cells decided."""

from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.notation import bands, charted, coded, line, span
from vitalcore.risk.table import Outcome, Table

MEWS = Table(
    name="mews",
    version="1",
    title="Modified Early Warning Score",
    source="Subbe CP, Kruger M, Rutherford P, Gemmel L. Validation of a modified Early Warning"
    " Score in medical admissions. QJM 2001;94:521-526",
    year=2001,
    parameters=(
        line(
            "systolic_bp",
            charted(
                Input.SBP,
                bands(("<=70", 3), ("71-80", 2), ("81-100", 1), ("101-199", 0), (">=200", 2)),
            ),
        ),
        line(
            "heart_rate",
            charted(
                Input.HR,
                bands(
                    ("<=40", 2),
                    ("41-50", 1),
                    ("51-100", 0),
                    ("101-110", 1),
                    ("111-129", 2),
                    (">=130", 3),
                ),
            ),
        ),
        line(
            "respiratory_rate",
            charted(
                Input.RR, bands(("<9", 2), ("9-14", 0), ("15-20", 1), ("21-29", 2), (">=30", 3))
            ),
        ),
        line(
            "temperature", charted(Input.BT, bands(("<35.0", 2), ("35.0-38.4", 0), (">=38.5", 2)))
        ),
        line(
            "consciousness",
            coded(Input.ACVPU, ("A", 0), ("V", 1), ("P", 2), ("U", 3), unscored=("C",)),
        ),
    ),
    outcomes=(
        Outcome(total=span("0-4"), level=Level.LOW, label="below 5", response="", monitoring=""),
        Outcome(
            total=span(">=5"),
            level=Level.HIGH,
            label="5 or more",
            response="Associated with a raised risk of death and of admission to intensive care or"
            " high dependency",
            monitoring="",
        ),
    ),
    choices=(
        "A value is rounded half-up to the chart's grid: 38.45 is 38.5.",
        "Heart rate 40 scores 2 and systolic pressure 70 scores 3, as most transcriptions have it.",
        "Temperature 35.0 and respiratory rate 9 score 0, as the printed table has it.",
        "New confusion is not on this chart: it leaves consciousness unknown.",
        "The levels LOW and HIGH are this library's words; the publication gives the threshold.",
    ),
)
