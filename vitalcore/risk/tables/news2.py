"""NEWS2 of the Royal College of Physicians: the early-warning score of the NHS for adults."""

from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.notation import among, bands, charted, coded, line, measured, span, within
from vitalcore.risk.table import Applicability, Outcome, Table

_SCALE_1 = (among(Input.SCALE, "1"),)
_SCALE_2_AIR = (among(Input.SCALE, "2"), within(Input.O2, "0"))
_SCALE_2_OXYGEN = (among(Input.SCALE, "2"), within(Input.O2, ">0"))

RESPIRATION = line(
    "respiration_rate",
    charted(Input.RR, bands(("<=8", 3), ("9-11", 1), ("12-20", 0), ("21-24", 2), (">=25", 3))),
)
SPO2_SCALE_1 = (("<=91", 3), ("92-93", 2), ("94-95", 1), (">=96", 0))
SPO2 = line(
    "spo2",
    charted(
        Input.SPO2,
        bands(*SPO2_SCALE_1, when=_SCALE_1),
        bands(("<=83", 3), ("84-85", 2), ("86-87", 1), (">=88", 0), when=_SCALE_2_AIR),
        bands(
            ("<=83", 3),
            ("84-85", 2),
            ("86-87", 1),
            ("88-92", 0),
            ("93-94", 1),
            ("95-96", 2),
            (">=97", 3),
            when=_SCALE_2_OXYGEN,
        ),
    ),
)
OXYGEN = line("air_or_oxygen", measured(Input.O2, bands(("0", 0), (">0", 2))))
SYSTOLIC = line(
    "systolic_bp",
    charted(
        Input.SBP, bands(("<=90", 3), ("91-100", 2), ("101-110", 1), ("111-219", 0), (">=220", 3))
    ),
)
PULSE = line(
    "pulse",
    charted(
        Input.HR,
        bands(("<=40", 3), ("41-50", 1), ("51-90", 0), ("91-110", 1), ("111-130", 2), (">=131", 3)),
    ),
)
CONSCIOUSNESS = line(
    "consciousness", coded(Input.ACVPU, ("A", 0), ("C", 3), ("V", 3), ("P", 3), ("U", 3))
)
TEMPERATURE = line(
    "temperature",
    charted(
        Input.BT,
        bands(("<=35.0", 3), ("35.1-36.0", 1), ("36.1-38.0", 0), ("38.1-39.0", 1), (">=39.1", 2)),
    ),
)

OUTCOMES = (
    Outcome(
        total=span("0"),
        level=Level.LOW,
        label="low",
        response="Continue routine NEWS monitoring",
        monitoring="every 12 h",
        every=720,
    ),
    Outcome(
        total=span("1-4"),
        level=Level.LOW,
        label="low",
        response="Inform registered nurse, who must assess the patient and decide whether increased"
        " monitoring and/or escalation is required",
        monitoring="every 4-6 h",
        every=360,
    ),
    Outcome(
        total=span("0-4"),
        single=3,
        level=Level.LOW_MEDIUM,
        label="low-medium",
        response="Registered nurse informs the medical team caring for the patient, who review and"
        " decide whether escalation is necessary",
        monitoring="every 1 h",
        every=60,
    ),
    Outcome(
        total=span("5-6"),
        level=Level.MEDIUM,
        label="medium",
        response="Registered nurse immediately informs the medical team; requests urgent assessment"
        " by a clinician or team with core competencies in the care of acutely ill patients; care"
        " in an environment with monitoring facilities",
        monitoring="every 1 h",
        every=60,
    ),
    Outcome(
        total=span(">=7"),
        level=Level.HIGH,
        label="high",
        response="Registered nurse immediately informs the medical team, at least"
        " specialist-registrar level; emergency assessment by a team with critical-care"
        " competencies, including a practitioner with advanced airway skills; consider transfer to"
        " level 2 or 3 (HDU/ICU); environment with monitoring facilities",
        monitoring="continuous",
        every=0,
    ),
)

NEWS2 = Table(
    name="news2",
    version="1",
    title="National Early Warning Score 2",
    source="Royal College of Physicians. National Early Warning Score (NEWS) 2: Standardising the"
    " assessment of acute-illness severity in the NHS. London: RCP, December 2017",
    year=2017,
    applies=Applicability(youngest=16, pregnancy=False),
    parameters=(RESPIRATION, SPO2, OXYGEN, SYSTOLIC, PULSE, CONSCIOUSNESS, TEMPERATURE),
    outcomes=OUTCOMES,
    choices=(
        "The publication gives no rounding rule: a value is rounded half-up to the chart's grid.",
        "SpO2 Scale 1, unless a target of 88-92 % is prescribed and not past its review.",
    ),
)
