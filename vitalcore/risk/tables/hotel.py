"""HOTEL of Kellett: five signs of an early death after admission."""

from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.notation import bands, charted, coded, line, span
from vitalcore.risk.table import Outcome, Table


def _outcome(total: str, level: Level, label: str) -> Outcome:
    return Outcome(total=span(total), level=level, label=label, response="", monitoring="")


HOTEL = Table(
    name="hotel",
    version="1",
    title="Hypotension, Oxygen saturation, low Temperature, ECG changes, Loss of independence",
    source="Kellett J, Deane B, Gleeson M. Derivation and validation of a score based on"
    " Hypotension, Oxygen saturation, low Temperature, ECG changes and Loss of independence"
    " (HOTEL) that predicts early mortality. Resuscitation 2008;78:52-58",
    year=2008,
    parameters=(
        line("hypotension", charted(Input.SBP, bands(("<100", 1), (">=100", 0)))),
        line("oxygen_saturation", charted(Input.SPO2, bands(("<90", 1), (">=90", 0)))),
        line("temperature", charted(Input.BT, bands(("<35.0", 1), (">=35.0", 0)))),
        line("ecg", coded(Input.ECG, ("normal", 0), ("abnormal", 1))),
        line("loss_of_independence", coded(Input.STANDING, ("able", 0), ("unable", 1))),
    ),
    outcomes=(
        _outcome("0", Level.LOW, "early mortality 0 %"),
        _outcome("1", Level.LOW, "early mortality 0.3 %"),
        _outcome("2", Level.MEDIUM, "early mortality about 1-2 %"),
        _outcome("3-5", Level.HIGH, "early mortality 6-10 %"),
    ),
    choices=(
        "Pressure, saturation and temperature are rounded half-up to the ward chart's grid.",
        "Early mortality is between 15 minutes and 24 hours, and varies by paper.",
        "The levels are this library's words; the publication gives mortalities.",
    ),
)
