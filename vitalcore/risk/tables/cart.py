"""CART of Churpek and others: the risk of a cardiac arrest on the ward."""

from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.notation import bands, charted, line, measured, span
from vitalcore.risk.table import Outcome, Table

CART = Table(
    name="cart",
    version="1",
    title="Cardiac Arrest Risk Triage",
    source="Churpek MM, Yuen TC, Park SY, et al. Derivation of a cardiac arrest prediction model"
    " using ward vital signs. Crit Care Med 2012;40:2102-2108",
    year=2012,
    parameters=(
        line(
            "respiratory_rate",
            charted(
                Input.RR, bands(("<21", 0), ("21-23", 8), ("24-25", 12), ("26-29", 15), (">29", 22))
            ),
        ),
        line("heart_rate", charted(Input.HR, bands(("<110", 0), ("110-139", 4), (">139", 13)))),
        line(
            "diastolic_bp",
            charted(Input.DBP, bands(("<35", 13), ("35-39", 6), ("40-49", 4), (">49", 0))),
        ),
        line("age", measured(Input.AGE, bands(("<55", 0), ("55-<70", 4), (">=70", 9)))),
    ),
    outcomes=(
        Outcome(total=span("0-20"), level=Level.LOW, label="low", response="", monitoring=""),
        Outcome(total=span(">20"), level=Level.HIGH, label="high", response="", monitoring=""),
    ),
    choices=(
        "Age is counted in completed years: 69 years and 6 months is 69.",
        "Rates and pressures are rounded half-up to whole numbers.",
        "The level LOW is this library's word for a total that is not high.",
    ),
)
