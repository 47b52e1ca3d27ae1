"""Work that takes long, from a coroutine: in a thread, with what it reports, and with an end."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar

from code_it import cancelling

Result = TypeVar("Result")
Told = TypeVar("Told")

# To kill a script and tidy up takes less, but native code may hold the thread for a while.
_MOST_SECONDS_TO_END = 10.0


async def in_thread(
    work: Callable[[Callable[[Told], None]], Result], tell: Callable[[Told], Awaitable[object]]
) -> Result:
    """Do `work` in a thread of its own, and end it when this task is cancelled.

    The task's cancellation goes on when the work has ended.

    Args:
        work: Given a function that reports.
        tell: Awaited with each report, in order.
    """
    loop = asyncio.get_running_loop()
    reports: asyncio.Queue[tuple[Told] | None] = asyncio.Queue()
    end = threading.Event()

    def put(report: tuple[Told] | None) -> None:
        # A closed loop: nobody has waited for the end.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(reports.put_nowait, report)

    def run() -> Result:
        try:
            with cancelling.until(end):
                return work(lambda report: put((report,)))
        finally:
            put(None)

    outcome = asyncio.wrap_future(cancelling.begin(run)[1])
    outcome.add_done_callback(_look_at)
    try:
        while report := await reports.get():
            await tell(*report)
        return await asyncio.shield(outcome)
    except BaseException:
        end.set()
        await asyncio.wait([outcome], timeout=_MOST_SECONDS_TO_END)
        raise


def _look_at(outcome: asyncio.Future[Result]) -> None:
    """An error that nobody waits for any more is not worth asyncio's warning."""
    if not outcome.cancelled():
        outcome.exception()
