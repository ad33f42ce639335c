"""The columnar evaluator: a table and columns in, an Arrow table of scores out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pyarrow as pa
from returns.result import Failure, Result

from vitalcore.fault import Fault, flawed
from vitalcore.frame.answer import Room
from vitalcore.frame.doubted import doubt, doubted
from vitalcore.frame.fill import fill, told
from vitalcore.frame.form import Absent
from vitalcore.frame.levels import rising
from vitalcore.frame.plan import plan, settled
from vitalcore.frame.sheet import Sheet, sheet
from vitalcore.frame.walking import loops_for
from vitalcore.risk.engine import engine
from vitalcore.risk.inputs import SCALE_1, Input
from vitalcore.risk.table import Table

#: Rows at a time, a multiple of 8, so that all that is made of them stays in a core's cache.
CHUNK = 131_072

_UNSTATED: Mapping[str, str] = MappingProxyType({})


def scored(
    table: Table, data: Any, *, units: Mapping[str, str] = _UNSTATED
) -> Result[pa.Table, Fault]:
    """Score every row of *data*, one column an input by its name, null or NaN where missing.

    *data* is an Arrow table or record batch, arrays by name, or any frame that speaks Arrow.
    Units (UCUM) are stated as `unit` in a field's metadata, or else by column in *units*; UNITS
    states those in which the tables are printed. A value beyond belief is missing, and refused; so
    is an age that is asked for only to know for whom the score was made.
    Without a column for the SpO2 scale, or a value in it, Scale 1 is used.
    """
    if not rising(engine(table)):
        return Failure(flawed("/outcomes", "must not fall as points rise, to be read in columns"))
    return sheet(table, data, units).map(lambda read: _scored(table, read))


def _scored(table: Table, read: Sheet) -> pa.Table:
    forms = {name: one.form for name, one in read.sources.items()}
    unscaled = isinstance(forms[Input.SCALE], Absent)
    loops = loops_for(read.rows)
    ready = plan(settled(table, Input.SCALE, SCALE_1) if unscaled else table, forms, loops)
    room = Room(read.rows, loops)
    for start in range(0, max(read.rows, 1), CHUNK):
        at = slice(start, min(start + CHUNK, read.rows))
        fill(room, ready, read, at)
        doubt(room, ready, read, at)
    return doubted(room, ready, told(room, ready))
