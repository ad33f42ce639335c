"""qSOFA of Sepsis-3: three signs at the bedside that prompt a look for organ dysfunction."""

from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.notation import bands, charted, coded, line, measured, span
from vitalcore.risk.table import Outcome, Table

QSOFA = Table(
    name="qsofa",
    version="1",
    title="Quick Sequential Organ Failure Assessment",
    source="Singer M, Deutschman CS, Seymour CW, et al. The Third International Consensus"
    " Definitions for Sepsis and Septic Shock (Sepsis-3). JAMA 2016;315:801-810",
    year=2016,
    parameters=(
        line("respiratory_rate", charted(Input.RR, bands(("<22", 0), (">=22", 1)))),
        line("systolic_bp", charted(Input.SBP, bands(("<=100", 1), (">100", 0)))),
        line(
            "mentation",
            coded(Input.ACVPU, ("A", 0), ("C", 1), ("V", 1), ("P", 1), ("U", 1)),
            measured(Input.GCS, bands(("<15", 1), ("15", 0))),
        ),
    ),
    outcomes=(
        Outcome(
            total=span("0-1"), level=Level.LOW, label="not positive", response="", monitoring=""
        ),
        Outcome(
            total=span("2-3"),
            level=Level.HIGH,
            label="positive",
            response="In suspected infection, look for organ dysfunction; this is no diagnosis",
            monitoring="",
        ),
    ),
    choices=(
        "Altered mentation is GCS below 15 or ACVPU other than alert; either is enough.",
        "Rates and pressures are rounded half-up to whole numbers.",
        "The levels LOW and HIGH are this library's words; the publication gives the threshold.",
    ),
)
