"""Group commit: what has arrived while a group was in flight forms the next; no timer, no delay."""

import asyncio
from asyncio import Future, Task
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any

from attrs import Factory, define

from vitalweb.store.desk import Outage

MOST = 128  # members of a group, unless it is told another number
LANES = 2  # groups in flight at once, unless told: one is written while the next is gathered
PATIENCE = 4.5  # seconds for a member and for a group; then the database is taken to be silent

type Work[Asked, Told] = Callable[[Sequence[Asked]], Awaitable[Sequence[Told]]]


@define
class Group[Asked, Told]:
    """Does together what is asked at the same time; of the same *key*, one at a time in a group."""

    _work: Work[Asked, Told]
    _key: Callable[[Asked], Hashable] = id
    _most: int = MOST
    _most_lanes: int = LANES
    _waiting: "list[tuple[Asked, Future[Told]]]" = Factory(list)
    _lanes: set[Task[Any] | None] = Factory(set)
    _expected: "deque[tuple[float, Future[Told]]]" = Factory(deque)
    _alarm: asyncio.TimerHandle | None = None

    async def join(self, asked: Asked) -> Told:
        """Do what is *asked* with whatever else is asked meanwhile."""
        loop = asyncio.get_running_loop()
        place: Future[Told] = loop.create_future()
        self._waiting.append((asked, place))
        self._expect(place, loop.time() + PATIENCE)
        if len(self._lanes) < self._most_lanes:
            lane = asyncio.create_task(self._lane())
            self._lanes.add(lane)
            lane.add_done_callback(self._lanes.discard)
        return await place

    def _expect(self, place: "Future[Told]", until: float) -> None:
        """Have *place* told by then; one alarm is set, for whoever has waited longest."""
        self._expected.append((until, place))
        while self._expected[0][1].done():
            self._expected.popleft()
        if self._alarm is None:
            loop = place.get_loop()
            self._alarm = loop.call_at(self._expected[0][0], self._late, loop)

    def _late(self, loop: asyncio.AbstractEventLoop) -> None:
        self._alarm = None
        while self._expected and self._expected[0][0] <= loop.time():
            _, place = self._expected.popleft()
            _fail(Outage("a group was not formed in time"), [place])
        if self._expected:
            self._alarm = loop.call_at(self._expected[0][0], self._late, loop)

    async def _lane(self) -> None:
        while members := self._formed():
            places = [place for _, place in members]
            try:
                async with asyncio.timeout(PATIENCE):
                    _tell(await self._work([asked for asked, _ in members]), places)
            except TimeoutError:
                self._give_up(places)
            except Exception as error:  # noqa: BLE001 -- it is told to everybody in the group
                _fail(error, places)
        # at once: a task that has ended is seen to have ended a round later
        self._lanes.discard(asyncio.current_task())

    def _formed(self) -> "list[tuple[Asked, Future[Told]]]":
        """Take who still waits, in their order; the second of a key waits for the next group."""
        members: list[tuple[Asked, Future[Told]]] = []
        left: list[tuple[Asked, Future[Told]]] = []
        keys = set[Hashable]()
        for asked, place in self._waiting:
            if place.done():  # told already, or gone
                continue
            if len(members) < self._most and (key := self._key(asked)) not in keys:
                keys.add(key)
                members.append((asked, place))
            else:
                left.append((asked, place))
        self._waiting = left
        return members

    def _give_up(self, places: "list[Future[Told]]") -> None:
        """Tell all who wait for a silent database, so that nobody waits twice."""
        behind = [place for _, place in self._waiting]
        self._waiting = []
        _fail(Outage("a group was not answered in time"), [*places, *behind])


def _tell[Told](told: Sequence[Told], places: "list[Future[Told]]") -> None:
    for place, one in zip(places, told, strict=True):
        if not place.done():
            place.set_result(one)


def _fail[Told](error: BaseException, places: "list[Future[Told]]") -> None:
    for place in places:
        if not place.done():
            place.set_exception(error)
