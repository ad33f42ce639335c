"""The register of strategies: nothing is left out of it, and all of it can be found."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from returns.result import Failure, Success

from vitalcore.fault import UnknownStrategy
from vitalcore.kinds import Kind
from vitalcore.risk import indices, register, tables
from vitalcore.risk.assessment import Strategy
from vitalcore.risk.index import Index
from vitalcore.risk.inputs import NATURE, Input
from vitalcore.risk.register import STRATEGIES, find
from vitalcore.risk.shipped import TABLES
from vitalcore.risk.table import Table

#: Version and the first digits of the hash under which each strategy gives its answers.
GIVEN = {
    "rule_based": ("1", "db1be1375d864b46"),
    "news2": ("1", "ed75ea1176332911"),
    "news": ("1", "d35037254151b44a"),
    "mews": ("1", "dcbe6f770134c11c"),
    "qsofa": ("1", "41fb17121ae32c7c"),
    "sirs": ("1", "41ac7f5635f1897c"),
    "pews_england": ("1", "284cae52c460723e"),
    "cart": ("1", "bc38079a4ec38fc2"),
    "hotel": ("1", "f3c308a6c421584c"),
    "shock_index": ("1", "10333123f4ef0be2"),
    "modified_shock_index": ("1", "96902778e872a453"),
    "age_shock_index": ("1", "15c3b9a76a81f9e2"),
    "map": ("1", "6814718df2346783"),
    "pulse_pressure": ("1", "ca468f92eedfd42a"),
    "rox": ("2", "636aa6b157ca1878"),
}


def test_what_stands_under_a_version_does_not_change() -> None:
    """A strategy whose content changes gets a new version, for answers were given under the old."""
    assert {one.name: (one.version, one.hash[:16]) for one in STRATEGIES} == GIVEN


def test_no_table_is_left_out() -> None:
    """Every table that stands on a page of its own is shipped."""
    pages = [
        import_module(f"{tables.__name__}.{page.name}") for page in iter_modules(tables.__path__)
    ]
    written = [one for page in pages for one in vars(page).values() if isinstance(one, Table)]
    assert {one.name for one in written} == {one.name for one in TABLES}


def test_no_index_is_left_out() -> None:
    """Every index that is written down is in the register."""
    written = {one.name for one in vars(indices).values() if isinstance(one, Index)}
    assert written <= {one.name for one in STRATEGIES}


def test_every_input_is_described() -> None:
    """Each input has a title and limits or codes, and each ward kind is one."""
    assert set(NATURE) == set(Input)
    assert {str(kind) for kind in Kind} <= {str(name) for name in Input}


@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda one: one.name)
def test_a_strategy_is_found_by_its_name(strategy: Strategy) -> None:
    """Names are unique and every strategy says where it comes from."""
    assert find(strategy.name) == Success(strategy)
    assert all((strategy.version, strategy.title, strategy.source, strategy.inputs))
    assert {type(one) for one in (strategy.version, strategy.title, strategy.source)} == {str}
    assert len(strategy.hash) == 64


def test_an_unknown_name_is_told_the_known_ones() -> None:
    """The refusal lists the strategies there are, the default first."""
    assert find("aews") == Failure(UnknownStrategy(tuple(one.name for one in STRATEGIES)))
    assert STRATEGIES[0].name == register.DEFAULT


def test_a_strategy_of_ones_own_can_be_looked_up() -> None:
    """A register of one's own takes the place of the shipped one."""
    assert find("news2", STRATEGIES[:1]) == Failure(UnknownStrategy(("rule_based",)))
