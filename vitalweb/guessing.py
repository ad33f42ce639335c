"""How often anybody may guess a password: so often an account, so often an address."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from returns.result import Failure, Result, Success

from vitalcore.fault import Fault, Throttled
from vitalweb.store import attempts
from vitalweb.store.desk import Desk
from vitalweb.store.rows.staff import Attempts

WINDOW = timedelta(minutes=15)
AN_ACCOUNT = 10  # attempts a window; open sessions go on regardless
AN_ADDRESS = 100  # attempts a window; a ward may share one address


async def counted(desk: Desk, account: str, address: str, at: datetime) -> Result[None, Fault]:
    """Count an attempt before it is looked at, and refuse one too many."""
    for subject in (_account(account), _address(address)):  # one refused costs no hash: no address
        refused = judged(await attempts.count(desk, (subject,), at + WINDOW, at), at)
        if not isinstance(refused, Success):
            return refused
    return Success(None)


async def forgiven(desk: Desk, account: str, address: str, at: datetime) -> None:
    """Forget the attempts of an account that has proved itself."""
    await attempts.forgive(desk, _account(account), _address(address), at)


def judged(counts: Sequence[Attempts], at: datetime) -> Result[None, Fault]:
    """Refuse while any subject has tried too often within its window."""
    over = [one.window_ends_at - at for one in counts if one.failures > _limit(one.subject)]
    if not over:
        return Success(None)
    return Failure(Throttled(retry_after=int(max(over).total_seconds()) + 1))


def _limit(subject: str) -> int:
    return AN_ACCOUNT if subject.startswith("account:") else AN_ADDRESS


def _account(account: str) -> str:
    return f"account:{account}"


def _address(address: str) -> str:
    return f"address:{address}"
