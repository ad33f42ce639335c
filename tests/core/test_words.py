"""The words of the rules: none changes, and what has many parts is told by their names."""

import pkgutil
from importlib import import_module
from inspect import get_annotations, isclass
from typing import is_protocol

import attrs
import pytest

import vitalcore
from vitalcore import fault, guard

#: Two or three parts in an order that everybody knows; all others are told by name.
IN_ORDER = frozenset(
    {
        "Band", "Break", "Case", "Chart", "Check", "Code", "Condition", "Gathered", "Grid", "Guard",
        "Line", "Mark", "Moved", "Parameter", "Place", "Range", "Record", "RuleBased", "Score",
        "Scored", "Span", "Threshold",
    }
)  # fmt: skip

#: The shells around the rules.
ELSEWHERE = frozenset({"__main__", "conformance", "frame"})


def words() -> list[type]:
    """Every class of the rules that has parts, by the module that declares it."""
    found = pkgutil.walk_packages(vitalcore.__path__, "vitalcore.")
    pages = [one.name for one in found if one.name.split(".")[1] not in ELSEWHERE]
    declared = {one for page in pages for one in vars(import_module(page)).values() if isclass(one)}
    mine = {one for one in declared if one.__module__.startswith("vitalcore") and _has_parts(one)}
    return sorted(mine, key=lambda one: (one.__module__, one.__name__))


def _has_parts(one: type) -> bool:
    return bool(attrs.has(one) or get_annotations(one)) and not is_protocol(one)


WORDS = words()


@pytest.mark.parametrize("word", WORDS)
def test_no_word_changes(word: type) -> None:
    """Whatever is known stays as it was said; a change is another value."""
    assert attrs.inspect(word).is_frozen


def test_what_has_many_parts_is_told_by_their_names() -> None:
    """Two of one type cannot change places; only faults, guards and short words have an order."""
    brief = {fault.__name__, guard.__name__}
    ordered = {
        word.__name__
        for word in WORDS
        if word.__module__ not in brief and not all(part.kw_only for part in attrs.fields(word))
    }
    assert ordered == IN_ORDER
