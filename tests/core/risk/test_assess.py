"""An assessment of a snapshot: whole, in bounds, or refused."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure

from tests.core.risk.scores import AT, WELL, reading, readings
from vitalcore.background import Pregnancy, PregnancyStatus, SpO2Target
from vitalcore.fault import NotApplicable, NothingToAssess
from vitalcore.guard import Refused
from vitalcore.kinds import Kind
from vitalcore.patient import Gender
from vitalcore.risk.assessment import Assessment, Strategy
from vitalcore.risk.context import Context, Observation
from vitalcore.risk.inputs import Input
from vitalcore.risk.level import Level
from vitalcore.risk.register import find
from vitalcore.risk.worst import worst
from vitalcore.snapshot import snapshot

type Changed = Mapping[Kind, str | int | None]

ADULT = Context(birth_date=date(1960, 5, 1), gender=Gender.MALE)
TARGET = SpO2Target(
    low=88,
    high=92,
    prescriber="Dr Ann Lee",
    reason="confirmed hypercapnic respiratory failure",
    prescribed_on=date(2026, 2, 1),
    review_on=date(2026, 3, 1),
)


def strategy(name: str) -> Strategy:
    """A strategy of the register."""
    return find(name).unwrap()


def assessed(name: str, changed: Changed, patient: Context = ADULT) -> Assessment:
    """The assessment of somebody well, changed."""
    return strategy(name).assess(snapshot(readings(changed), AT), patient).unwrap()


def test_with_all_inputs_news2_gives_a_total_a_level_and_what_to_do() -> None:
    """Mr Smith's published sample: 2+2+0+0+1+0+1 is 6, medium, an urgent response every hour."""
    found = assessed("news2", {Kind.RR: 21, Kind.SPO2: 93, Kind.HR: 95, Kind.BT: "38.5"})
    assert (found.total, found.risk_level, found.label, found.every, found.risk_score) == (
        6,
        Level.MEDIUM,
        "medium",
        60,
        0.3,
    )
    assert (found.least, found.most, found.score_min, found.score_max) == (6, 6, 0.3, 0.3)
    assert (found.possible, found.missing, found.next) == ((Level.MEDIUM,), (), None)
    assert found.checked_rules == ("RR 21-24", "SpO2 92-93", "HR 91-110", "BT 38.1-39.0")
    assert found.response is not None
    assert "urgent assessment" in found.response


def test_a_finding_explains_itself() -> None:
    """Each finding tells value, scored value, band, points, age, unit and the reading behind it."""
    source = UUID(int=7)
    hot = evolve(reading(Kind.BT, "38.05", 90), source=source, version=3)
    seen = snapshot([*readings({Kind.BT: None}), hot], AT)
    found = next(
        one
        for one in strategy("news2").assess(seen, ADULT).unwrap().findings
        if one.kind is Input.BT
    )
    assert (found.value, found.quantised, found.unit) == (Decimal("38.05"), Decimal("38.1"), "Cel")
    assert (found.band, found.points, found.fired) == ("38.1-39.0", 1, ("BT 38.1-39.0",))
    assert (found.age_seconds, found.source, found.version) == (5400, source, 3)


@given(st.sampled_from(sorted(WELL)))
def test_a_missing_input_is_never_a_total(kind: Kind) -> None:
    """Without one input there is no total, and the answer says what to measure."""
    found = assessed("news2", {kind: None})
    assert (found.total, found.risk_score, found.response) == (None, None, None)
    assert (found.missing, found.next) == ((Input(kind),), Input(kind))
    assert found.least == 0
    assert found.most is not None
    assert found.most > 0


def test_a_level_may_be_certain_before_the_total_is() -> None:
    """At 9 certain points the level is high, whatever the missing temperature is."""
    found = assessed("news2", {Kind.RR: 30, Kind.SPO2: 85, Kind.SBP: 85, Kind.BT: None})
    assert (found.total, found.least, found.most) == (None, 9, 12)
    assert (found.risk_level, found.label, found.every) == (Level.HIGH, "high", 0)


def test_levels_that_are_possible_are_told() -> None:
    """Without the consciousness, somebody well is low or low-medium, and not simply low."""
    found = assessed("news2", {Kind.ACVPU: None})
    assert (found.risk_level, found.possible) == (None, (Level.LOW, Level.LOW_MEDIUM))


def test_a_stale_input_is_shown_and_counts_as_missing() -> None:
    """A pulse of yesterday is shown with its age and does not make the total."""
    late = reading(Kind.HR, 70, 14 * 60)
    seen = snapshot([*readings({Kind.HR: None}), late], AT)
    found = strategy("news2").assess(seen, ADULT).unwrap()
    assert (found.missing, found.stale, found.total) == ((Input.HR,), (Input.HR,), None)
    assert [(one.kind, one.age_seconds, one.points) for one in found.stale_findings] == [
        (Input.HR, 14 * 3600, None)
    ]


@pytest.mark.parametrize(
    "name", ["news2", "news", "mews", "qsofa", "sirs", "pews_england", "cart", "hotel"]
)
def test_with_nothing_to_assess_there_is_a_fault(name: str) -> None:
    """No reading is not the same as a normal one; what the record tells is no reading."""
    one = strategy(name)
    refused = one.assess(snapshot([], AT), Context(age=10, spo2_target=TARGET))
    measured = tuple(n for n in one.inputs if n not in {Input.AGE, Input.SCALE})
    assert refused == Failure(NothingToAssess(measured))


@pytest.mark.parametrize(
    ("name", "birth", "applies"),
    [
        ("news2", date(2010, 3, 1), True),
        ("news2", date(2010, 3, 2), False),
        ("news", date(2010, 3, 1), True),
        ("news", date(2010, 3, 2), False),
        ("pews_england", date(1960, 5, 1), False),
        ("pews_england", date(2010, 3, 1), False),
        ("pews_england", date(2010, 3, 2), True),
        ("pews_england", date(2026, 3, 1), True),
    ],
)
def test_news2_begins_and_pews_ends_on_the_16th_birthday(
    name: str, birth: date, applies: bool
) -> None:
    """The age is counted in calendar years on the day of the readings, from the day of birth on."""
    found = strategy(name).assess(snapshot(readings({}), AT), Context(birth_date=birth))
    assert isinstance(found, Failure) is not applies


def test_the_age_is_that_of_the_readings() -> None:
    """A reading of the day before the birthday is judged by the age of that day."""
    yesterday = snapshot(readings({}, minutes=12 * 60 + 5), AT)
    found = strategy("news2").assess(yesterday, Context(birth_date=date(2010, 3, 1)))
    assert found == Failure(NotApplicable("news2", "it is not made for patients under 16 years"))


@pytest.mark.parametrize("name", ["news2", "pews_england", "cart", "mews"])
def test_nobody_is_judged_before_the_birth(name: str) -> None:
    """Readings of a day before the birth are somebody else's, or a slip: no score takes them."""
    unborn = Context(birth_date=AT.date() + timedelta(days=1))
    found = strategy(name).assess(snapshot(readings({}), AT), unborn)
    assert found == Failure(NotApplicable(name, "the readings are of a time before the birth"))


def test_an_unknown_age_is_noted_and_not_assumed() -> None:
    """Without an age NEWS2 is computed, and says that nobody checked whether it applies."""
    found = assessed("news2", {}, Context())
    assert (
        found.notes[0] == "The age is unknown, so it was not checked that the score is made for it"
    )


def test_an_age_that_is_scored_is_an_input_like_any_other() -> None:
    """CART without an age is bounded; with one it tells the age among its findings."""
    ward: Changed = {Kind.DBP: 80}
    open_, whole = assessed("cart", ward, Context()), assessed("cart", ward, ADULT)
    assert (open_.missing, open_.least, open_.most, open_.notes) == ((Input.AGE,), 0, 9, ())
    assert (whole.total, whole.checked_rules) == (4, ("age 55-<70",))


@pytest.mark.parametrize(
    ("status", "since", "applies"),
    [
        (Pregnancy.PREGNANT, date(2026, 3, 1), False),
        (Pregnancy.POSTPARTUM, date(2026, 1, 1), False),
        (Pregnancy.NOT_PREGNANT, date(2026, 1, 1), True),
        (Pregnancy.PREGNANT, date(2026, 3, 2), True),
    ],
)
def test_both_news_are_refused_in_pregnancy_and_after_birth(
    status: Pregnancy, since: date, applies: bool
) -> None:
    """A pregnancy counts from its date on; MEWS makes no such difference."""
    patient = evolve(ADULT, pregnancy=PregnancyStatus(status=status, since=since))
    for name in ("news2", "news"):
        found = strategy(name).assess(snapshot(readings({}), AT), patient)
        assert isinstance(found, Failure) is not applies
    assert assessed("mews", {}, patient).total is not None


def test_scale_2_takes_a_valid_target() -> None:
    """At 97 % on oxygen a patient with a prescribed target of 88-92 % scores 3 and not 0."""
    on_oxygen: Changed = {Kind.SPO2: 97, Kind.O2: 2}
    authorised = assessed("news2", on_oxygen, evolve(ADULT, spo2_target=TARGET))
    without = assessed("news2", on_oxygen)
    assert (authorised.total, without.total) == (5, 2)
    assert authorised.notes == ("SpO2 Scale 2 is used: a target of 88-92 % is prescribed",)
    assert without.notes == ("SpO2 Scale 1 is used: no target of 88-92 % is prescribed",)


@pytest.mark.parametrize(
    ("target", "why"),
    [
        (evolve(TARGET, review_on=date(2026, 2, 28)), "was to be reviewed by 2026-02-28"),
        (evolve(TARGET, low=94, high=98), "94-98 % and not 88-92 %"),
        (evolve(TARGET, low=85, high=90), "85-90 % and not 88-92 %"),
        (evolve(TARGET, prescribed_on=date(2026, 3, 2)), "prescribed from 2026-03-02 on"),
    ],
)
def test_without_a_valid_target_scale_1_is_used_and_said(target: SpO2Target, why: str) -> None:
    """A target that is late, early or another one does not authorise Scale 2."""
    found = assessed("news2", {Kind.SPO2: 90}, evolve(ADULT, spo2_target=target))
    assert found.total == 3
    assert "Scale 1" in found.notes[0]
    assert why in found.notes[0]


def test_a_target_counts_from_its_day_to_its_review() -> None:
    """Prescribed today and reviewed today, it holds today."""
    today = evolve(TARGET, prescribed_on=AT.date(), review_on=AT.date())
    assert assessed("news2", {Kind.SPO2: 90}, evolve(ADULT, spo2_target=today)).total == 0


def test_asking_for_scale_2_without_its_authorisation_is_refused() -> None:
    """Nobody gets Scale 2 by asking for it."""
    found = strategy("news2").assess(snapshot(readings({}), AT), evolve(ADULT, scale=2))
    reason = "SpO2 Scale 2 is not authorised: no target of 88-92 % is prescribed"
    assert found == Failure(NotApplicable("news2", reason))


def test_asking_for_scale_1_is_always_possible_and_said() -> None:
    """Scale 1 may be asked for in spite of a target; the answer says so."""
    found = assessed("news2", {Kind.SPO2: 90}, evolve(ADULT, scale=1, spo2_target=TARGET))
    assert (found.total, found.notes) == (
        3,
        ("SpO2 Scale 1 is used as asked for, although 88-92 % is prescribed",),
    )


def test_a_scale_means_nothing_to_a_score_that_has_none() -> None:
    """NEWS of 2012 knows one scale, and is given whatever scale is asked for."""
    assert assessed("news", {}, evolve(ADULT, scale=2)).notes == ()


@pytest.mark.parametrize(
    "spoiled",
    [{"prescriber": " "}, {"reason": ""}, {"low": 8}, {"high": True}, {"review_on": "2026-03-01"}],
)
def test_a_target_needs_a_doctor_a_reason_and_a_review(spoiled: dict[str, Any]) -> None:
    """A target without a named doctor, a reason or a review date cannot be recorded."""
    with pytest.raises(Refused):
        evolve(TARGET, **spoiled)


def seen_of(name: Input, value: Decimal | str, hours: int = 1) -> Observation:
    """An observation so many hours ago."""
    return Observation(input=name, value=value, recorded_at=AT - timedelta(hours=hours))


CHILD: Changed = {Kind.HR: 110, Kind.RR: 30, Kind.SBP: 90}  # 3 years old, without a point
CALM = (seen_of(Input.DISTRESS, "none"), seen_of(Input.CRT, Decimal(1)))


def test_what_is_no_ward_kind_comes_with_the_patient() -> None:
    """A white cell count completes SIRS; the newest one counts."""
    cells = (seen_of(Input.WBC, Decimal(13), 1), seen_of(Input.WBC, Decimal(8), 2))
    found = assessed("sirs", {}, evolve(ADULT, observed=cells))
    assert (found.total, found.missing, found.checked_rules) == (1, (), ("WBC >12.0",))


@pytest.mark.parametrize("gender", [None, *Gender])
@pytest.mark.parametrize("status", [None, *Pregnancy])
def test_a_pregnancy_that_nobody_recorded_is_not_taken_for_none(
    gender: Gender | None, status: Pregnancy | None
) -> None:
    """NEWS2 is not made for it, so the answer says that it was not checked."""
    recorded = PregnancyStatus(status=status, since=date(2025, 1, 1)) if status else None
    who = evolve(ADULT, gender=gender, pregnancy=recorded)
    found = strategy("news2").assess(snapshot(readings({}), AT), who).value_or(None)
    note = "It is not recorded whether there is a pregnancy, for which it is not made"
    unsure = status is None and gender is not Gender.MALE
    assert (note in found.notes) == unsure if found else status is not Pregnancy.NOT_PREGNANT
    assert note not in assessed("qsofa", {}, who).notes


@pytest.mark.parametrize("hours", [0, 24, 25])
def test_what_can_only_add_is_named_until_it_is_seen_and_asked_for_once_it_is_old(
    hours: int,
) -> None:
    """Carbon dioxide nobody has looked for is named; one too old may still be what it was."""
    blood = [seen_of(Input.PACO2, Decimal(30), hours)] if hours else []
    blood.append(seen_of(Input.WBC, Decimal(8)))
    found = assessed("sirs", {}, evolve(ADULT, observed=tuple(blood)))
    names = {0: "PaCO2, bands", 24: "bands", 25: "bands"}[hours]
    assert found.notes[-1] == f"not known, and could only raise the score: {names}"
    assert (found.total, found.least, found.most, found.missing, found.stale) == {
        0: (0, 0, 0, (), ()),
        24: (1, 1, 1, (), ()),
        25: (None, 0, 1, (Input.PACO2,), (Input.PACO2,)),
    }[hours]


@pytest.mark.parametrize("value", ["abnormal", "normal"])
@pytest.mark.parametrize("hours", [13, 14])
def test_pupils_of_long_ago_leave_the_level_open(hours: int, value: str) -> None:
    """Whatever they were then, they may mean an emergency now; nobody is told that they do not."""
    known = (seen_of(Input.PUPILS, value, hours), *CALM)
    found = assessed("pews_england", CHILD, Context(age=3, observed=known))
    if hours == 13:
        level = Level.EMERGENCY if value == "abnormal" else Level.LOW
        assert (found.total, found.risk_level, found.missing) == (0, level, ())
    else:
        pupils = (Input.PUPILS,)
        assert (found.total, found.risk_level, found.label) == (None, None, None)
        assert (found.least, found.most) == (0, 0)
        assert found.possible == (Level.LOW, Level.EMERGENCY)
        assert (found.missing, found.stale, found.next) == (pupils, pupils, Input.PUPILS)
        assert [one.value for one in found.stale_findings] == [value]


def test_what_cannot_raise_any_more_is_not_asked_for_again() -> None:
    """Where the flow of oxygen gives all 4 points, a device of long ago can give no more."""
    device = seen_of(Input.DEVICE, "HF", 14)
    for litres, missing in ((6, ()), (1, (Input.DEVICE,))):
        flow = {**CHILD, Kind.O2: litres}
        found = assessed("pews_england", flow, Context(age=3, observed=(device, *CALM)))
        assert (found.least, found.most, found.missing) == (4 if litres == 6 else 1, 4, missing)
        assert found.stale == (Input.DEVICE,)
        assert not any("oxygen_device" in note for note in found.notes)


def test_without_white_cells_sirs_is_a_lower_bound() -> None:
    """At least 1 of 4, and never 1."""
    found = assessed("sirs", {Kind.HR: 95})
    assert (found.total, found.least, found.most, found.next) == (None, 1, 2, Input.WBC)


@pytest.mark.parametrize(("hours", "counts"), [(0, True), (24, True), (25, False), (-1, False)])
def test_a_laboratory_value_counts_for_a_day(hours: int, counts: bool) -> None:
    """A white cell count older than 24 hours, or of the future, counts as missing."""
    cells = (seen_of(Input.WBC, Decimal(13), hours),)
    found = assessed("sirs", {}, evolve(ADULT, observed=cells))
    assert (found.missing == ()) is counts


@pytest.mark.parametrize(("hours", "stale"), [(13, []), (14, [Input.CRT])])
def test_a_bedside_observation_goes_stale_like_a_reading(hours: int, stale: list[Input]) -> None:
    """A capillary refill counts for 13 hours; older than that it is shown and does not count."""
    child = Context(age=3, observed=(seen_of(Input.CRT, Decimal(1), hours),))
    found = assessed("pews_england", {}, child)
    assert [name for name in found.missing if name is Input.CRT] == stale
    assert [one.kind for one in found.stale_findings] == stale


@pytest.mark.parametrize("known", [{"age": 0}, {"age": 150}, {"scale": 1}, {"scale": 2}])
def test_a_patient_may_be_told_by_age_and_scale(known: dict[str, Any]) -> None:
    """Both ends of what an age and a scale may be are allowed."""
    (name,) = known
    assert getattr(Context(**known), name) == known[name]


@pytest.mark.parametrize("wrong", [{"age": -1}, {"age": 151}, {"scale": 0}, {"scale": 3}])
def test_a_patient_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    """No age below 0 or above 150, and no third scale."""
    with pytest.raises(Refused):
        Context(**wrong)


def test_pews_without_alertness_leaves_the_level_open() -> None:
    """A child without points may still be an emergency until somebody looks whether it is alert."""
    child = Context(
        age=3,
        observed=(seen_of(Input.DISTRESS, "none"), seen_of(Input.CRT, Decimal(1))),
    )
    ward: Changed = {Kind.RR: 25, Kind.HR: 100, Kind.SBP: 90, Kind.BT: None}
    open_ = assessed("pews_england", {**ward, Kind.ACVPU: None}, child)
    alert = assessed("pews_england", ward, child)
    assert (open_.missing, open_.possible) == (
        (Input.ACVPU,),
        (Level.LOW, Level.HIGH, Level.EMERGENCY),
    )
    assert (alert.total, alert.risk_level, alert.label) == (0, Level.LOW, "none")


def test_an_override_is_told_among_the_rules() -> None:
    """What raised the level stands among the rules that fired."""
    child = Context(age=3, observed=(seen_of(Input.PUPILS, "abnormal"),))
    found = assessed("pews_england", {}, child)
    assert "pupils abnormal, at least EMERGENCY" in found.checked_rules
    assert found.risk_level is Level.EMERGENCY


def test_a_code_that_the_chart_does_not_print_leaves_it_open() -> None:
    """New confusion is not on MEWS's chart: neither 0 nor 3, and said."""
    found = assessed("mews", {Kind.ACVPU: "C"})
    assert (found.total, found.missing) == (None, (Input.ACVPU,))
    assert found.notes == ("ACVPU C is not on this chart",)


def test_surprising_values_and_pressures_are_flagged() -> None:
    """A temperature of 20 is scored and flagged; so is a diastolic above the systolic."""
    found = assessed("news2", {Kind.BT: 20, Kind.DBP: 130})
    assert (found.surprising, found.inverted_pressures) == ((Input.BT,), True)


def test_the_same_readings_give_the_same_assessment() -> None:
    """An assessment computed again from the same readings is equal in every field."""
    assert assessed("news2", {Kind.HR: 131}) == assessed("news2", {Kind.HR: 131})


def test_the_worst_of_several_is_the_highest_level() -> None:
    """Then the highest score, then the latest; a single 3 counts before a higher total."""
    ill, three = assessed("news2", {Kind.HR: 131, Kind.SBP: 80}), assessed("news2", {Kind.RR: 8})
    more = assessed("news2", {Kind.SPO2: 94, Kind.HR: 95, Kind.BT: "38.5", Kind.SBP: 105})
    assert (three.total, more.total) == (3, 4)
    assert worst((more, three)) == three
    assert worst((three, ill, more)) == ill


def test_what_another_may_yet_come_to_leaves_the_worst_open() -> None:
    """Nothing that it could change is certain, and what is certain stays so."""
    ill = assessed("news2", {Kind.HR: 131, Kind.SBP: 80})
    little = assessed("news2", {Kind.RR: None})
    much = assessed("news2", {Kind.RR: None, Kind.SPO2: None, Kind.SBP: None})
    found = worst((little, much, ill))
    assert worst((little, ill)) == ill
    assert (ill.total, ill.risk_level, much.most) == (6, Level.MEDIUM, 9)
    assert (found.total, found.risk_level, found.response) == (None, None, None)
    assert (found.least, found.most, found.score_max) == (6, 9, 0.45)
    assert found.possible == (Level.MEDIUM, Level.HIGH)
    assert found.notes[-1] == "1 of the other records may yet be higher"
    assert (found.label, found.monitoring, found.every) == (None, None, None)


def test_what_no_other_could_change_stays_certain() -> None:
    """A total that another may exceed within its level is open, and the level is not."""
    ill = assessed("news2", {Kind.HR: 131, Kind.SBP: 80})
    other = assessed("news2", {Kind.HR: 131, Kind.SPO2: 93, Kind.BT: None})
    found = worst((other, ill))
    assert (other.least, other.most, other.possible) == (5, 8, (Level.MEDIUM, Level.HIGH))
    milder = evolve(other, possible=(Level.MEDIUM,), score_max=0.35, most=7)
    kept = worst((milder, ill))
    assert (found.risk_level, found.possible) == (None, (Level.MEDIUM, Level.HIGH))
    assert (kept.total, kept.least, kept.most, kept.score_max) == (None, 6, 7, 0.35)
    assert (kept.risk_level, kept.possible) == (Level.MEDIUM, (Level.MEDIUM,))
    told = (ill.label, ill.response, ill.monitoring, ill.every)
    assert (kept.label, kept.response, kept.monitoring, kept.every) == told
    assert None not in told


def test_an_equal_is_no_rival() -> None:
    """What can at most come to the same takes nothing away, and of equals the latest is told."""
    ill = assessed("news2", {Kind.HR: 131, Kind.SBP: 80})
    later = evolve(ill, recorded_at=ill.recorded_at + timedelta(minutes=1))
    assert worst((later, ill)) == worst((ill, later)) == later


@given(st.permutations([12, 20, 35]))
def test_of_values_without_levels_the_latest_counts(minutes: list[int]) -> None:
    """An index has a value and no level: none is higher, and the latest stays as it is."""
    several = [
        evolve(assessed("shock_index", {}), recorded_at=AT + timedelta(minutes=one))
        for one in minutes
    ]
    assert worst(several) == next(one for one in several if one.recorded_at.minute == 35)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (Input.HR, Decimal(70)),
        (Input.AGE, Decimal(70)),
        (Input.CRT, Decimal(61)),
        (Input.CRT, "2"),
        (Input.CRT, True),
        (Input.WBC, Decimal("NaN")),
        (Input.PACO2, Decimal("4.3")),
        (Input.ECG, "odd"),
    ],
)
def test_an_observation_that_cannot_be_is_refused(name: Input, value: Decimal | str) -> None:
    """A ward kind, a thing of the record, and a value out of its limits are no observations."""
    with pytest.raises(Refused):
        seen_of(name, value)
