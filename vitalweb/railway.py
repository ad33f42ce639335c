"""The one switch from pure steps to a step that waits."""

from collections.abc import Awaitable, Callable

from returns.result import Result, Success

from vitalcore.fault import Fault


async def then[A, B](
    held: Result[A, Fault], step: Callable[[A], Awaitable[Result[B, Fault]]]
) -> Result[B, Fault]:
    """Take the waiting *step* if there is something to take it with."""
    if isinstance(held, Success):
        return await step(held.unwrap())
    return held  # type: ignore[return-value]  # a Failure holds no A
