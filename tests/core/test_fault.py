"""Faults: closed values, equal where they say the same."""

import attrs
import pytest

from vitalcore.fault import Fault, Flaw, Invalid, RefusedRow, flawed

KINDS: tuple[type, ...] = (*Fault.__value__.__args__, Flaw, RefusedRow)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_derived_from_a_fault(kind: type) -> None:
    """The union is closed: whoever looks at every one of it has looked at everything."""
    assert getattr(kind, "__final__", False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_a_value(kind: type) -> None:
    """Two that say the same are one; a part that differs makes another."""
    parts = [str(place) for place, _ in enumerate(attrs.fields(kind))]
    assert {kind(*parts), kind(*parts)} == {kind(*parts)}
    assert all(kind(*parts) != kind(*parts[:n], "x", *parts[n + 1 :]) for n in range(len(parts)))


def test_one_wrong_place_is_a_flaw() -> None:
    """A pointer and the rule, and nothing of the value."""
    assert flawed("/a", "is odd") == Invalid((Flaw("/a", "is odd"),))
