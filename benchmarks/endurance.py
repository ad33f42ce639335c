"""What a worker holds after a million requests that record and read, and before most of them."""

from benchmarks import load, meter, requests
from benchmarks.contender import Contender
from benchmarks.results import Fact
from benchmarks.targets import MEMORY

CONNECTIONS = 64
SLICE = 20  # seconds, for which a token lasts
FEW = 0.1  # of the requests, after which it is looked at first


async def endured(one: Contender, many: int) -> list[Fact]:
    """Send so many requests, and say what the largest process of the service held."""
    sent = await _sent(one, round(many * FEW))
    early = meter.held(one.pid)
    sent += await _sent(one, many - sent)
    late = meter.held(one.pid)
    return [
        Fact(what=f"memory of a worker after {many * FEW:,.0f} requests", value=early, unit="MB"),
        Fact(what=f"the same after {sent:,}", value=late, unit="MB", target=MEMORY),
    ]


async def _sent(one: Contender, many: int) -> int:
    sent = 0
    row = [*requests.post_vital(one.record), *requests.get_ten(one.record)]
    while sent < many:
        seen = await load.run(one.base, await one.headers(), row, CONNECTIONS, SLICE)
        assert not seen.failed, f"{seen.failed} failed"
        sent += seen.sent
    return sent
