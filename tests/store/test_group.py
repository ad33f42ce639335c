"""Groups: each member gets its own answer, one at a time of a key, and nobody waits for a timer."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitalweb.store import group
from vitalweb.store.desk import Outage
from vitalweb.store.group import Group

MEMBERS = st.lists(st.integers(0, 20), max_size=300)


class Clerk:
    """Does what is asked after a moment, and remembers what was asked together."""

    def __init__(self) -> None:
        self.seen: list[list[int]] = []

    async def __call__(self, asked: Sequence[int]) -> Sequence[str]:
        self.seen.append(list(asked))
        await asyncio.sleep(0)
        return [f"told {one}" for one in asked]


@given(MEMBERS)
def test_everybody_gets_their_own_answer(asked: list[int]) -> None:
    """Whoever asks together with whomever; of one key there is one in a group, in their order."""
    clerk = Clerk()

    async def together() -> list[str]:
        made: Group[int, str] = Group(clerk, key=lambda one: one)
        return await asyncio.gather(*map(made.join, asked))

    told = asyncio.run(together())
    assert told == [f"told {one}" for one in asked]
    assert all(len(set(one)) == len(one) <= group.MOST for one in clerk.seen)
    assert sorted(one for seen in clerk.seen for one in seen) == sorted(asked)


async def test_what_comes_meanwhile_forms_the_next_group() -> None:
    """The first goes at once and alone; the others wait for a free lane and then go together."""
    clerk, gates = Clerk(), [asyncio.Event() for _ in range(group.LANES)]

    async def work(asked: Sequence[int]) -> Sequence[str]:
        if len(clerk.seen) < len(gates):
            gate = gates[len(clerk.seen)]
            clerk.seen.append(list(asked))
            await gate.wait()
            return [""] * len(asked)
        return await clerk(asked)

    made: Group[int, str] = Group(work)
    asking = []
    for one in range(6):
        asking.append(asyncio.create_task(made.join(one)))
        await asyncio.sleep(0.01)
    gates[0].set()
    await asyncio.wait_for(asyncio.gather(*asking[group.LANES :]), 5)
    gates[1].set()
    await asyncio.gather(*asking)
    assert clerk.seen == [[0], [1], [2, 3, 4, 5]]


async def test_a_fault_is_told_to_the_members_of_its_group() -> None:
    """And to nobody after them."""
    faults = [Outage("gone")]

    async def work(asked: Sequence[int]) -> Sequence[int]:
        if faults:
            raise faults.pop()
        return asked

    made: Group[int, int] = Group(work)
    first = await asyncio.gather(made.join(1), made.join(2), return_exceptions=True)
    assert [type(one) for one in first] == [Outage, Outage]
    assert [await made.join(3), await made.join(4)] == [3, 4]


async def test_a_silent_database_is_told_to_all_who_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those behind as well, so that nobody waits twice; whoever comes later is served."""
    monkeypatch.setattr(group, "PATIENCE", 0.05)
    silent = asyncio.Event()
    silent.set()

    async def work(asked: Sequence[int]) -> Sequence[int]:
        if silent.is_set():
            await asyncio.sleep(3600)
        return asked

    made: Group[int, int] = Group(work)
    asking = [asyncio.create_task(made.join(one)) for one in range(9)]
    found = await asyncio.wait_for(asyncio.gather(*asking, return_exceptions=True), 5)
    silent.clear()
    assert [type(one) for one in found] == [Outage] * 9
    assert await made.join(10) == 10


async def test_nobody_waits_longer_for_a_slow_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is behind others of the same key is told in time, and is not done afterwards."""
    monkeypatch.setattr(group, "PATIENCE", 0.2)
    done: list[int] = []

    async def work(asked: Sequence[int]) -> Sequence[int]:
        await asyncio.sleep(0.15)
        done.extend(asked)
        return asked

    made: Group[int, int] = Group(work, key=lambda _: "one and the same")
    asking = [asyncio.create_task(made.join(one)) for one in range(9)]
    found = await asyncio.wait_for(asyncio.gather(*asking, return_exceptions=True), 5)
    await asyncio.sleep(0.5)
    assert {type(one) for one in found[4:]} == {Outage}
    assert set(done) <= {0, 1, 2, 3}


async def test_who_has_gone_holds_nobody_up() -> None:
    """A member whose caller hung up is left out, and the others go on."""
    made: Group[int, str] = Group(Clerk())
    gone = asyncio.create_task(made.join(1))
    stays = asyncio.create_task(made.join(2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == "told 2"


async def test_who_comes_as_a_lane_ends_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same round of the loop, when nobody else is there to start another lane."""
    monkeypatch.setattr(group, "PATIENCE", 1.0)
    opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def work(asked: Sequence[int]) -> Sequence[int]:
        await opened
        return asked

    async def just_then() -> int:
        await opened
        return await made.join(2)

    made: Group[int, int] = Group(work, most_lanes=1)
    first = asyncio.create_task(made.join(1))
    await asyncio.sleep(0.01)  # the lane waits, and before the other
    second = asyncio.create_task(just_then())
    await asyncio.sleep(0)
    opened.set_result(None)
    assert [await first, await second] == [1, 2]
