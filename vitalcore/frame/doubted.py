"""Ages that cannot be, where a score asks for the age only to know for whom it was made."""

import pyarrow as pa

from vitalcore.frame.answer import Room, struct
from vitalcore.frame.form import Absent
from vitalcore.frame.plan import Plan
from vitalcore.frame.sheet import Sheet
from vitalcore.risk.inputs import Input
from vitalcore.risk.table import Table

_AGES = "ages"


def doubt(room: Room, plan: Plan, read: Sheet, at: slice) -> None:
    """Find them among the rows *at*; without a column there is none."""
    ages = read.sources[Input.AGE]
    if isinstance(ages.form, Absent):
        room.bytes(_AGES, 1, at)[:] = 0
    elif _asks(plan.table):
        room.flag("unknown ages", _AGES, at, [ages.values(at).climb(plan.aged.steps)])


def doubted(room: Room, plan: Plan, found: pa.Table) -> pa.Table:
    """Tell of them beside the inputs that are refused."""
    if not _asks(plan.table):
        return found
    refused = found["refused"].chunk(0)
    told = dict(zip(refused.type.names, refused.flatten(), strict=True))
    told[Input.AGE.value] = room.truth(_AGES, 0)
    return found.set_column(found.column_names.index("refused"), "refused", struct(told))


def _asks(table: Table) -> bool:
    limits = (table.applies.youngest, table.applies.below)
    return limits != (None, None) and Input.AGE not in table.inputs
