"""A caller's columns, checked and ready to be taken in stretches."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pyarrow as pa
from attrs import frozen
from returns.result import Failure, Result, Success, safe

from vitalcore.fault import Fault, Flaw, Invalid, NothingToAssess, flawed
from vitalcore.frame.columns import Source, absent, source
from vitalcore.risk.inputs import RECORDED, Input, unit_of
from vitalcore.risk.table import Table

#: The units in which the tables are printed; to pass it is to state them for all columns.
UNITS: Mapping[str, str] = MappingProxyType(
    {name.value: unit for name in Input if (unit := unit_of(name))}
)

_UNITLESS = f"must be one of {', '.join(UNITS)}, to be given a unit"

#: True where a patient is pregnant or was lately; asked only by scores that are not made for it.
PREGNANT = "pregnant"


@frozen(eq=False)
class Sheet:
    """So many *rows*, a source for every input, and who is pregnant where that is told."""

    rows: int
    sources: Mapping[Input, Source]
    pregnant: pa.ChunkedArray | None


def sheet(table: Table, data: Any, units: Mapping[str, str]) -> Result[Sheet, Fault]:
    """Take from *data* the columns that *table* reads, or tell all that is wrong with them."""
    return (
        _arrow(data, _wanted(table))
        .alt(_unreadable)
        .bind(lambda columns: _sheet(table, columns, units))
    )


def _wanted(table: Table) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*table.inputs, Input.AGE, PREGNANT]))


@safe(exceptions=(pa.ArrowException, TypeError, ValueError, OverflowError))
def _arrow(data: Any, wanted: tuple[str, ...]) -> pa.Table:
    if isinstance(data, Mapping):
        return pa.table({name: data[name] for name in wanted if name in data})
    columns = pa.table(data)
    return columns.select([i for i, name in enumerate(columns.column_names) if name in wanted])


def _unreadable(_: Exception) -> Fault:
    return flawed("", "must be an Arrow table, or columns of equal length that Arrow can hold")


def _sheet(table: Table, columns: pa.Table, units: Mapping[str, str]) -> Result[Sheet, Fault]:
    names = columns.column_names
    flaws = [Flaw(f"/{name}", "must be there once") for name in set(names) if names.count(name) > 1]
    if flaws:
        return Failure(Invalid(tuple(flaws)))
    if not set(names) & set(measured(table)):
        return Failure(NothingToAssess(measured(table)))
    return _sourced(columns, units)


def _sourced(columns: pa.Table, units: Mapping[str, str]) -> Result[Sheet, Fault]:
    told = {name: _source(columns, name, units) for name in Input if name in columns.column_names}
    flaws = [Flaw(f"/{name}", _UNITLESS) for name in units if name not in UNITS]
    flaws += [one for one in told.values() if isinstance(one, Flaw)]
    pregnant = columns[PREGNANT] if PREGNANT in columns.column_names else None
    if pregnant is not None and not pa.types.is_boolean(pregnant.type):
        flaws.append(Flaw(f"/{PREGNANT}", "must hold true and false"))
    if flaws:
        return Failure(Invalid(tuple(flaws)))
    sources = {name: absent() for name in Input}
    sources.update({name: one for name, one in told.items() if isinstance(one, Source)})
    return Success(Sheet(columns.num_rows, sources, pregnant))


def _source(columns: pa.Table, name: Input, units: Mapping[str, str]) -> Source | Flaw:
    return source(name, columns[name], stated(columns, name) or units.get(name))


def measured(table: Table) -> tuple[Input, ...]:
    """List what *table* reads and no record tells: without any of it nothing can be said."""
    return tuple(name for name in table.inputs if name not in RECORDED)


def stated(columns: pa.Table, name: str) -> str | None:
    """Give the unit that a column states itself, if it is there once and does."""
    place = columns.schema.get_field_index(name)
    said = (columns.schema.field(place).metadata or {}).get(b"unit") if place >= 0 else None
    return said.decode(errors="replace") if said else None  # no unit has a mark of it
