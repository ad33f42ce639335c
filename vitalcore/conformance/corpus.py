"""The NEWS2 corpus: cases for any implementation, generated from the table itself."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum, unique
from itertools import combinations, product
from types import MappingProxyType
from typing import Any

from attrs import frozen

from vitalcore.risk.inputs import Input, refusal
from vitalcore.risk.table import Gauge
from vitalcore.risk.tables.news2 import NEWS2

type Said = Mapping[str, Any]


@unique
class Topic(StrEnum):
    """What a case is about."""

    EDGE = "band edge"
    OFF_GRID = "value off the grid (no published rule)"
    TOTAL = "total and level"
    ZERO = "reading of 0"
    MISSING = "missing input"
    NULL = "missing input, told as null"
    UNSCALED = "SpO2 scale that is not told (it is 1)"
    HOSTILE = "value that cannot be"


@frozen
class Case:
    """One question; a word of its *inputs* that is absent, or null, was not measured."""

    id: str
    topic: Topic
    inputs: Said


#: The words of the protocol for the numbers of NEWS2.
_WORDS: Mapping[Input, str] = MappingProxyType(
    {
        Input.RR: "respiratory_rate",
        Input.SPO2: "spo2",
        Input.SBP: "systolic_bp",
        Input.HR: "heart_rate",
        Input.BT: "temperature",
    }
)
_LETTERS = ("A", "C", "V", "P", "U")

#: Nothing of it scores on either scale, on air.
_WELL: Said = MappingProxyType(
    {
        "respiratory_rate": 16,
        "spo2": 96,
        "spo2_scale": 1,
        "on_oxygen": False,
        "systolic_bp": 120,
        "heart_rate": 70,
        "consciousness": "A",
        "temperature": 37.0,
    }
)
_ILL: Said = MappingProxyType(
    {**_WELL, "respiratory_rate": 26, "spo2": 85, "systolic_bp": 85, "heart_rate": 135}
)
_MEASURED = tuple(word for word in _WELL if word != "spo2_scale")
_SETTINGS = tuple(product((1, 2), (False, True)))  # scale, oxygen

#: Beyond any limit, of another kind, or (the temperature) in another unit.
_NO_NUMBERS: tuple[object, ...] = (
    -1,
    1_000_000,
    98.6e9,
    True,
    "NaN",
    "Infinity",
    "ninety",
    "",
    [],
    {},
)
_IMPOSSIBLE: Said = MappingProxyType(
    {
        **dict.fromkeys(_WORDS.values(), _NO_NUMBERS),
        "temperature": (*_NO_NUMBERS, 98.6, 0),
        "spo2": (*_NO_NUMBERS, 101),
        "consciousness": ("X", "alert", "AVPU", "", 1, True, []),
        "on_oxygen": ("yes", "false", 1, 0, 2.5, []),
        "spo2_scale": (0, 3, "two", True, 1.5, []),
    }
)

#: Steps that never fall into step with each other, so that every band meets every other.
_STRIDES = (1, 3, 7, 11, 13, 17, 19, 23)
_MIXED = 400


def corpus() -> tuple[Case, ...]:
    """Give every case, each under an id of its own."""
    measured = (*_edges(), *_between(), *_totals(), *_zeros(), *_unscaled())
    return (*measured, *_missing(), *_nulls(), *_hostile())


def _gauges() -> Iterator[tuple[str, Gauge]]:
    return ((_WORDS[one.input], one) for one in NEWS2.gauges if one.input in _WORDS)


def _starts(gauge: Gauge) -> list[Decimal]:
    """List where bands begin, whichever chart they stand on."""
    ranges = (band.range for chart in gauge.charts for band in chart.bands)
    return sorted({one.low for one in ranges if one.low is not None})


def _edges() -> Iterator[Case]:
    for word, gauge in _gauges():
        step = gauge.grid or Decimal(1)
        values = sorted({one for start in _starts(gauge) for one in (start - step, start)})
        for value, setting, letter in product(values, _SETTINGS, _LETTERS):
            yield _case(Topic.EDGE, word, value, setting, letter)


def _between() -> Iterator[Case]:
    for word, gauge in _gauges():
        step = gauge.grid or Decimal(1)
        parts = (step * Decimal("0.4"), step * Decimal("0.5"), step * Decimal("0.6"))
        for start, part, setting in product(_starts(gauge), parts, _SETTINGS):
            yield _case(Topic.OFF_GRID, word, start - step + part, setting)


def _case(
    topic: Topic, word: str, value: Decimal, setting: tuple[int, bool], letter: str = "A"
) -> Case:
    scale, oxygen = setting
    said = {"spo2_scale": scale, "on_oxygen": oxygen, "consciousness": letter, word: _json(value)}
    air = "oxygen" if oxygen else "air"
    return Case(f"{topic.name}-{word}-{value}-{scale}-{air}-{letter}", topic, {**_WELL, **said})


def _json(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _totals() -> Iterator[Case]:
    """Mix the bands of all parameters, so that every total and every level occurs."""
    gauges = dict(_gauges())
    choices: dict[str, tuple[Any, ...]] = {
        word: (*(_json(one) for one in _starts(gauge)), _WELL[word])
        for word, gauge in gauges.items()
    }
    choices |= {"consciousness": _LETTERS, "on_oxygen": (False, True), "spo2_scale": (1, 2)}
    for number in range(_MIXED):
        mixed = {
            word: some[(number * stride + number // len(some)) % len(some)]
            for (word, some), stride in zip(choices.items(), _STRIDES, strict=True)
        }
        yield Case(f"{Topic.TOTAL.name}-{number}", Topic.TOTAL, mixed)


def _zeros() -> Iterator[Case]:
    """Measure 0 where that can be: it stands in a band like any other number."""
    for word in (_WORDS[one] for one in _WORDS if refusal(one, Decimal(0)) is None):
        for setting, letter in product(_SETTINGS, _LETTERS):
            yield _case(Topic.ZERO, word, Decimal(0), setting, letter)


def _unscaled() -> Iterator[Case]:
    """Leave the scale out, or make it null, at every edge of either."""
    edges = (one for one in _edges() if one.id.startswith(f"{Topic.EDGE.name}-spo2-"))
    for one in edges:
        nothing = {"spo2_scale": None} if one.inputs["spo2_scale"] == 1 else {}
        kept = {word: value for word, value in one.inputs.items() if word != "spo2_scale"}
        title = one.id.replace(Topic.EDGE.name, Topic.UNSCALED.name)
        yield Case(title, Topic.UNSCALED, {**kept, **nothing})


def _missing() -> Iterator[Case]:
    """Leave out every subset of the measurements of somebody well, and of somebody ill."""
    for size in range(1, len(_MEASURED) + 1):
        for absent, (name, said), scale in product(
            combinations(_MEASURED, size), (("well", _WELL), ("ill", _ILL)), (1, 2)
        ):
            kept = {word: one for word, one in said.items() if word not in absent}
            title = f"{Topic.MISSING.name}-{name}-{scale}-{'+'.join(absent)}"
            yield Case(title, Topic.MISSING, {**kept, "spo2_scale": scale})


def _nulls() -> Iterator[Case]:
    """Name every measurement of somebody well, and of somebody ill, with nothing in it."""
    for word, (name, said), scale in product(_MEASURED, (("well", _WELL), ("ill", _ILL)), (1, 2)):
        title = f"{Topic.NULL.name}-{name}-{scale}-{word}"
        yield Case(title, Topic.NULL, {**said, "spo2_scale": scale, word: None})


def _hostile() -> Iterator[Case]:
    for word, values in _IMPOSSIBLE.items():
        for number, value in enumerate(values):
            title = f"{Topic.HOSTILE.name}-{word}-{number}"
            yield Case(title, Topic.HOSTILE, {**_WELL, word: value})
