"""What was told, held against what the record says, and against the clock."""

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from tests.faults.history import Deed, History, Trouble, Verb
from tests.faults.worker import unsettled
from tests.store import ledger
from tests.store.ledger import Chart, Record

BOUND = 6.0  # seconds within which every request is answered, whatever happens
_STRUCK = math.inf  # as a version: no reading shows another one after it
_EXPECTED = {200, 201, 204, 401, 404, 409, 503, None}


def violations(history: History, record: Record) -> Counter[str]:
    """Count, by their kind, the things that must never happen."""
    deeds = sorted(history.deeds, key=lambda deed: deed.sent)
    return Counter(
        [
            *_unanswered(deeds, history.troubles),
            *_torn(deeds, record),
            *_gone_back(deeds, record),
            *_misread(deeds, record),
        ]
    )


def _unanswered(deeds: Sequence[Deed], troubles: Sequence[Trouble]) -> Iterator[str]:
    """Every request is answered in time, unless its server was killed, and none with a fault."""
    for one in deeds:
        if one.answered - one.sent >= BOUND:
            yield "an answer came too late"
        if one.status is None and not any(_killed(one, it) for it in troubles):
            yield "a request was left without an answer"
        if one.status not in _EXPECTED or (one.status == 503 and not one.retry_after):
            yield f"a request was answered with {one.status}"


def _killed(deed: Deed, trouble: Trouble) -> bool:
    met = trouble.began <= deed.answered and deed.sent <= trouble.lifted
    return met and trouble.server == deed.server


def _torn(deeds: Sequence[Deed], record: Record) -> Iterator[str]:
    """Each version has one writer, what was acknowledged is kept, what was refused is not there."""
    charts: dict[str, Chart] = defaultdict(lambda: Chart("", {}))
    for sendings in _writes(deeds):
        yield from _entered(charts, sendings)
    lost = [one.thousandths for one in charts[""].unanswered]
    del charts[""]
    for vital_id, chart in charts.items():
        yield from ledger.broken(chart, record.get(vital_id, ()))
    strangers = [record[vital_id][0].thousandths for vital_id in record.keys() - charts.keys()]
    for value, times in Counter(strangers).items():
        if lost.count(value) < times:
            yield "a reading is there that nobody wrote, or twice"


def _writes(deeds: Sequence[Deed]) -> Iterator[Sequence[Deed]]:
    """Put together what was sent under one key."""
    found: dict[object, list[Deed]] = defaultdict(list)
    for number, one in enumerate(deeds):
        if one.write:
            found[one.key or number].append(one)
    yield from found.values()


def _entered(charts: dict[str, Chart], sendings: Sequence[Deed]) -> Iterator[str]:
    """Enter a write where it was acknowledged, or where nobody knows; a refused one nowhere."""
    write = sendings[0].write
    told = [one for one in sendings if one.version]
    if write is None:
        return
    if not told:
        refused = any(one.current or one.status == 404 for one in sendings)
        if any(map(unsettled, sendings)) and not refused:
            charts[sendings[0].vital_id].unanswered.append(write)
    elif clash := charts[told[0].vital_id].clash(write, told[0].version or 0):
        yield clash
    else:
        charts[told[0].vital_id].acknowledge(write, told[0].version or 0)
    if len({(one.status, one.body) for one in told}) > 1:
        yield "one key has two answers"


def _gone_back(deeds: Sequence[Deed], record: Record) -> Iterator[str]:
    """Whoever looks sees what others were told before, or something newer; so does the record."""
    looks: dict[str, list[Deed]] = defaultdict(list)
    for one in deeds:
        if _seen(one):
            looks[one.vital_id].append(one)
    for vital_id, seen in looks.items():
        seen.sort(key=lambda deed: deed.answered)
        times = [one.answered for one in seen]
        newest = list(accumulate(map(_seen, seen), max))
        final = record.get(vital_id, ())
        last = _STRUCK if final and final[-1].struck else len(final)
        shown = [(one.sent, _shown(one)) for one in seen]
        for sent, version in [*shown, (math.inf, last)]:
            before = bisect_right(times, sent)
            if before and version is not None and version < newest[before - 1]:
                yield "a read went back"


def _seen(deed: Deed) -> float:
    """Name the version that there was at least when the answer came; 0 if it tells of none."""
    struck = deed.verb is Verb.STRIKE and deed.version
    gone = deed.status == 404 and deed.vital_id
    return _STRUCK if struck or gone else deed.version or deed.current or 0


def _shown(deed: Deed) -> float | None:
    """Name the version that was current then; a write's answer may be one that was kept."""
    return None if deed.write and deed.version else _seen(deed)


def _misread(deeds: Sequence[Deed], record: Record) -> Iterator[str]:
    """A reading is shown as it was written, and is gone only if somebody struck it out."""
    for one in deeds:
        final = record.get(one.vital_id, ())
        known = one.verb is Verb.LOOK and 1 <= (one.version or 0) <= len(final)
        if known and final[(one.version or 0) - 1].thousandths != one.thousandths:
            yield "a reading was shown as nobody wrote it"
        if one.status == 404 and one.vital_id and not (final and final[-1].struck):
            yield "a reading was gone"
