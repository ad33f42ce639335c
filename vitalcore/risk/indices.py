"""The indices there are: shock, modified, age shock, mean and pulse pressure, ROX."""

from fractions import Fraction

from vitalcore.risk.index import Exact, Guard, Index
from vitalcore.risk.inputs import Input


def _mean(exact: Exact) -> Fraction:
    return (exact[Input.SBP] + 2 * exact[Input.DBP]) / 3


_SYSTOLIC = Guard(lambda exact: exact[Input.SBP] > 0, "the systolic pressure must be above 0")
_MEAN = Guard(lambda exact: _mean(exact) > 0, "the mean pressure must be above 0")
_ORDER = Guard(
    lambda exact: exact[Input.DBP] <= exact[Input.SBP],
    "the diastolic pressure must not be above the systolic one",
)
_BORN = Guard(lambda exact: exact[Input.AGE] >= 0, "the age must not be below 0")
_FRACTION = Guard(
    lambda exact: Fraction("0.21") <= exact[Input.FIO2] <= 1,
    "the inspired oxygen must be a fraction from 0.21 to 1",
)
_BREATHS = Guard(lambda exact: exact[Input.RR] > 0, "the respiratory rate must be above 0")

SHOCK = Index(
    name="shock_index",
    title="Shock index",
    source="Koch E, et al. Shock index in the emergency department. Open Access Emerg Med 2019",
    text="HR / SBP",
    formula=lambda exact: exact[Input.HR] / exact[Input.SBP],
    inputs=(Input.HR, Input.SBP),
    guards=(_SYSTOLIC,),
    reference="Normal is 0.5 to 0.7; cut-offs of 0.7, 0.8, 0.9 and 1.0 are in use",
)
MODIFIED_SHOCK = Index(
    name="modified_shock_index",
    title="Modified shock index",
    source="Liu YC, et al. Modified shock index and mortality rate of emergency patients. 2012",
    text="HR / ((SBP + 2 DBP) / 3)",
    formula=lambda exact: exact[Input.HR] / _mean(exact),
    inputs=(Input.HR, Input.SBP, Input.DBP),
    guards=(_ORDER, _MEAN),
    reference="Normal is 0.7 to 1.3 (some say up to 1.0); a cut-off of 1.3 is in use",
)
AGE_SHOCK = Index(
    name="age_shock_index",
    title="Age shock index",
    source="Age x shock index, as published calculators have it",
    text="age x HR / SBP",
    formula=lambda exact: exact[Input.AGE] * exact[Input.HR] / exact[Input.SBP],
    inputs=(Input.AGE, Input.HR, Input.SBP),
    guards=(_SYSTOLIC, _BORN),
    reference="A cut-off of 50 is in use",
)
MEAN_PRESSURE = Index(
    name="map",
    title="Mean arterial pressure",
    source="Definition",
    text="(SBP + 2 DBP) / 3, mm[Hg]",
    formula=_mean,
    inputs=(Input.SBP, Input.DBP),
    guards=(_ORDER,),
    reference="65 mmHg is a target of resuscitation",
)
PULSE_PRESSURE = Index(
    name="pulse_pressure",
    title="Pulse pressure",
    source="Definition",
    text="SBP - DBP, mm[Hg]",
    formula=lambda exact: exact[Input.SBP] - exact[Input.DBP],
    inputs=(Input.SBP, Input.DBP),
    guards=(_ORDER,),
    reference="Narrow is below 25 % of the systolic pressure, wide is above 60 mmHg",
)
ROX = Index(
    name="rox",
    title="ROX index on high-flow nasal oxygen",
    source="Published guides to high-flow nasal oxygen (University of Toronto; umem.org)",
    text="(SpO2 / FiO2) / RR",
    formula=lambda exact: exact[Input.SPO2] / exact[Input.FIO2] / exact[Input.RR],
    inputs=(Input.SPO2, Input.FIO2, Input.RR),
    guards=(_FRACTION, _BREATHS),
    version="2",
    reference="On high-flow nasal oxygen only, and nothing on room air. 4.88 and more at 2, 6 or"
    " 12 h: success. Below 2.85 at 2 h, 3.47 at 6 h or 3.85 at 12 h: failure",
)

INDICES = (SHOCK, MODIFIED_SHOCK, AGE_SHOCK, MEAN_PRESSURE, PULSE_PRESSURE, ROX)
