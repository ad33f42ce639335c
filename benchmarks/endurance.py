"""What a worker holds after a million requests that record and read, and before most of them."""

from benchmarks import load, meter, requests
from benchmarks.contender import Contender
from benchmarks.results import Fact
from benchmarks.targets import MEMORY

CONNECTIONS = 64
SLICE = 10  # seconds, for which a token lasts
FEW = 0.1  # of the requests, after which it is looked at first


async def endured(one: Contender, many: int) -> list[Fact]:
    """Send so many requests, and say what the largest process of the service held."""
    sent, failed = await _sent(one, round(many * FEW))
    early = Fact(what=f"memory of a worker after {sent:,}", value=meter.held(one.pid), unit="MB")
    more, bad = await _sent(one, many - sent)
    held = meter.held(one.pid)
    late = Fact(what=f"the same after {sent + more:,}", value=held, unit="MB", target=MEMORY)
    return [early, late, Fact(what="of them failed", value=failed + bad, unit="", target=0)]


async def _sent(one: Contender, many: int) -> tuple[int, int]:
    """Send so many, and count them and those that failed."""
    sent = failed = 0
    row = [*requests.post_vital(one.record), *requests.get_ten(one.record)]
    while sent < many:
        seen = await load.run(one.base, await one.headers(), row, CONNECTIONS, SLICE)
        sent, failed = sent + seen.sent, failed + seen.failed
    return sent, failed
