"""NEWS of 2012: as NEWS2 on its Scale 1, without new confusion and with a stronger single 3."""

from attrs import evolve

from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.notation import bands, charted, coded, line
from vitalcore.risk.table import Applicability, Table
from vitalcore.risk.tables import news2

_NONE, _LOW, _SINGLE, _MEDIUM, _HIGH = news2.OUTCOMES

NEWS = Table(
    name="news",
    version="1",
    title="National Early Warning Score (2012)",
    source="Royal College of Physicians. National Early Warning Score (NEWS): Standardising the"
    " assessment of acute-illness severity in the NHS. London: RCP, 2012",
    year=2012,
    applies=Applicability(youngest=16, pregnancy=False),
    parameters=(
        news2.RESPIRATION,
        line("spo2", charted(Input.SPO2, bands(*news2.SPO2_SCALE_1))),
        news2.OXYGEN,
        news2.SYSTOLIC,
        news2.PULSE,
        line(
            "consciousness",
            coded(Input.ACVPU, ("A", 0), ("V", 3), ("P", 3), ("U", 3), unscored=("C",)),
        ),
        news2.TEMPERATURE,
    ),
    outcomes=(
        evolve(_NONE, label="none", response=""),
        evolve(_LOW, response=""),
        evolve(_SINGLE, level=Level.MEDIUM, label="medium", response=""),
        evolve(_MEDIUM, response=""),
        evolve(_HIGH, response=""),
    ),
    choices=(
        "The publication gives no rounding rule: a value is rounded half-up to the chart's grid.",
        "New confusion is not on this chart: it leaves consciousness unknown, neither 0 nor 3.",
    ),
)
