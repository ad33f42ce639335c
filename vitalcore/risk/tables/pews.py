"""England's national paediatric early-warning score, in four age bands, with its overrides."""

from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.notation import Printed, among, bands, coded, line, measured, span, within
from vitalcore.risk.table import Applicability, Chart, Outcome, Override, Table

_INFANT, _TODDLER, _CHILD, _TEENAGER = "<1", "1-<5", "5-<13", ">=13"  # completed years


def _at(years: str, *printed: Printed) -> Chart:
    return bands(*printed, when=(within(Input.AGE, years),))


RESPIRATION = measured(
    Input.RR,
    _at(
        _INFANT,
        ("<10", 4), ("10-<20", 2), ("20-<30", 1), ("30-<50", 0), ("50-<60", 1), ("60-<70", 2),
        (">=70", 4),
    ),
    _at(
        _TODDLER,
        ("<10", 4), ("10-<20", 2), ("20-<40", 0), ("40-<50", 1), ("50-<60", 2), (">=60", 4),
    ),
    _at(
        _CHILD,
        ("<10", 4), ("10-<15", 2), ("15-<20", 1), ("20-<25", 0), ("25-<40", 1), ("40-<50", 2),
        (">=50", 4),
    ),
    _at(
        _TEENAGER,
        ("<10", 4), ("10-<15", 1), ("15-<25", 0), ("25-<30", 1), ("30-<40", 2), (">=40", 4),
    ),
)  # fmt: skip
PULSE = measured(
    Input.HR,
    _at(
        _INFANT,
        ("<80", 4), ("80-<90", 2), ("90-<110", 1), ("110-<150", 0), ("150-<170", 1),
        ("170-<180", 2), (">=180", 4),
    ),
    _at(
        _TODDLER,
        ("<60", 4), ("60-<70", 2), ("70-<90", 1), ("90-<140", 0), ("140-<150", 1),
        ("150-<170", 2), (">=170", 4),
    ),
    _at(
        _CHILD,
        ("<60", 4), ("60-<70", 2), ("70-<80", 1), ("80-<120", 0), ("120-<140", 1),
        ("140-<160", 2), (">=160", 4),
    ),
    _at(
        _TEENAGER,
        ("<50", 4), ("50-<60", 2), ("60-<70", 1), ("70-<100", 0), ("100-<120", 1),
        ("120-<130", 2), (">=130", 4),
    ),
)  # fmt: skip
SYSTOLIC = measured(
    Input.SBP,
    _at(
        _INFANT,
        ("<50", 4), ("50-<60", 2), ("60-<70", 1), ("70-<90", 0), ("90-<100", 1), ("100-<110", 2),
        (">=110", 4),
    ),
    _at(
        _TODDLER,
        ("<50", 4), ("50-<60", 2), ("60-<80", 1), ("80-<100", 0), ("100-<120", 1),
        ("120-<130", 2), (">=130", 4),
    ),
    _at(
        _CHILD,
        ("<70", 4), ("70-<80", 2), ("80-<90", 1), ("90-<110", 0), ("110-<120", 1),
        ("120-<130", 2), (">=130", 4),
    ),
    _at(
        _TEENAGER,
        ("<80", 4), ("80-<90", 2), ("90-<100", 1), ("100-<120", 0), ("120-<130", 1),
        ("130-<140", 2), (">=140", 4),
    ),
)  # fmt: skip
BP_CODE = coded(Input.BP_CODE, ("NCO", 0), ("U0", 0), ("U4", 4), ("O0", 0), ("O4", 4))
SATURATION = measured(Input.SPO2, bands(("<=91", 4), (">91-<95", 1), (">=95", 0)))
DISTRESS = coded(Input.DISTRESS, ("none", 0), ("mild", 1), ("moderate", 2), ("severe", 4))
FLOW = measured(Input.O2, bands(("0", 0), (">0-<2", 1), ("2-<6", 2), (">=6", 4)))
LEVEL = measured(Input.O2_PERCENT, bands(("0", 0), (">0-<30", 1), ("30-<50", 2), (">=50", 4)))
DEVICE = coded(
    Input.DEVICE,
    ("NP", 0), ("FM", 0), ("HB", 0), ("NRB", 0), ("HF", 4), ("BIPAP", 4), ("CPAP", 4),
    decides=False,
)  # fmt: skip
REFILL = measured(Input.CRT, bands(("<=2", 0), (">2", 2)))

OUTCOMES = (
    Outcome(total=span("0"), level=Level.LOW, label="none", response="routine", monitoring=""),
    Outcome(
        total=span("1-4"),
        level=Level.LOW,
        label="low",
        response="Inform nurse in charge; consider review by ST3+ or equivalent, as agreed",
        monitoring="reassess within 60 min, then documented plan",
        every=60,
    ),
    Outcome(
        total=span("5-8"),
        level=Level.MEDIUM,
        label="medium",
        response="Review by nurse in charge and/or outreach; request ST3+ review within 30 min",
        monitoring="reassess within 30 min; continuous SpO2",
        every=30,
    ),
    Outcome(
        total=span("9-12"),
        level=Level.HIGH,
        label="high",
        response="Immediate nurse-in-charge review; Rapid Review within 15 min incl. airway skills"
        " ST3+; consultant discussed",
        monitoring="every 30 min, continuous RR, SpO2, ECG; GCS if AVPU changes",
        every=30,
    ),
    Outcome(
        total=span(">=13"),
        level=Level.EMERGENCY,
        label="emergency",
        response='Immediate 2222 "Paediatric Medical Emergency"; consultant informed urgently',
        monitoring="every 15 min, continuous RR, SpO2, ECG",
        every=15,
    ),
)

OVERRIDES = (
    Override(when=among(Input.ACVPU, "V"), level=Level.HIGH, needed=True),
    Override(when=among(Input.ACVPU, "P", "U"), level=Level.EMERGENCY, needed=True),
    Override(when=among(Input.SEPSIS, "sepsis"), level=Level.MEDIUM),
    Override(when=among(Input.SEPSIS, "shock"), level=Level.HIGH),
    Override(when=among(Input.PUPILS, "abnormal"), level=Level.EMERGENCY),
    Override(when=among(Input.CONCERN, "medium"), level=Level.MEDIUM),
    Override(when=among(Input.CONCERN, "high"), level=Level.HIGH),
    Override(when=among(Input.CONCERN, "emergency"), level=Level.EMERGENCY),
)

PEWS_ENGLAND = Table(
    name="pews_england",
    version="1",
    title="National Paediatric Early Warning System, England",
    source="NHS England and RCPCH (SPOT). Configuration document for SPOT NPEWS, and the four"
    " observation and escalation charts, 2023",
    year=2023,
    applies=Applicability(below=16),
    parameters=(
        line("respiratory_rate", RESPIRATION),
        line("respiratory_distress", DISTRESS),
        line("spo2", SATURATION),
        line("oxygen", FLOW, LEVEL, DEVICE),
        line("heart_rate", PULSE),
        line("systolic_bp", SYSTOLIC, BP_CODE),
        line("capillary_refill", REFILL),
    ),
    outcomes=OUTCOMES,
    overrides=OVERRIDES,
    choices=(
        "Bands include their lower end; a value is not rounded, so 19.995 belongs to 10-<20.",
        "Capillary refill between 2 and 3 s is undefined by the document and scores 2, to be safe.",
        "Any oxygen below the printed levels scores 1.",
        "The chart is printed up to 18 years; from the 16th birthday NEWS2 takes its place.",
        "Alertness is recorded and not scored, but raises the level; without it the level is open.",
    ),
)
