"""Services with a fault planted in them, as commands of Python, to see that it is noticed."""

#: The service, but a correction no longer asks which version its author has seen.
CARELESS = """
from attrs import evolve
from vitalweb.cli import main
from vitalweb.store import sql
careful = sql.CORRECT_VITAL.text
sql.CORRECT_VITAL = evolve(
    sql.CORRECT_VITAL, text=careful.replace(b"AND version = %(version)s", b"")
)
assert sql.CORRECT_VITAL.text != careful
together = sql.CORRECT_VITALS_TOGETHER.text
sql.CORRECT_VITALS_TOGETHER = evolve(
    sql.CORRECT_VITALS_TOGETHER,
    text=together.replace(b"AND given.version = vitals.version", b""),
)
assert sql.CORRECT_VITALS_TOGETHER.text != together
main([])
"""

#: The service, but a correction is committed some time after it was answered.
LATE = """
import asyncio
from contextlib import asynccontextmanager
from contextvars import ContextVar
from vitalweb.cli import main
from vitalweb.http import swift
from vitalweb.store import vitals
from vitalweb.store.database import Database

transaction, correct = Database.transaction, vitals.correct
corrects = ContextVar("corrects", default=False)

async def never(*_):
    pass

async def noticed(*given):
    corrects.set(True)
    return await correct(*given)

@asynccontextmanager
async def late(self):
    begun, done = asyncio.Future(), asyncio.Future()

    async def held():
        async with transaction(self) as desk:
            begun.set_result(desk)
            await asyncio.sleep(await done)

    work = asyncio.create_task(held())
    await asyncio.wait({work, begun}, return_when=asyncio.FIRST_COMPLETED)
    if work.done():
        await work
    try:
        yield begun.result()
        done.set_result(0.3 if corrects.get() else 0)
    except BaseException as error:
        done.set_exception(error)
    if not corrects.get() or done.exception():
        await work

swift.answered = never
Database.transaction = late
vitals.correct = noticed
main([])
"""
