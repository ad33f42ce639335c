"""A file goes into the record in one transaction, some lines laid while the next are read."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing

from attrs import define, evolve, field, frozen

from vitalweb.http.batch.report import Refusal, Refusals, Report
from vitalweb.http.batch.slices import File, Slice, slices
from vitalweb.http.batch.source import Broken
from vitalweb.store import imports
from vitalweb.store.database import Transaction
from vitalweb.store.desk import Desk
from vitalweb.store.imports import Stamp
from vitalweb.store.rows.batches import Misfit

AT_ONCE = 10_000  # readings that are laid at once
_DROPPED = 10_000  # lines whose readings are taken away again at once


@frozen(kw_only=True)
class Batch:
    """A file to be taken in, what its rows are marked with, and who is told what.

    *seen* is told how many lines have been read and the place in bytes after them, *tell* each
    refused line as it is found. A *device* may add readings of its patients alone.
    """

    file: File
    stamp: Stamp
    device: str | None = None
    seen: Callable[[int, int], object] = lambda _lines, _place: None
    tell: Callable[[Refusal], object] = lambda _: None


async def take_in(desk: Desk, batch: Batch) -> Report:
    """Take in whatever is in order; whether that is kept is for who opened the transaction.

    A patient who is in the record must be described as the record has them; a reading that came
    in a batch before stays as it is in the record, so that a file may be taken in again.
    """
    table = _Table(await imports.room(desk), batch)
    try:
        await table.fill()
    except Broken as broken:
        table.refusals.note(broken.line, broken.fault)
        table.report.broken = broken.fault
        table.report.lines = max(table.report.lines, broken.line)
    return evolve(table.report, refused=table.refusals.total)


@define
class _Table:
    desk: Transaction
    batch: Batch
    report: Report = field(factory=Report)
    refusals: Refusals = field(init=False)
    straight: bool = True  # until a reading did not go with the record

    def __attrs_post_init__(self) -> None:
        self.refusals = Refusals(self.batch.tell)

    async def fill(self) -> None:
        """Read a piece while the one before it is laid, then look at what had to wait."""
        laying: asyncio.Task[None] | None = None
        try:
            async with aclosing(self._pieces()) as pieces:
                async for piece in pieces:
                    if laying:
                        await laying
                    laying = asyncio.create_task(self._lay(piece))
            if laying:
                await laying
        finally:
            if laying and not laying.done():
                laying.cancel()
                await asyncio.wait({laying})
        await self._look_again()

    async def _pieces(self) -> AsyncGenerator[Slice]:
        piece = Slice()
        for some in self._read():
            piece.take(some)
            if len(piece.vitals) + len(piece.patients) >= AT_ONCE:
                yield piece
                piece = Slice()
            await asyncio.sleep(0)  # others are waiting
        yield piece

    def _read(self) -> Iterator[Slice]:
        for some in slices(self.batch.file, self.batch.stamp.at):
            for line, fault in some.refused:
                self.refusals.note(line, fault)
            self.report.lines += some.lines
            self.batch.seen(self.report.lines, some.ends_at)
            yield some

    async def _lay(self, piece: Slice) -> None:
        if self.straight and not piece.patients and not self.batch.device:
            self.straight = await imports.copied(self.desk, self.batch.stamp, piece.vitals)
            if self.straight:
                self.report.readings += len(piece.vitals)
                return
        await imports.lay_vitals(self.desk, piece.vitals)
        left = len(piece.vitals)
        if piece.patients:
            await imports.lay_patients(self.desk, piece.patients)
            self.report.patients += await imports.add_patients(self.desk, self.batch.stamp)
            left -= await self._refuse(imports.misfit_patients(self.desk))
        await self._add(left)

    async def _add(self, staged: int, *, last: bool = False) -> None:
        """Take in what is laid; whose patient may stand on a later line waits for it."""
        if self.batch.device:
            staged -= await self._refuse(imports.unassigned(self.desk, self.batch.device))
        added = await imports.add_vitals(self.desk, self.batch.stamp)
        if added < staged:
            if self.batch.file.describes and not last:
                staged -= await imports.set_aside(self.desk)
            staged -= await self._refuse(imports.misfit_vitals(self.desk))
        if added < staged:
            self.report.struck += await imports.struck(self.desk)
        self.report.readings += added
        self.report.known += staged - added
        await imports.clear(self.desk)

    async def _look_again(self) -> None:
        if waiting := await imports.take_up(self.desk):
            await self._add(waiting, last=True)

    async def _refuse(self, found: AsyncIterator[Misfit]) -> int:
        """Tell the lines that do not fit, and take their readings away; count those."""
        lines, dropped = [], 0
        async for misfit in found:
            self.refusals.compare(self._told(misfit))
            lines.append(misfit.line)
            if len(lines) == _DROPPED:
                dropped += await imports.drop(self.desk, lines)
                lines.clear()
        return dropped + (await imports.drop(self.desk, lines) if lines else 0)

    def _told(self, misfit: Misfit) -> Misfit:
        if self.batch.file.describes or misfit.fields != ["patient_id"]:
            return misfit
        return evolve(misfit, fields=["patient"])
