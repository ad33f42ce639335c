"""Vectors whose inputs are told in a roundabout way, put into plain ones."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

#: A word and what it said, and the plain inputs that it stands for.
_CRITERIA: Mapping[str, tuple[str, Mapping[Any, Any]]] = MappingProxyType(
    {
        "altered_mentation": ("consciousness", {True: "V", False: "A"}),
        "respiratory_rate_ge_22": ("respiratory_rate", {True: 22, False: 21}),
        "systolic_bp_le_100": ("systolic_bp", {True: 100, False: 101}),
        "temp_gt_38_or_lt_36": ("temperature", {True: 38.1, False: 38.0}),
        "hr_gt_90": ("heart_rate", {True: 91, False: 90}),
        "rr_gt_20_or_paco2_lt_32": ("respiratory_rate", {True: 21, False: 20}),
        "wbc_gt_12_or_lt_4_or_bands_gt_10pct": ("white_cells", {True: 12.1, False: 12.0}),
    }
)

#: The first value of the CART band that gives so many points.
_POINTS: Mapping[str, tuple[str, Mapping[Any, Any]]] = MappingProxyType(
    {
        "points_respiratory_rate": ("respiratory_rate", {0: 20, 8: 21, 12: 24, 15: 26, 22: 30}),
        "points_heart_rate": ("heart_rate", {0: 109, 4: 110, 13: 140}),
        "points_diastolic_bp": ("diastolic_bp", {0: 50, 4: 40, 6: 35, 13: 34}),
        "points_age": ("age", {0: 54, 4: 55, 9: 70}),
    }
)

_AGES = MappingProxyType({"0-11m": 0, "1-4y": 1, "5-12y": 5, "13+y": 13})

#: What explains a vector and is no input of its score.
_BESIDES = frozenset({"birth_date", "as_of", "new_confusion"})

#: Some state that is not alert: each of them must give the same.
_ANY_OF_CVPU = ("C", "V", "P", "U")


def told(inputs: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """Give the plain inputs that a vector stands for; several where it leaves a choice."""
    plain = dict(_plain(word, value) for word, value in inputs.items() if word not in _BESIDES)
    if plain.get("consciousness") != "CVPU":
        return (plain,)
    return tuple({**plain, "consciousness": one} for one in _ANY_OF_CVPU)


def _plain(word: str, value: Any) -> tuple[str, Any]:
    if word == "age_band":
        return "age", _AGES[value]
    name, meaning = {**_CRITERIA, **_POINTS}.get(word, (word, {}))
    return name, meaning[value] if meaning else value
